"""Who locks several rows locks them in one order, or two people wait for each other for ever."""

import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from facilitators import anonymise, profile_updates
from facilitators.models import Profile
from initiatives.applications.models.states import State
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.engine import apply
from initiatives.events import places
from initiatives.events.models import CalendarEntry, EventPage, Registration
from initiatives.events.retention import forget
from tests.applications.cases import adviser, application
from tests.facilitators.keeping_profiles import EMAIL, made
from tests.factories import EventPageFactory, InitiativePageFactory, RegistrationFactory
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("committing_db")

PATIENCE = 30  # seconds
Crossing = tuple[Model, Model, Callable[[], Any]]


def a_profile_that_is_forgotten() -> Crossing:
    profile = made(live=False, profile__state="afgewezen", profile__decided_at="2018-01-01T12:00Z")
    return Page.objects.get(pk=profile.page_id), profile, anonymise.forget


def a_link_for_two_profiles_of_one_address() -> Crossing:
    first, second = made(profile__email=EMAIL), made(profile__email=EMAIL)

    @transaction.atomic  # as the view does
    def ask() -> None:
        profile_updates.send_link(EMAIL)

    return first, second, ask


def a_meeting_that_is_published() -> Crossing:
    event = EventPageFactory()

    def publish() -> None:
        page_published.send(EventPage, instance=event)

    return event, CalendarEntry.objects.get(event=event), publish


def a_meeting_that_is_forgotten() -> Crossing:
    then = timezone.now() - timedelta(days=90)
    somebody: Any = RegistrationFactory(
        event=EventPageFactory(starts_at=then), needs="Een rolstoelplek"
    )
    return EventPage.objects.get(pk=somebody.event_id), somebody, forget


def a_place_that_nobody_confirmed() -> Crossing:
    late: Any = RegistrationFactory(state=Registration.State.REGISTERED, expires_at=timezone.now())
    return EventPage.objects.get(pk=late.event_id), late, places.lapse_overdue


def a_koploper_that_moves_to_an_earlier_meeting() -> Crossing:
    first, second = (EventPageFactory(kind=EventPage.Kind.FRONT_RUNNERS) for _ in range(2))
    page = InitiativePageFactory(live=False)
    koploper = application(State.ADMITTED, page=page, introduction=second)
    anna = adviser()

    def move() -> None:
        apply(koploper, Action.PLAN_INTRODUCTION, anna, meeting=first)

    return first, second, move


CROSSINGS = (
    a_profile_that_is_forgotten,
    a_link_for_two_profiles_of_one_address,
    a_meeting_that_is_published,
    a_meeting_that_is_forgotten,
    a_place_that_nobody_confirmed,
    a_koploper_that_moves_to_an_earlier_meeting,
)


def lock(row: Model) -> None:
    type(row)._default_manager.order_by().select_for_update(of=("self",)).get(pk=row.pk)


def somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] > 0


def cross(first: Model, second: Model, action: Callable[[], Any]) -> None:
    """Do this while somebody has locked the first row, who then locks the second one too."""
    has_first, is_done = Event(), Event()

    def somebody_else() -> None:
        with transaction.atomic():
            lock(first)
            has_first.set()
            until = time.monotonic() + PATIENCE
            while not somebody_waits_for_us():
                assert not is_done.is_set(), "the action does not lock the first row"
                assert time.monotonic() < until
                time.sleep(0.01)
            lock(second)

    def do() -> None:
        assert has_first.wait(PATIENCE)
        try:
            assert not action(), "the log says what failed"
        finally:
            is_done.set()

    at_once(somebody_else, do)


def test_nobody_waits_for_somebody_who_waits_for_them():
    for make in CROSSINGS:
        cross(*make())
    assert Profile.objects.filter(email="").count() == 1
