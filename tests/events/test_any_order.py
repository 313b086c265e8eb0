"""Whatever people, the clock and editors do in whatever order: what must always be true."""

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.models.mail import OutgoingMail
from initiatives.events import places, services
from initiatives.events.models import EventPage, Registration
from initiatives.events.services import AnswerRefused, RegistrationRefused
from tests.events.registering import State, attendee
from tests.factories import EventPageFactory

pytestmark = pytest.mark.django_db

STEPS = 50


class Meeting:
    """A meeting and what happened to it, with the rules that must hold after every step."""

    def __init__(self, chance: random.Random, clock: Any) -> None:
        self.chance = chance
        self.clock = clock
        self.event = EventPageFactory(capacity=chance.randint(0, 4))
        self.newcomers = 0
        self.held_before = 0

    def step(self) -> str:
        action = self.chance.choice(
            [self.newcomer] * 4
            + [self.somebody_again, self.time_passes, self.time_passes, self.worker]
            + [self.confirm] * 3
            + [self.cancel] * 2
            + [self.more_places, self.fewer_places]
        )
        action()
        return action.__name__

    def newcomer(self) -> None:
        self.newcomers += 1
        self.register(f"{self.newcomers}@voorbeeld.example")

    def somebody_again(self) -> None:
        if self.newcomers:
            self.register(f"{self.chance.randint(1, self.newcomers)}@VOORBEELD.example")

    def register(self, email: str) -> None:
        with suppress(RegistrationRefused):
            services.register(self.event, attendee(email))

    def time_passes(self) -> None:
        self.clock.shift(timedelta(hours=self.chance.choice([1, 7, 30, 50])))

    def worker(self) -> None:
        places.lapse_overdue()

    def anybody(self) -> Registration | None:
        return self.chance.choice([*self.event.registrations.order_by("pk"), None])

    def confirm(self) -> None:
        self.answer(services.confirm)

    def cancel(self) -> None:
        self.answer(services.cancel)

    def answer(self, service) -> None:
        registration = self.anybody()
        if registration:
            with suppress(AnswerRefused):
                service(registration)

    def more_places(self) -> None:
        self.change_capacity(1)

    def fewer_places(self) -> None:
        self.change_capacity(-1)

    def change_capacity(self, by: int) -> None:
        self.event = EventPage.objects.get(pk=self.event.pk)
        EventPage.objects.filter(pk=self.event.pk).update(
            capacity=max(0, (self.event.capacity or 0) + by)
        )
        self.event = EventPage.objects.get(pk=self.event.pk)
        places.fill_places(self.event)

    def check(self) -> None:
        rows = list(self.event.registrations.order_by("created_at", "pk"))
        held = sum(row.state in Registration.HOLDING_A_PLACE for row in rows)
        # Fewer places may leave more people than places, but nobody is added to those.
        assert held <= max(self.event.capacity, self.held_before)
        self.held_before = held
        addresses = [row.email.lower() for row in rows if row.is_active]
        assert len(addresses) == len(set(addresses))
        # Nobody waits behind somebody who got a place later from the same list.
        waiting = [row.pk for row in rows if row.state == State.WAITING]
        offered = [row.pk for row in rows if row.state == State.OFFERED]
        assert not (waiting and offered) or max(offered) < min(waiting)
        # Whatever happens to somebody is told by mail; filling in the form again may be.
        actions = ModelLogEntry.objects.filter(content_type__model="registration")
        happened = Counter(actions.values_list("object_id", flat=True))
        again = Counter(
            actions.filter(action__endswith=".again").values_list("object_id", flat=True)
        )
        keys = OutgoingMail.objects.filter(key__startswith="registration:")
        mails = Counter(key.split(":")[1] for key in keys.values_list("key", flat=True))
        for key in (str(row.pk) for row in rows):
            assert happened[key] - again[key] <= mails[key] <= happened[key]

    def check_after_the_worker(self) -> None:
        """When the worker has been, no place is free while somebody waits and nobody is late."""
        event = EventPage.objects.get(pk=self.event.pk)
        registrations = event.registrations
        assert not registrations.overdue(timezone.now()).exists()
        if event.starts_at > timezone.now():
            assert event.places_left == 0 or not registrations.waiting().exists()


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_nobody_is_overbooked_passed_over_or_left_in_the_dark(seed):
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    with time_machine.travel("2019-03-12T13:30:00+01:00", tick=False) as clock:
        meeting = Meeting(chance, clock)
        done = []
        for _ in range(STEPS):
            done.append(meeting.step())
            try:
                meeting.check()
                if done[-1] == "worker":
                    meeting.check_after_the_worker()
            except AssertionError as error:
                raise AssertionError(f"After {done}: {error}") from error
