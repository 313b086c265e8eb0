"""The server is killed at any moment: every answer that it acknowledged is there afterwards.

Fifty journeys, half of them at a time: each begins with the first button and ends with the last. In
each half the whole server is killed once, after a random number of its answers. Who had got to the
end by then presses the last button again, so a kill finds all of them at work. One in five fills in
everything and gets a receipt; the others fill in two steps. What a page would show is read from the
database: test_form_filling_in compares the two.
"""

import http.client
import os
import random
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connections

from core.form_tokens import StampedForm
from core.models import OutgoingMail
from initiatives.applications.intake import form_data
from initiatives.applications.models import Application, Version
from initiatives.applications.workflow import personal_links
from tests.applications.answering import LONG, answers
from tests.applications.filling_in import BY_SLUG, START, as_sent, untouched
from tests.factories import BranchFactory, ThemeFactory
from tests.servers import Answer, ServedSite

ROUNDS, AT_ONCE = 2, 25
SLUGS = ("initiatief", "organisaties", "criteria", "delen", "gegevens")
THOROUGH = 5  # one in so many fills in every step
MOST_TURNS = 1  # how often a step is stored while somebody types in it
# About what so many undisturbed journeys ask: to begin, of each step, and to send.
REQUESTS = 150
PATIENCE = 60  # seconds
MOST_FAILURES = 20
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CSRF = "a" * 32
GONE = (OSError, http.client.HTTPException)
OF_THE_TAB = {"tabblad", "gezien", "beurt", "actie", "organisaties-aantal"}
# A text of each step that can hold anything.
FREE = {
    "initiatief": "samenvatting",
    "criteria": "c1_uitleg",
    "delen": "delen",
    "gegevens": "functie",
}


@pytest.fixture
def site(empty_site) -> ServedSite:
    ThemeFactory(name="Leven lang ontwikkelen")
    for name in ("Ouderenzorg", "Thuiszorg"):
        BranchFactory(name=name)
    return empty_site


class Killer:
    """Counts what the server answers to all journeys, and kills it after one of the answers."""

    def __init__(self, site: ServedSite, after: int, pause: float) -> None:
        self.site, self.pause = site, pause
        self.is_up, self.is_time = threading.Event(), threading.Semaphore(0)
        self.is_up.set()
        self._after = after

    def answered(self) -> None:
        self.is_time.release()

    def wait_and_kill(self) -> None:
        """Kill every process of the server without a word, a random moment after its turn."""
        for _ in range(self._after):
            assert self.is_time.acquire(timeout=PATIENCE)
        threading.Event().wait(self.pause)
        process = self.site.process
        assert process is not None
        self.is_up.clear()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.site.start()
        self.is_up.set()


def shape(fields: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the answers of a form, however a browser writes them down."""
    found = {
        key: tuple(sorted(value)) if isinstance(value, list) else (value,)
        for key, value in fields.items()
        if key not in OF_THE_TAB
    }
    return {key: value for key, value in found.items() if any(value)}


class Journey:
    """Somebody who fills in the form and sends it, and goes on when the site is there again.

    Of each step it knows what was acknowledged last, and what was on its way.
    """

    def __init__(self, killer: Killer, number: int, seed: int) -> None:
        self.killer, self.site, self.number = killer, killer.site, number
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.address = self.receipt = ""
        self.is_thorough = number % THOROUGH == 0
        self.slugs = SLUGS if self.is_thorough else self.chance.sample(SLUGS, 2)
        self.typed = answers(naam=f"Reis {number}", email=f"reis{number}@voorbeeld.example")
        self.acknowledged: dict[str, dict] = {slug: {} for slug in SLUGS}
        self.on_its_way: dict[str, dict] = {slug: {} for slug in SLUGS}
        # How often the server was not there, and how often it left in the middle of a request.
        self.refused = self.broken = 0

    def press(self, path: str, sent: Mapping[str, Any], **headers: str) -> Answer | None:
        """Return what the server answers; None if it is killed first, and then wait for it."""
        body = urlencode(sent, doseq=True).encode()
        try:
            answer = self.site.request("POST", path, {**FORM, **headers}, body)
        except ConnectionRefusedError:
            self.refused += 1
        except GONE:
            self.broken += 1
        else:
            self.killer.answered()
            return answer
        assert self.killer.is_up.wait(PATIENCE)
        assert self.refused + self.broken < MOST_FAILURES, "The server does not come back."
        return None

    def make(self) -> "Journey":
        self.begin()
        for slug in self.slugs:
            while not self.fill_in(slug):
                pass
        while not (self.is_sent() and self.refused + self.broken):
            pass
        return self

    def begin(self) -> None:
        """Press the button that starts, until the server says where the first step is."""
        sent, begun = {"csrfmiddlewaretoken": CSRF, "formulier": StampedForm().stamp}, None
        while begun is None:
            begun = self.press(START, sent, Cookie=f"csrftoken={CSRF}", Origin=self.site.url)
        assert begun.status == 302, begun.text
        self.address = urlsplit(begun.headers["Location"]).path.removesuffix("initiatief/")

    @property
    def token(self) -> str:
        return self.address.rstrip("/").rpartition("/")[2]

    def fill_in(self, slug: str) -> bool:
        """Open a step, type, and leave it; say whether the server lived to tell."""
        address = f"{self.address}{slug}/"
        sent = self.stored(slug)
        assert shape(sent) in (self.acknowledged[slug], self.on_its_way[slug]), (slug, sent)
        self.acknowledged[slug] = shape(sent)
        turns = self.chance.randint(0, MOST_TURNS)
        for turn in range(1, turns + 1):
            sent |= {**self.say(slug), "beurt": str(turn)}
            kept = self.store(slug, f"{address}bewaar/", sent)
            if kept is None:
                return False
            assert kept.json()["stand"] == "bewaard"
        sent |= {**self.say(slug), "beurt": str(turns + 1), "actie": "verder"}
        left = self.store(slug, address, sent)
        assert left is None or left.status == 302, left.text
        return left is not None

    def stored(self, slug: str) -> dict[str, Any]:
        try:
            return untouched(personal_links.applications_of(self.token).get(), slug)
        finally:
            connections.close_all()  # those of this thread

    def say(self, slug: str) -> dict[str, Any]:
        """Return the answers to a step, said otherwise each time."""
        if slug in FREE:
            words = f"Reis {self.number} zegt {self.chance.random()}. {LONG * 2}"
            self.typed[FREE[slug]] = words[: 80 if slug == "gegevens" else 400].strip()
        else:
            self.typed["organisaties"][0]["rol"] = f"Reis {self.chance.random()}"
        return as_sent(BY_SLUG[slug], self.typed)

    def store(self, slug: str, address: str, sent: dict[str, Any]) -> Answer | None:
        self.on_its_way[slug] = shape(sent)
        answer = self.press(address, sent)
        if answer is not None:
            assert answer.status in (200, 302), answer.text
            self.acknowledged[slug] = self.on_its_way[slug]
        return answer

    def is_sent(self) -> bool:
        """Press the last button; say whether that led somewhere, which must stay the same.

        To the receipt, or to what is still missing.
        """
        answer = self.press(f"/koploper-worden/verder/{self.token}/versturen/", {})
        if answer is None:
            return False
        assert answer.status == 302, answer.text
        assert self.receipt in ("", answer.headers["Location"])
        self.receipt = answer.headers["Location"]
        return True


def made_at_once(site: ServedSite, chance: random.Random, first: int) -> list[Journey]:
    """Return some journeys that were made at the same time, while the server was killed once."""
    killer = Killer(site, chance.randrange(REQUESTS), chance.uniform(0, 0.03))
    journeys = [
        Journey(killer, number, chance.randrange(10**9)) for number in range(first, first + AT_ONCE)
    ]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        made = threads.map(Journey.make, journeys)
        # Here, and not in a thread: the server ends with the thread that started it.
        killer.wait_and_kill()
        return list(made)


def test_what_was_acknowledged_survives_a_server_that_is_killed_in_each_of_50_journeys(site):
    seed = int(os.environ.get("SEED", random.randrange(10**6)))  # noqa: S311 - any moments will do
    print(f"SEED={seed}")  # noqa: T201 - with it the same moments can be tried again
    chance = random.Random(seed)  # noqa: S311
    journeys: list[Journey] = []
    for number in range(ROUNDS):
        made = made_at_once(site, chance, number * AT_ONCE + 1)
        assert sum(journey.broken for journey in made), "This kill broke nothing off."
        journeys += made

    assert len(journeys) == ROUNDS * AT_ONCE == 50
    assert all(journey.refused + journey.broken for journey in journeys)
    for journey in journeys:
        application = personal_links.applications_of(journey.token).get()
        typed = {key: journey.typed[key] for slug in journey.slugs for key in BY_SLUG[slug].keys}
        if journey.is_thorough:
            assert application.answers == form_data.understood(typed), journey.number
            assert application.name == f"Reis {journey.number}"
        else:
            stored = {key: application.answers.get(key) for key in typed}
            assert stored == typed, journey.number
    assert Application.objects.count() == 50
    sent = Application.objects.exclude(reference="").values_list("reference", flat=True)
    assert sorted(int(one.rpartition("-")[2]) for one in sent) == list(range(1, 11))
    assert Version.objects.count() == 10
    assert OutgoingMail.objects.filter(kind="M4").count() == 10
