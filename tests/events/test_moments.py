"""Meetings pass from coming to past by themselves, also for pages that are kept in memory."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core import cache_expiry
from initiatives.events.models import EventPage
from initiatives.events.signals import moments as moments_of_meetings
from tests.factories import EventPageFactory

LIST = "/bijeenkomsten/"
ARCHIVE = "/bijeenkomsten/archief/"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _pages_are_kept(settings, committing_db: None) -> None:
    settings.PAGE_CACHE = True


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-03-01T12:00+01:00", tick=False) as traveller:
        yield traveller


def kept(client: Client, path: str) -> str:
    """Return a page as a visitor gets it from memory."""
    client.get(path)
    answer = client.get(path)
    assert answer.headers["X-Page-Cache"] == "hit"
    return answer.text


# Across the change to summer time an hour is missing, across the change back one comes twice.
ENDS = {
    "on the day summer time begins": ("2026-03-29T13:30+02:00", "2026-03-29T17:00+02:00"),
    "across the hour that is missing": ("2026-03-28T23:00+01:00", "2026-03-29T04:00+02:00"),
    "on the day summer time ends": ("2026-10-25T13:30+01:00", "2026-10-25T17:00+01:00"),
    "in the hour that comes twice": ("2026-10-24T23:00+02:00", "2026-10-25T02:30+01:00"),
}


@pytest.mark.parametrize(("start", "end"), ENDS.values(), ids=ENDS)
def test_a_meeting_is_past_from_the_second_it_ends(
    client: Client, clock: time_machine.Traveller, start: str, end: str
) -> None:
    ends_at = datetime.fromisoformat(end)
    event = EventPageFactory(
        title="Nachtdienst", starts_at=datetime.fromisoformat(start), ends_at=ends_at
    )
    clock.move_to(ends_at - SECOND)
    assert "Nachtdienst" in kept(client, LIST)
    assert "Nachtdienst" not in kept(client, ARCHIVE)
    assert "is geweest" not in kept(client, event.get_url())
    clock.move_to(ends_at)
    assert "Nachtdienst" not in client.get(LIST).text
    assert "Nachtdienst" in client.get(ARCHIVE).text
    assert "is geweest" in client.get(event.get_url()).text


@pytest.mark.parametrize("closes_at", ["2026-03-29T01:59+01:00", "2026-03-29T03:00+02:00"])
def test_registration_closes_to_the_second_around_the_missing_hour(
    client: Client, clock: time_machine.Traveller, closes_at: str
) -> None:
    moment = datetime.fromisoformat(closes_at)
    event = EventPageFactory(starts_at=moment + timedelta(days=3), registration_closes_at=moment)
    clock.move_to(moment - SECOND)
    assert "Meld je aan" in kept(client, event.get_url())
    clock.move_to(moment)
    answer = client.get(event.get_url())
    assert "Je kunt je niet meer aanmelden sinds zondag 29 maart 2026" in answer.text


def test_without_a_time_of_its_own_registration_closes_at_dutch_midnight(
    client: Client, clock: time_machine.Traveller
) -> None:
    event = EventPageFactory(starts_at=datetime.fromisoformat("2026-03-31T13:30+02:00"))
    clock.move_to("2026-03-27T23:59:59+01:00")
    assert "Aanmelden kan tot en met vrijdag 27 maart 2026" in kept(client, event.get_url())
    clock.move_to("2026-03-28T00:00+01:00")
    answer = client.get(event.get_url())
    assert "Je kunt je niet meer aanmelden sinds zaterdag 28 maart 2026" in answer.text


def test_a_meeting_that_has_begun_is_going_on(
    client: Client, clock: time_machine.Traveller
) -> None:
    event = EventPageFactory(starts_at=datetime.fromisoformat("2026-03-31T13:30+02:00"))
    clock.move_to("2026-03-31T13:29:59+02:00")
    assert "nu bezig" not in kept(client, event.get_url())
    clock.move_to("2026-03-31T13:30+02:00")
    assert "nu bezig" in client.get(event.get_url()).text


def test_every_page_of_the_site_hears_of_the_next_moment(clock: time_machine.Traveller) -> None:
    event: EventPage = EventPageFactory()
    EventPageFactory(starts_at=timezone.now() + timedelta(days=2), live=False)
    EventPageFactory(starts_at=timezone.now() - timedelta(days=2))
    assert cache_expiry.next_moment() == event.closes_at
    clock.move_to(event.starts_at)
    assert cache_expiry.next_moment() == event.ends_at
    clock.move_to(event.ends_at)
    assert cache_expiry.next_moment() is None


def test_the_moments_take_one_query_however_many_meetings(
    clock: time_machine.Traveller, django_assert_num_queries
) -> None:
    for _ in range(3):
        EventPageFactory()
    with django_assert_num_queries(1):
        assert len(list(moments_of_meetings())) == 9
