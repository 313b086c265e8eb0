"""Say whether the time of an answer tells if an address is known: AUC over pairs, door by door.

    PYTHONPATH=.:site python scripts/timing.py [PAIRS]

Makes a database of its own with the demo content, serves it as production does, and asks at each
door for a known and an unknown address in turn. An AUC of 0.5 tells nothing, one of 1.0 everything;
above 0.6 it fails. By hand only: it needs a machine that does nothing else.
"""

import os
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import dj_database_url
import django

django.setup()

from django.contrib.auth import get_user_model
from django.db import connection

from core.models.limits import RecentUse
from facilitators.models import Profile
from initiatives.applications.models import Application
from initiatives.applications.models.states import BEFORE_SUBMISSION, State
from initiatives.events.models import EventPage, Registration
from scripts.visiting import Visitor
from tests.databases import Databases, demo, url_of
from tests.servers import served

MOST = 0.6
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')


@dataclass(frozen=True)
class Door:
    """An address that takes an e-mail address, with the rest of its form and a known address."""

    name: str
    path: str
    known: str
    rest: dict[str, str]


def doors() -> Iterator[Door]:
    sent = Application.objects.exclude(state__in=BEFORE_SUBMISSION).exclude(email="")
    draft = Application.objects.filter(state=State.DRAFT).exclude(email="")
    profile = Profile.objects.filter(state=Profile.State.PUBLISHED).exclude(email="")
    user = get_user_model().objects.filter(is_active=True).exclude(email="")
    yield Door("link of a facilitator", "/facilitator/link/", profile.first().email, {})
    yield Door("link of an application", "/mijn-aanmelding/link/", sent.first().email, {})
    yield Door("link of a draft", "/koploper-worden/link/", draft.first().email, {})
    yield Door("forgotten password", "/beheer/password_reset/", user.first().email, {})
    event = EventPage.objects.coming().filter(capacity=None, register_by="hier").first()
    if event:
        person = {"voornaam": "Anna", "achternaam": "Proef", "organisatie": "Zorg", "rol": "zorg"}
        yield Door("registration", f"{event.url}aanmelden/", known_at(event), person)


def known_at(event: EventPage) -> str:
    registration, _ = Registration.objects.get_or_create(
        event=event,
        email="anna@voorbeeld.example",
        defaults={
            "first_name": "Anna",
            "last_name": "Proef",
            "organisation": "Zorg",
            "role": Registration.Role.CARE,
            "state": Registration.State.CONFIRMED,
        },
    )
    return registration.email


def seconds(client: Visitor, door: Door, email: str) -> float:
    """Return how long the answer takes; the form is opened anew, as its stamp asks."""
    RecentUse.objects.all().delete()
    page = client.ask(door.path)
    hidden = dict(HIDDEN.findall(page.text))
    began = time.perf_counter()
    answer = client.ask(door.path, {**hidden, **door.rest, "email": email})
    took = time.perf_counter() - began
    if answer.status != 302:
        raise SystemExit(f"{door.name}: {answer.status} for {email}")
    return took


def auc(known: list[float], unknown: list[float]) -> float:
    """Return how often a known address takes longer than an unknown one, or the other way round."""
    above = sum((a > b) + 0.5 * (a == b) for a in known for b in unknown)
    share = above / (len(known) * len(unknown))
    return max(share, 1 - share)


def measure(client: Visitor, door: Door, pairs: int) -> float:
    known, unknown = [], []
    for nth in range(pairs + 5):  # the first few warm up
        strange = f"niemand-{nth}@voorbeeld.example"
        both: list[tuple[list[float], str]] = [(known, door.known), (unknown, strange)]
        random.shuffle(both)
        for times, email in both:
            times.append(seconds(client, door, email))
    return auc(known[5:], unknown[5:])


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    databases = Databases()
    with served(databases, demo(), WITHOUT_TLS="1") as site:
        connection.settings_dict.update(dj_database_url.parse(url_of(site.database)))
        found = {door.name: measure(Visitor(site.url), door, pairs) for door in doors()}
        connection.close()
    for name, value in found.items():
        sys.stdout.write(f"{name:24} AUC {value:.2f}{'  tells' if value > MOST else ''}\n")
    sys.exit(max(found.values()) > MOST)


if __name__ == "__main__":
    main()
