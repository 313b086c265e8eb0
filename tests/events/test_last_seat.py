"""People who do things at the same instant, with real threads and real transactions."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import generation
from core.models.mail import OutgoingMail
from initiatives.events import announcements, places, services
from initiatives.events.models import Registration
from tests.events.registering import State, attendee, signed_up, state_of
from tests.events.test_registration_pages import send
from tests.factories import EventPageFactory, RegistrationFactory, UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("committing_db")


def registering(event, email: str) -> Callable[[], object]:
    return lambda: services.register(event, attendee(email))


def states(event) -> list[str]:
    """Return the states of all who registered, in order of arrival."""
    return list(event.registrations.order_by("created_at", "pk").values_list("state", flat=True))


def held(event) -> int:
    return event.registrations.holding_a_place().count()


def test_two_people_who_want_the_last_seat_get_one_seat_and_one_place_on_the_waiting_list():
    for nth in range(20):
        event = EventPageFactory(capacity=1)
        names = (f"anna-{nth}", f"bert-{nth}")
        at_once(*(registering(event, f"{name}@voorbeeld.example") for name in names))
        assert sorted(states(event)) == [State.REGISTERED, State.WAITING]


def test_two_people_who_want_the_last_seat_without_a_waiting_list_get_one_seat():
    event = EventPageFactory(capacity=1, has_waiting_list=False)
    refused = []

    def try_to_register(email: str) -> None:
        try:
            services.register(event, attendee(email))
        except services.RegistrationRefused as error:
            refused.append(error.registration_status)

    names = ("anna", "bert", "cor")
    at_once(*(lambda n=name: try_to_register(f"{n}@voorbeeld.example") for name in names))
    assert states(event) == [State.REGISTERED]
    assert refused == ["full", "full"]


def test_twenty_people_who_want_five_seats_get_five_seats():
    event = EventPageFactory(capacity=5)
    at_once(*(registering(event, f"{number}@voorbeeld.example") for number in range(20)))
    assert sorted(states(event)) == [State.REGISTERED] * 5 + [State.WAITING] * 15
    assert OutgoingMail.objects.count() == 20
    # Nobody who came later got a seat before somebody who waits.
    seats = event.registrations.filter(state=State.REGISTERED)
    waiting = event.registrations.filter(state=State.WAITING)
    assert max(seats.values_list("pk", flat=True)) < min(waiting.values_list("pk", flat=True))


def test_the_same_address_twice_at_once_registers_once():
    for nth in range(10):
        event = EventPageFactory(capacity=10)
        at_once(
            registering(event, f"anna-{nth}@voorbeeld.example"),
            registering(event, f"ANNA-{nth}@voorbeeld.example"),
        )
        assert states(event) == [State.REGISTERED]


def test_who_signs_off_while_another_registers_leaves_the_seat_to_who_waits():
    for _ in range(10):
        event = EventPageFactory(capacity=1)
        anna = RegistrationFactory(event=event)
        bert = signed_up(event, f"bert-{event.pk}@voorbeeld.example")
        new = f"cor-{event.pk}@voorbeeld.example"
        at_once(lambda one=anna: services.cancel(one), registering(event, new))
        assert state_of(bert) == State.OFFERED
        assert event.registrations.get(email=new).state == State.WAITING
        assert held(event) == 1


def test_two_workers_that_pass_an_offer_on_at_once_pass_it_on_once():
    for _ in range(10):
        event = EventPageFactory(capacity=1)
        RegistrationFactory(
            event=event, state=State.OFFERED, expires_at=timezone.now() - timedelta(seconds=1)
        )
        for _ in range(2):
            RegistrationFactory(event=event, state=State.WAITING)
        at_once(places.lapse_overdue, places.lapse_overdue, places.lapse_overdue)
        assert states(event) == [State.LAPSED, State.OFFERED, State.WAITING]
        assert OutgoingMail.objects.filter(subject__startswith="Er is een plek vrij").count() == 1
        OutgoingMail.objects.all().delete()


def test_who_confirms_twice_at_once_confirms_once():
    anna = signed_up(EventPageFactory())
    at_once(lambda: services.confirm(anna), lambda: services.confirm(anna))
    assert state_of(anna) == State.CONFIRMED
    assert OutgoingMail.objects.filter(kind="M17").count() == 1


def test_who_confirms_and_signs_off_at_once_ends_in_one_of_both():
    for number in range(10):
        event = EventPageFactory(capacity=1)
        anna = signed_up(event, f"anna-{number}@voorbeeld.example")
        bert = signed_up(event, f"bert-{number}@voorbeeld.example")

        def answer(one: Registration) -> None:
            with suppress(services.AnswerRefused):
                services.confirm(one)

        at_once(lambda one=anna: answer(one), lambda one=anna: services.cancel(one))
        assert state_of(anna) == State.CANCELLED
        assert state_of(bert) == State.OFFERED


def test_taking_one_of_the_last_seats_takes_eighteen_queries_and_gives_up_kept_pages():
    event = EventPageFactory(capacity=5)
    client = Client(REMOTE_ADDR="192.0.2.1")  # a network that is counted
    client.get(event.register_url)
    send(client, event, email="eerste@voorbeeld.example")
    client.get(event.register_url)
    with CaptureQueriesContext(connection) as asked:
        assert send(client, event).status_code == 302
    statements = [query["sql"] for query in asked]
    assert len(statements) <= 18, "\n".join(statements)
    assert sum(statement.startswith("UPDATE core_generation") for statement in statements) == 1


def test_calling_a_meeting_off_renews_the_pages_that_are_kept():
    event = EventPageFactory()
    before = generation.read()
    announcements.cancel_meeting(event, "", UserFactory())
    assert generation.read() == before + 1
