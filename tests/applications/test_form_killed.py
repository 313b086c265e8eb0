"""The server is killed at any moment: every answer that it acknowledged is there afterwards."""

import http.client
import os
import random
import signal
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup

from initiatives.applications.models import Application
from tests.applications.filling_in import START, fields_of
from tests.databases import migrated
from tests.servers import ServedSite, served

JOURNEYS = 100
# In which journeys something is killed: a process that serves, and sometimes all of them.
ONE_DIES, ALL_DIE = 4, 20
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GONE = (ConnectionError, http.client.HTTPException, TimeoutError, OSError)


@pytest.fixture
def site(databases, django_db_setup, django_db_blocker):
    with served(databases, migrated()) as site, site.database_here(django_db_blocker):
        yield site


def kill_all(site: ServedSite) -> None:
    """End every process of the server without a word."""
    assert site.process is not None
    os.killpg(site.process.pid, signal.SIGKILL)


def kill_one(site: ServedSite, chance: random.Random) -> None:
    """End one of the processes that serve; the server replaces it."""
    assert site.process is not None
    tasks = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children")
    workers = tasks.read_text().split()
    if workers:
        with suppress(ProcessLookupError):
            os.kill(int(chance.choice(workers)), signal.SIGKILL)


def begin(site: ServedSite) -> str:
    """Press the button that starts; return where the step is that these journeys fill in."""
    page = site.get(START)
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    sent = fields_of(BeautifulSoup(page.text, "html.parser"), f"form[action='{START}']")
    headers = {**FORM, "Cookie": cookie, "Origin": site.url}
    answer = site.request("POST", START, headers, urlencode(sent).encode())
    assert answer.status == 302, answer.text
    return urlsplit(answer.headers["Location"]).path.replace("/initiatief/", "/delen/")


class Journey:
    """Somebody who types in a step; knows what was acknowledged and what was on its way."""

    def __init__(self, site: ServedSite) -> None:
        self.site = site
        self.address = begin(site)
        self.application = Application.objects.get()
        self.acknowledged = self.on_its_way = ""

    def make(self, number: int) -> None:
        page = self.site.get(self.address)
        assert page.status == 200
        sent = fields_of(BeautifulSoup(page.text, "html.parser"))
        assert sent["delen"] in (self.acknowledged, self.on_its_way)
        for turn in range(1, 5):
            self.on_its_way = f"Reis {number}, keer {turn}"
            sent |= {"delen": self.on_its_way, "beurt": str(turn)}
            body = urlencode(sent).encode()
            answer = self.site.request("POST", f"{self.address}bewaar/", FORM, body)
            if answer.status == 200:
                assert answer.json()["stand"] == "bewaard"
                self.acknowledged = self.on_its_way

    def is_kept(self) -> bool:
        self.application.refresh_from_db()
        kept = self.application.answers.get("delen", "")
        return kept in (self.acknowledged, self.on_its_way)


def test_what_was_acknowledged_survives_a_server_that_is_killed_at_random_moments(site):
    chance = random.Random(20190326)  # noqa: S311 - any moments will do, the same each time
    journey, broken = Journey(site), 0
    for number in range(1, JOURNEYS + 1):
        killer = None
        if number % ALL_DIE == 0:
            killer = threading.Timer(chance.uniform(0, 0.15), kill_all, [site])
        elif number % ONE_DIES == 0:
            killer = threading.Timer(chance.uniform(0, 0.15), kill_one, [site, chance])
        if killer:
            killer.start()
        try:
            journey.make(number)
        except GONE:
            broken += 1
        if killer:
            killer.join()
        if number % ALL_DIE == 0:
            assert site.process is not None
            site.process.wait()
            site.start()
        assert journey.is_kept()
    assert broken, "No moment of this test was a bad one."
