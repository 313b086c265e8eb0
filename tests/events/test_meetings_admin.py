"""The list of meetings that staff see."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from initiatives.events.models import Cancellation
from tests.factories import EventPageFactory, RegistrationFactory
from tests.html import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editor")]
LIST = "/beheer/bijeenkomsten/"


def rows(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    found = parse(answer).select("table.listing tbody tr")
    return [" ".join(row.get_text(" ").split()) for row in found]


def names(client: Client, query: str = "") -> set[str]:
    shown = rows(client, query)
    return {name for name in ("Morgen", "Gisteren", "Concept") if any(name in r for r in shown)}


@pytest.fixture
def meetings() -> None:
    now = timezone.now()
    tomorrow = EventPageFactory(
        title="Morgen", starts_at=now + timedelta(days=1), capacity=8, region="west"
    )
    RegistrationFactory(event=tomorrow)
    RegistrationFactory(event=tomorrow, state="afgemeld")
    EventPageFactory(title="Gisteren", starts_at=now - timedelta(days=1), kind="webinar")
    EventPageFactory(title="Concept", live=False, register_by="niet")


@pytest.mark.usefixtures("meetings")
def test_each_row_says_when_where_and_how_full(client: Client) -> None:
    tomorrow = next(row for row in rows(client) if "Morgen" in row)
    assert "regio West" in tomorrow
    assert "1 van 8" in tomorrow


@pytest.mark.usefixtures("meetings")
def test_the_filters_narrow_the_list(client: Client) -> None:
    for query, expected in (
        ("", {"Morgen", "Gisteren", "Concept"}),
        ("when=komt", {"Morgen", "Concept"}),
        ("when=geweest", {"Gisteren"}),
        ("kind=webinar", {"Gisteren"}),
        ("region=west", {"Morgen"}),
        ("state=concept", {"Concept"}),
        ("state=online&when=komt", {"Morgen"}),
        ("when=onzin", {"Morgen", "Gisteren", "Concept"}),
    ):
        assert names(client, query) == expected, query


def test_the_list_opens_with_what_is_coming_soonest_first(client: Client) -> None:
    for days in (-20, 30, -1, 2):
        EventPageFactory(title=f"Over {days}", starts_at=timezone.now() + timedelta(days=days))
    shown = [
        next(word for word in row.split() if word.lstrip("-").isdigit()) for row in rows(client)
    ]
    assert shown == ["2", "30", "-1", "-20"]
    assert "Over 30" in rows(client, "ordering=-starts_at")[0]


def test_a_meeting_is_told_from_another_by_its_day(client: Client) -> None:
    event = EventPageFactory(title="Regio West", starts_at=datetime(2031, 6, 12, 11, tzinfo=UTC))
    day = "Regio West (12 juni 2031)"
    chooser = "/beheer/choose-page/?page_type=events.eventpage"
    for address in (LIST, f"/beheer/pages/{event.get_parent().pk}/", chooser):
        assert day in client.get(address).text, address


@pytest.mark.usefixtures("wagtail_indexes")
def test_a_meeting_is_found_with_its_day(client: Client) -> None:
    EventPageFactory(title="Regio West", starts_at=datetime(2031, 6, 12, 11, tzinfo=UTC)).save()
    assert "Regio West (12 juni 2031)" in client.get("/beheer/pages/search/?q=west").text


def test_a_cancelled_meeting_is_marked(client: Client) -> None:
    Cancellation.objects.create(event=EventPageFactory(title="Morgen"))
    assert "Afgelast" in rows(client)[0]


def test_twelve_meetings_take_as_many_queries_as_three(
    client: Client, django_assert_max_num_queries
) -> None:
    used = []
    for number in (3, 9):
        for _ in range(number):
            RegistrationFactory(event=EventPageFactory(capacity=5))
        client.get(LIST)
        with django_assert_max_num_queries(60) as queries:
            shown = rows(client)
        used.append((len(shown), len(queries)))
    assert used == [(3, used[0][1]), (12, used[0][1])]
