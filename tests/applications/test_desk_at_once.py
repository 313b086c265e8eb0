"""Two advisers who decide at the same instant, each in a session of their own, over HTTP."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client

from initiatives.applications.deeds import Deed
from initiatives.applications.models import Application
from initiatives.applications.states import State
from tests.applications.cases import adviser, fresh, mails, user_of
from tests.applications.desking import REASON, ready, url
from tests.html import attribute
from tests.servers import PRODUCTION, Answer, serving

FORM = "application/x-www-form-urlencoded"


def soup_of(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


@pytest.fixture
def sites(empty_site, settings):
    """Two servers over one database, so that nobody waits for the other in a queue."""
    settings.SECRET_KEY = PRODUCTION["SECRET_KEY"]
    with serving(empty_site.database, empty_site.folder) as other:
        yield empty_site, other


class Session:
    """Somebody who is logged in on the running site."""

    def __init__(self, site, actor) -> None:
        client = Client()
        client.force_login(user_of(actor))
        name = django_settings.SESSION_COOKIE_NAME
        self.site = site
        self.cookies = {name: client.cookies[name].value}

    def send(self, method: str, path: str, data: dict | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        body = None
        if data is not None:
            headers |= {"Content-Type": FORM, "Origin": self.site.url}
            body = urlencode(data, doseq=True).encode()
        answer = self.site.request(method, path, headers, body)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def prepare(self, path: str, data: dict) -> dict:
        """Read the page and the mail, and return what its last button would send."""
        hidden: dict = {}
        for _ in range(2):
            answer = (
                self.send("POST", path, {**data, **hidden, "step": "bekijken"})
                if hidden
                else self.send("GET", path)
            )
            assert answer.status == 200, answer.text
            page = soup_of(answer.text)
            names = ("csrfmiddlewaretoken", "shown", "seen")
            hidden = {name: attribute(page, f"input[name={name}]", "value") for name in names}
        return {**data, **hidden, "step": "doen"}


def decide(*prepared) -> list[Answer]:
    """Let everybody press the button while the row is locked, and then let go."""
    with ThreadPoolExecutor(len(prepared)) as pool:
        with transaction.atomic():
            list(Application.objects.select_for_update().values("pk"))
            answers = [
                pool.submit(session.send, "POST", path, data) for session, path, data in prepared
            ]
            wait_for_waiters(len(prepared))
        return [answer.result() for answer in answers]


def wait_for_waiters(number: int) -> None:
    """Wait until so many connections to this database wait for a lock.

    PostgreSQL shows one transaction the same connections each time, also when another server has
    made a new one since, unless it is told to look again.
    """
    until = time.monotonic() + 30
    waiting = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0] == number:
                return
        time.sleep(0.05)
    raise AssertionError("They do not wait for each other.")


@pytest.mark.parametrize(
    ("state", "verdicts", "deeds"),
    [
        (State.IN_CONSULTATION, "VVVN", (Deed.ADMIT, Deed.REJECT)),
        (State.IN_REVIEW, "VVNN", (Deed.REJECT, Deed.REJECT)),
    ],
)
def test_one_wins_and_the_other_reads_who_decided_and_when(sites, state, verdicts, deeds):
    made = ready(state, verdicts=verdicts)
    people = {"Anna": adviser("Anna"), "Bea": adviser("Bea")}
    prepared = []
    for site, actor, deed in zip(sites, people.values(), deeds, strict=True):
        session, path = Session(site, actor), url(made, deed)
        said = {"reason": REASON} if deed == Deed.REJECT else {}
        prepared.append((session, path, session.prepare(path, said)))
    answers = decide(*prepared)

    assert sorted(answer.status for answer in answers) == [302, 409]
    line = made.events.get(kind__in=deeds)
    winner = next(name for name, actor in people.items() if actor.user_id == line.user_id)
    loser = next(answer for answer in answers if answer.status == 409)
    said = " ".join(soup_of(loser.text).get_text(" ").split())
    assert "Er is niets veranderd" in said
    assert re.search(rf"op \w+ \d+ \w+ \d{{4}} om \d+\.\d\d uur door {winner}", said), said
    assert fresh(made).state == line.to_state
    assert len(mails("M9")) + len(mails("M10")) == 1
