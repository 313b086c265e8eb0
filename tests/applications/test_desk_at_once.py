"""Two advisers who decide at the same instant, each in a session of their own, over HTTP."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow.actions import Action
from tests.applications.cases import adviser, fresh, mails, user_of
from tests.applications.desk import REASON, ready, url, words
from tests.html import attribute, parse

pytestmark = pytest.mark.usefixtures("committing_db")


def prepared(client: Client, path: str, data: dict) -> dict:
    """Read the page and the mail, and return what its last button would send."""
    seen = client.post(path, {**data, **hidden_in(client.get(path)), "step": "bekijken"})
    return {**data, **hidden_in(seen), "step": "doen"}


def hidden_in(answer: Any) -> dict:
    names, page = ("csrfmiddlewaretoken", "shown", "seen"), parse(answer)
    return {name: attribute(page, f"input[name={name}]", "value") for name in names}


def press(client: Client, path: str, data: dict) -> Any:
    """Press the last button, on a connection of its own."""
    try:
        return client.post(path, data)
    finally:
        connections.close_all()


def decide(*ready_to_go: tuple[Client, str, dict]) -> list[Any]:
    """Let everybody press the button while the row is locked, and then let go."""
    with ThreadPoolExecutor(len(ready_to_go)) as pool:
        with transaction.atomic():
            list(Application.objects.select_for_update().values("pk"))
            answers = [pool.submit(press, *each) for each in ready_to_go]
            wait_for_waiters(len(ready_to_go))
        return [answer.result() for answer in answers]


def wait_for_waiters(number: int) -> None:
    """Wait until so many connections to this database wait for a lock.

    PostgreSQL shows one transaction the same connections each time, also when there is a new one
    since, unless it is told to look again.
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
    ("state", "verdicts", "actions"),
    [
        (State.IN_CONSULTATION, "VVVN", (Action.ADMIT, Action.REJECT)),
        (State.IN_REVIEW, "VVNN", (Action.REJECT, Action.REJECT)),
    ],
)
def test_one_wins_and_the_other_reads_who_decided_and_when(state, verdicts, actions):
    made = ready(state, verdicts=verdicts)
    people = {"Anna": adviser("Anna"), "Bea": adviser("Bea")}
    ready_to_go = []
    for actor, action in zip(people.values(), actions, strict=True):
        client, path = Client(enforce_csrf_checks=True), url(made, action)
        client.force_login(user_of(actor))
        said = {"reason": REASON} if action == Action.REJECT else {}
        ready_to_go.append((client, path, prepared(client, path, said)))
    answers = decide(*ready_to_go)

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    line = made.events.get(kind__in=actions)
    winner = next(name for name, actor in people.items() if actor.user_id == line.user_id)
    loser = next(answer for answer in answers if answer.status_code == 409)
    said = words(loser)
    assert "Er is niets veranderd" in said
    assert re.search(rf"op \w+ \d+ \w+ \d{{4}} om \d+\.\d\d uur door {winner}", said), said
    assert fresh(made).state == line.to_state
    assert len(mails("M9")) + len(mails("M10")) == 1
