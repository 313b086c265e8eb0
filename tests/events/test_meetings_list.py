"""The list of meetings: coming first, an archive by year, filters with counts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from core.listing import Listing
from initiatives.events.models import Cancellation, EventPage
from tests.factories import (
    BranchFactory,
    ContentPageFactory,
    EventPageFactory,
    ImageFactory,
    NewsPageFactory,
    RegistrationFactory,
    ThemeFactory,
    event_index,
)
from tests.html import attribute, one, parse, text_of
from tests.listings import assert_counts_are_what_options_give
from tests.worlds import world

pytestmark = pytest.mark.django_db

LIST = "/bijeenkomsten/"
ARCHIVE = f"{LIST}archief/"


def at(words: str) -> datetime:
    """Return a moment in Dutch time: "2019-06-12 13:30"."""
    return timezone.make_aware(datetime.fromisoformat(words))


def past(title: str, day: str, **values) -> EventPage:
    start = at(f"{day} 13:30")
    return EventPageFactory(title=title, starts_at=start, **values)


def titles(soup: BeautifulSoup) -> list[str]:
    return [link.get_text(strip=True) for link in soup.select("main .card-title a")]


def read(client: Client, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200
    return parse(answer)


def test_what_comes_soonest_stands_first_and_what_is_over_is_not_there(client: Client) -> None:
    now = timezone.now()
    EventPageFactory(title="Over een jaar", starts_at=now + timedelta(days=365))
    EventPageFactory(title="Morgen", starts_at=now + timedelta(days=1))
    EventPageFactory(title="Nu bezig", starts_at=now - timedelta(hours=1))
    EventPageFactory(title="Gisteren", starts_at=now - timedelta(days=1))
    EventPageFactory(title="Concept", live=False)
    page = read(client, LIST)
    assert titles(page) == ["Nu bezig", "Morgen", "Over een jaar"]
    assert text_of(page, "#resultaat") == "3 bijeenkomsten"


def test_the_archive_has_the_last_meeting_first_and_a_page_for_each_year(client: Client) -> None:
    event_index()
    past("Eerste", "2018-12-03")
    past("Tweede", "2019-02-07")
    past("Derde", "2019-06-12")
    archive = read(client, ARCHIVE)
    assert titles(archive) == ["Derde", "Tweede", "Eerste"]
    years = [" ".join(a.get_text(" ").split()) for a in archive.select(".years li a")]
    assert years == ["2019 2 bijeenkomsten", "2018 1 bijeenkomst"]
    year = read(client, f"{ARCHIVE}2019/")
    assert titles(year) == ["Derde", "Tweede"]
    assert text_of(year, "h1") == "Bijeenkomsten in 2019"
    assert attribute(year, ".years [aria-current]", "href") == f"{ARCHIVE}2019/"
    crumbs = [crumb.get_text(strip=True) for crumb in year.select(".crumbs li")]
    assert crumbs == ["Home", "Bijeenkomsten", "Archief", "2019"]
    assert one(year, "title").get_text().startswith("Bijeenkomsten in 2019 – ")
    assert attribute(year, "link[rel=canonical]", "href").endswith(f"{ARCHIVE}2019/")


def test_a_meeting_on_new_years_eve_belongs_to_the_dutch_year(client: Client) -> None:
    EventPageFactory(
        title="Oud en nieuw",
        starts_at=at("2019-12-31 23:30"),
        ends_at=at("2020-01-01 00:30"),
    )
    assert titles(read(client, f"{ARCHIVE}2019/")) == ["Oud en nieuw"]
    assert client.get(f"{ARCHIVE}2020/").status_code == 404


def test_a_year_without_meetings_is_not_there(client: Client) -> None:
    past("Eerste", "2018-12-03")
    for year in ("2017", "0", "1", "9999", "99999", "123456789012345", "nu", "-1"):
        assert client.get(f"{ARCHIVE}{year}/").status_code == 404


def test_without_coming_meetings_the_list_shows_the_way_to_the_archive(client: Client) -> None:
    past("Eerste", "2018-12-03")
    page = read(client, LIST)
    assert "Er staan nu geen bijeenkomsten op de agenda" in text_of(page, ".empty")
    assert one(page, ".empty a")["href"] == ARCHIVE
    assert not page.select("form[data-filter]")


def test_without_any_meeting_the_list_and_the_archive_say_so(client: Client) -> None:
    event_index()
    assert "geen bijeenkomsten op de agenda" in text_of(read(client, LIST), ".empty")
    assert "Hier staan nog geen bijeenkomsten" in text_of(read(client, ARCHIVE), ".empty")


@pytest.fixture(scope="class")
def meetings(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Meetings of every kind of combination, coming and past."""
    with world(django_db_blocker):
        _make_meetings()
        yield


def _make_meetings() -> None:
    less, learn = ThemeFactory(name="Minder regeldruk"), ThemeFactory(name="Leren")
    home_care, youth = BranchFactory(name="Thuiszorg"), BranchFactory(name="Jeugdzorg")
    EventPageFactory(title="A", region="midden", themes=[less], branches=[home_care])
    EventPageFactory(title="B", region="west", kind="webinar", themes=[learn], branches=[youth])
    EventPageFactory(title="C", region="landelijk", kind="webinar", branches=[home_care])
    EventPageFactory(title="D", region="midden", themes=[less])
    past("P", "2019-06-12", region="midden", kind="werkbezoek", themes=[less, learn])
    past("Q", "2018-06-12", region="zuid", branches=[youth])


FILTERS = {
    "": {"A", "B", "C", "D"},
    "soort=webinar": {"B", "C"},
    "regio=midden&regio=west": {"A", "B", "D"},
    "regio=midden&thema=minder-regeldruk&branche=thuiszorg": {"A", "D"},
    "soort=webinar&regio=midden": set(),
}


HEADINGS = {
    "soort=webinar": "2 bijeenkomsten (Webinar)",
    "regio=midden&thema=minder-regeldruk&branche=thuiszorg": (
        "2 bijeenkomsten over Minder regeldruk voor Thuiszorg in regio Midden"
    ),
    "regio=landelijk": "1 bijeenkomst, landelijk",
    "regio=landelijk&regio=west": "2 bijeenkomsten in regio West of landelijk",
    "soort=webinar&regio=midden": "Geen bijeenkomsten (Webinar) in regio Midden",
}


@pytest.mark.usefixtures("meetings")
class TestFilters:
    def test_kind_region_theme_and_branch_narrow_the_list(self, client: Client) -> None:
        everything: Listing = client.get(LIST).context["listing"]
        for query, expected in FILTERS.items():
            found = replace(everything, query=QueryDict(query))
            assert {card.title for card in found.cards} == expected, query
        assert set(titles(read(client, f"{LIST}?soort=webinar"))) == {"B", "C"}

    @pytest.mark.parametrize("path", [LIST, ARCHIVE, f"{ARCHIVE}2019/"])
    def test_every_count_tells_what_its_option_would_give(self, client: Client, path: str) -> None:
        everything: Listing = client.get(path).context["listing"]
        for query in ("", "soort=webinar", "regio=midden&thema=leren"):
            found = replace(everything, query=QueryDict(query))
            assert any(group.options for group in found.groups)
            assert_counts_are_what_options_give(found)

    def test_the_years_count_what_the_filter_leaves_and_keep_it(self, client: Client) -> None:
        page = read(client, f"{LIST}?regio=midden")
        links = page.select(".years li a")
        assert [link["href"] for link in links] == [f"{ARCHIVE}2019/?regio=midden"]
        assert titles(read(client, str(links[0]["href"]))) == ["P"]

    def test_the_heading_says_in_words_what_was_chosen(self, client: Client) -> None:
        for query, words in HEADINGS.items():
            assert text_of(read(client, f"{LIST}?{query}"), "#resultaat") == words

    def test_the_filter_speaks_of_meetings(self, client: Client) -> None:
        page = read(client, LIST)
        assert attribute(page, "form[data-filter]", "aria-label") == "Filter de bijeenkomsten"
        assert text_of(page, ".filter-summary") == "Filter op soort, regio, thema en branche"
        assert text_of(page, ".filter-submit") == "Toon bijeenkomsten"
        assert attribute(page, "[data-results]", "data-button") == "Toon 4 bijeenkomsten"
        nothing = read(client, f"{LIST}?soort=webinar&regio=midden")
        assert text_of(nothing, ".empty") == (
            "Geen bijeenkomsten gevonden. Kies minder filters of bekijk alle bijeenkomsten ."
        )

    def test_a_calendar_can_follow_the_list_or_this_selection(self, client: Client) -> None:
        assert attribute(read(client, LIST), ".subscribe a", "href") == "/agenda/bijeenkomsten.ics"
        selection = read(client, f"{LIST}?regio=west")
        assert text_of(selection, ".subscribe a") == "Zet deze selectie in je agenda"
        address = attribute(selection, ".subscribe a", "href")
        assert address == "/agenda/bijeenkomsten.ics?regio=west"
        assert "SUMMARY:B" in client.get(address).text
        assert "SUMMARY:A" not in client.get(address).text

    def test_only_a_combination_is_kept_from_search_engines(self, client: Client) -> None:
        assert not read(client, f"{LIST}?regio=west").select("meta[name=robots]")
        assert read(client, f"{LIST}?regio=west&soort=webinar").select("meta[name=robots]")


def test_the_list_takes_as_many_queries_for_twelve_cards_as_for_three(
    client: Client, django_assert_max_num_queries: Callable
) -> None:
    """All four facets chosen, pictures, seats and an archive; what is kept has been read."""
    values = {
        "themes": [ThemeFactory(name="Leren")],
        "branches": [BranchFactory(name="Thuiszorg")],
        "listing_image": ImageFactory(),
        "listing_image_alt": "Een kleur",
        "capacity": 5,
    }
    query = "soort=koploperbijeenkomst&regio=midden&thema=leren&branche=thuiszorg"
    past("Eerste", "2018-12-03", **values)
    used = []
    for number in (3, 9):
        for _ in range(number):
            RegistrationFactory(event=EventPageFactory(**values))
        client.get(LIST)
        with django_assert_max_num_queries(10) as queries:
            answer = client.get(f"{LIST}?{query}")
        used.append((len(answer.context["listing"].cards), len(queries)))
    assert used == [(3, used[0][1]), (12, used[0][1])]


def test_a_row_of_meetings_has_what_comes_soonest_and_nothing_that_is_off(client: Client) -> None:
    now = timezone.now()
    for title, days in (("Later", 30), ("Eerst", 3), ("Gisteren", -1), ("Gaat niet door", 2)):
        event = EventPageFactory(title=title, starts_at=now + timedelta(days=days))
        if title == "Gaat niet door":
            Cancellation.objects.create(event=event)
    row = {"heading": "Komende bijeenkomsten", "kind": "events.eventpage", "number": 3}
    page = ContentPageFactory(body=[("page_list", row)])
    found = read(client, page.get_url())
    assert titles(found) == ["Eerst", "Later"]
    assert len(found.select(".card .tile")) == 2


def test_in_a_mixed_row_a_meeting_is_a_card_like_the_others(client: Client) -> None:
    theme = ThemeFactory(name="Leren")
    EventPageFactory(title="Een bijeenkomst", themes=[theme])
    NewsPageFactory(title="Een bericht", themes=[theme])
    row = {"heading": "Over leren", "kind": "", "theme": theme.slug, "number": 3}
    page = ContentPageFactory(body=[("page_list", row)])
    assert set(titles(read(client, page.get_url()))) == {"Een bijeenkomst", "Een bericht"}


CARDS: dict[str, tuple[dict[str, Any], str]] = {
    "room": ({}, ""),
    "few places": ({"capacity": 3}, "Nog 3 plaatsen"),
    "full": ({"capacity": 0}, "Vol, wachtlijst open"),
    "full, no waiting list": ({"capacity": 0, "has_waiting_list": False}, "Vol"),
    "closed": (
        {"starts_at": timezone.now() + timedelta(hours=1)},
        "Je kunt je niet meer aanmelden",
    ),
    "begun": ({"starts_at": timezone.now() - timedelta(hours=1)}, "Nu bezig"),
}


def test_a_card_says_whether_there_is_room(client: Client) -> None:
    for name, (values, _) in CARDS.items():
        EventPageFactory(title=name, **values)
    cards = read(client, LIST).select(".card")
    assert all(len(card.select("a")) == 1 for card in cards)
    assert {
        text_of(card, ".card-title"): " ".join(badge.get_text() for badge in card.select(".badge"))
        for card in cards
    } == {name: words for name, (_, words) in CARDS.items()}


def test_a_card_says_day_time_region_and_place(client: Client) -> None:
    start = at("2030-06-12 09:30")
    EventPageFactory(starts_at=start, ends_at=at("2030-06-12 17:00"), venue="De Werkplaats")
    page = read(client, LIST)
    assert text_of(page, ".card .tile").startswith("woensdag 12 juni 2030")
    assert text_of(page, ".card-facts") == "9.30 tot 17.00 uur, regio Midden De Werkplaats"


def test_a_cancelled_meeting_stays_in_the_list_and_says_so(client: Client) -> None:
    Cancellation.objects.create(event=EventPageFactory())
    assert text_of(read(client, LIST), ".card .badge") == "Afgelast"
