"""Whoever types an address learns nothing of it: not by the answer, nor by how long it takes."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from core.models import OutgoingMail
from facilitators import profile_states
from facilitators.models import FacilitatorPage
from initiatives.applications.models.states import State
from initiatives.events.services import Attendee, RegistrationRefused, register
from tests.applications.cases import application
from tests.events.registering import attendee, signed_up
from tests.facilitators import keeping_profiles
from tests.factories import EventPageFactory, UserFactory, facilitator_index
from tests.working import do_all_tasks

pytestmark = pytest.mark.django_db
NOBODY = "niemand@voorbeeld.example"
# For each door: its address, and what makes an address that it knows.
DOORS: dict[str, Callable[[], Any]] = {
    "facilitator-link": lambda: keeping_profiles.made().email,
    "application-link": lambda: application(State.SUBMITTED).email,
    "koploper-link": lambda: application(State.DRAFT).email,
    "password-reset": lambda: UserFactory().email,
}


def statements(act: Callable[[], Any]) -> list[str]:
    """Return the first words of all that is asked of the database."""
    with CaptureQueriesContext(connection) as asked:
        act()
    found = [query["sql"].split(" SET ")[0][:60] for query in asked.captured_queries]
    return [one.partition("SAVEPOINT")[0] or "SAVEPOINT" for one in found]


@pytest.mark.parametrize("name", DOORS)
def test_the_request_does_the_same_for_an_address_that_nobody_knows(name: str) -> None:
    known = DOORS[name]()
    before = OutgoingMail.objects.count()
    address = reverse(name)
    Client().post(address, {"email": "eerst@voorbeeld.example"})  # what is read once

    def asked(email: str) -> list[str]:
        return statements(lambda: Client().post(address, {"email": email}))

    assert asked(known) == asked(NOBODY)
    assert OutgoingMail.objects.count() == before
    do_all_tasks()
    assert OutgoingMail.objects.count() == before + 1
    assert not DBTaskResult.objects.filter(args_kwargs__icontains="@").exists()


def test_a_registration_stores_as_much_for_an_address_that_is_known() -> None:
    event = EventPageFactory(capacity=100)
    signed_up(event)
    register(event, attendee(first_name="Iemand"))  # what is read once

    def stored(person: Attendee) -> list[str]:
        asked = statements(lambda: register(event, person))
        # What is filled in again is a row of as many answers as a registration.
        written = [one.replace("events_newdetails", "events_registration") for one in asked]
        found = (one for one in written if one.startswith(("INSERT", "UPDATE")))
        return sorted(one.split("(")[0] for one in found)

    same, other = attendee(), attendee(first_name="Nog iemand", needs="Een tolk")
    assert stored(same) == stored(other) == stored(attendee(NOBODY))
    assert event.registrations.count() == 2


def test_a_registration_that_comes_too_late_stores_as_much_as_well() -> None:
    event = EventPageFactory(capacity=1, has_waiting_list=False)
    signed_up(event)

    def stored(person: Attendee) -> list[str]:
        def send() -> None:
            with pytest.raises(RegistrationRefused):
                register(event, person)

        written = [
            one.replace("events_newdetails", "events_registration")
            for one in statements(send)
            if one.startswith(("INSERT", "UPDATE"))
        ]
        # The history of a meeting in the place of that of somebody whom we know.
        tables = (one.split("(")[0].replace("pagelog", "modellog") for one in written)
        return sorted(tables)

    assert stored(attendee(needs="Een tolk")) == stored(attendee(NOBODY))


def test_an_application_to_the_pool_makes_a_page_for_an_address_that_is_known() -> None:
    pool, profile = facilitator_index(), keeping_profiles.applied()
    pages = FacilitatorPage.objects.count()

    def made(email: str) -> int:
        typed = keeping_profiles.application(email)
        asked = statements(lambda: profile_states.apply(pool, typed, uuid.uuid4()))
        return sum(one.startswith('INSERT INTO "facilitators_facilitatorpage') for one in asked)

    assert made(profile.email) == made(NOBODY) > 0
    assert FacilitatorPage.objects.count() == pages + 1
