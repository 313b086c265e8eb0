"""The page of one meeting: when, where, who, and what somebody who wants to come can do."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from initiatives.events.models import Cancellation, EventPage, Introduction
from tests.factories import (
    BranchFactory,
    ContactRoleFactory,
    EventPageFactory,
    ImageFactory,
    InitiativePageFactory,
    RegistrationFactory,
    ThemeFactory,
)
from tests.html import attribute, one, parse, text_of

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2019-05-20T10:00+02:00")


@pytest.fixture(autouse=True)
def _monday_20_may_2019():
    with time_machine.travel(NOW, tick=False):
        yield


def at(words: str) -> datetime:
    """Return a moment in Dutch time: "2019-06-12 13:30"."""
    return timezone.make_aware(datetime.fromisoformat(words))


def meeting(**values) -> EventPage:
    """A Koploperbijeenkomst on Wednesday 12 June 2019, 13.30 to 17.00."""
    return EventPageFactory(**{"starts_at": at("2019-06-12 13:30")} | values)


def read(client: Client, event: EventPage) -> BeautifulSoup:
    answer = client.get(event.get_url())
    assert answer.status_code == 200
    return parse(answer)


def data(page: BeautifulSoup) -> dict[str, Any]:
    found = [json.loads(script.get_text()) for script in page.select("script[type*=json]")]
    return next(each for each in found if each["@type"] == "Event")


def test_it_says_when_and_where(client: Client) -> None:
    page = read(client, meeting(venue="De Werkplaats", address="Voorbeeldstraat 1, Utrecht"))
    facts = text_of(page, ".facts")
    assert "woensdag 12 juni 2019 13.30 tot 17.00 uur" in facts
    assert "De Werkplaats Voorbeeldstraat 1, Utrecht" in facts
    assert "regio Midden" in facts
    assert text_of(page, ".article-kicker") == "Koploperbijeenkomst"
    assert attribute(page, ".facts .tile", "datetime") == "2019-06-12"


def test_a_place_that_is_not_known_yet_follows(client: Client) -> None:
    assert "Locatie volgt" in text_of(read(client, meeting()), ".facts")


def test_of_a_past_meeting_no_place_follows_any_more(client: Client) -> None:
    page = read(client, meeting(starts_at=at("2019-02-07 13:30")))
    assert "Locatie volgt" not in text_of(page, ".facts")


def test_a_meeting_can_be_in_a_place_and_online(client: Client) -> None:
    values = {"is_online": True, "venue": "De Werkplaats", "address": "Utrecht"}
    assert "De Werkplaats en online Utrecht" in text_of(read(client, meeting(**values)), ".facts")


def test_a_meeting_of_two_days_says_both(client: Client) -> None:
    page = read(client, meeting(ends_at=at("2019-06-13 16:00")))
    assert (
        "woensdag 12 juni 2019, 13.30 uur tot en met donderdag 13 juni 2019, 16.00 uur"
        in text_of(page, ".facts")
    )


def test_a_meeting_until_midnight_is_of_one_day(client: Client) -> None:
    page = read(client, meeting(ends_at=at("2019-06-13 00:00")))
    assert "woensdag 12 juni 2019 13.30 tot 0.00 uur" in text_of(page, ".facts")


def test_the_link_to_take_part_stands_there_only_if_nobody_must_register(client: Client) -> None:
    values = {"is_online": True, "online_url": "https://overleg.example/zaal-7"}
    hidden = client.get(meeting(**values).get_url())
    assert "Online" in text_of(parse(hidden), ".facts")
    assert "overleg.example" not in hidden.text
    shown = read(client, meeting(**values, register_by="niet"))
    assert attribute(shown, ".facts a[href^='https://overleg']", "href").endswith("/zaal-7")


class TestTheDoor:
    """What somebody who wants to come can do, in words and with at most one button."""

    def door(self, client: Client, event: EventPage) -> tuple[str, str]:
        """Return the words and the address of the button, if there is one."""
        page = read(client, event)
        buttons = [str(button["href"]) for button in page.select(".registration-status .button")]
        assert len(buttons) <= 1
        return text_of(page, ".registration-status"), "".join(buttons)

    def test_while_there_is_room_one_can_register(self, client: Client) -> None:
        event = meeting()
        words, button = self.door(client, event)
        assert words.startswith("Meld je aan voor 12 juni, regio Midden")
        # Whit Monday is no working day.
        assert words.endswith("Aanmelden kan tot en met vrijdag 7 juni 2019.")
        assert button == f"{event.get_url()}aanmelden/"

    @pytest.mark.parametrize(
        ("left", "words"), [(10, ""), (9, "Nog 9 plaatsen"), (1, "Nog 1 plaats")]
    )
    def test_seats_left_are_said_when_there_are_few(
        self, client: Client, left: int, words: str
    ) -> None:
        event = meeting(capacity=left + 1)
        RegistrationFactory(event=event)
        found = self.door(client, event)[0]
        assert words in found
        assert bool(words) == ("Nog" in found)

    def test_a_full_meeting_has_a_waiting_list(self, client: Client) -> None:
        event = meeting(capacity=1)
        RegistrationFactory(event=event)
        words, button = self.door(client, event)
        assert words.startswith("Vol. Er is wel een wachtlijst.")
        assert "Zet me op de wachtlijst voor 12 juni" in words
        assert button.endswith("/aanmelden/")

    def test_a_full_meeting_without_a_waiting_list_has_no_button(self, client: Client) -> None:
        event = meeting(capacity=1, has_waiting_list=False)
        RegistrationFactory(event=event)
        words, button = self.door(client, event)
        assert words.startswith("Vol.")
        assert not button

    def test_another_website_is_named_before_one_goes_there(self, client: Client) -> None:
        event = meeting(register_by="elders", external_url="https://congres.example/dag?x=1")
        words, button = self.door(client, event)
        assert "een andere website: congres.example." in words
        assert button == "https://congres.example/dag?x=1"

    def test_nobody_has_to_register_when_it_is_not_needed(self, client: Client) -> None:
        words, button = self.door(client, meeting(register_by="niet"))
        assert words.startswith("Aanmelden is niet nodig")
        assert not button

    def test_after_the_deadline_it_says_since_when(self, client: Client) -> None:
        event = meeting(registration_closes_at=at("2019-05-19 12:00"))
        words, button = self.door(client, event)
        assert words == "Je kunt je niet meer aanmelden sinds zondag 19 mei 2019 om 12.00 uur."
        assert not button

    def test_a_cancelled_meeting_says_so_large_and_clear(self, client: Client) -> None:
        event = meeting()
        Cancellation.objects.create(event=event, message="De zaal staat onder water.")
        page = read(client, event)
        assert text_of(page, ".notice") == (
            "Deze bijeenkomst gaat niet door De zaal staat onder water."
        )
        assert self.door(client, event)[1] == ""

    def test_a_past_meeting_stays_readable_without_button(self, client: Client) -> None:
        event = meeting(starts_at=at("2019-02-07 13:30"), lead="Waar het over ging.")
        page = read(client, event)
        assert "Waar het over ging." in text_of(page, "main")
        assert "is geweest" in text_of(page, ".notice")
        assert self.door(client, event) == ("", "")


def test_the_programme_is_a_list_in_order_with_times(client: Client) -> None:
    items = [
        ("item", {"time": "13:30", "title": "Inloop", "text": "Met koffie."}),
        ("item", {"time": "14:00", "title": "Start", "text": ""}),
    ]
    page = read(client, meeting(programme=items))
    found = [" ".join(item.get_text(" ").split()) for item in page.select(".programme ol > li")]
    assert found == ["13.30 uur Inloop Met koffie.", "14.00 uur Start"]


def test_only_koplopers_that_anybody_may_read_about_are_introduced(client: Client) -> None:
    event = meeting()
    for title, live in (("Tweede", True), ("Nog geheim", False), ("Eerste", True)):
        initiative = InitiativePageFactory(title=title, live=live)
        Introduction.objects.create(
            event=event, initiative=initiative, sort_order=int(title == "Tweede")
        )
    page = read(client, event)
    assert [link.get_text() for link in page.select(".introduced a")] == ["Eerste", "Tweede"]
    assert "Nog geheim" not in page.get_text()


class TestStructuredData:
    def test_it_says_what_search_engines_want_to_know(self, client: Client) -> None:
        event = meeting(venue="De Werkplaats", address="Utrecht", capacity=5)
        found = data(read(client, event))
        assert found["startDate"] == "2019-06-12T13:30+02:00"
        assert found["endDate"] == "2019-06-12T17:00+02:00"
        assert found["eventStatus"] == "https://schema.org/EventScheduled"
        assert found["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")
        assert found["location"] == {
            "@type": "Place",
            "name": "De Werkplaats",
            "address": "Utrecht",
        }
        assert found["offers"]["availability"] == "https://schema.org/InStock"
        assert found["offers"]["validThrough"] == "2019-06-08T00:00+02:00"
        assert found["organizer"]["name"] == "Actie Leer Netwerk"
        assert found["image"][0].startswith("http")

    def test_in_winter_the_offset_is_that_of_winter(self, client: Client) -> None:
        found = data(read(client, meeting(starts_at=at("2019-10-27 13:30"))))
        assert found["startDate"] == "2019-10-27T13:30+01:00"

    def test_a_cancelled_meeting_is_cancelled_and_offers_nothing(self, client: Client) -> None:
        event = meeting()
        Cancellation.objects.create(event=event)
        found = data(read(client, event))
        assert found["eventStatus"] == "https://schema.org/EventCancelled"
        assert "offers" not in found

    def test_an_online_meeting_is_somewhere_virtual_without_its_secret(
        self, client: Client
    ) -> None:
        event = meeting(is_online=True, online_url="https://overleg.example/zaal-7")
        found = data(read(client, event))
        assert found["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")
        assert found["location"]["@type"] == "VirtualLocation"
        assert "overleg.example" not in json.dumps(found)

    def test_a_full_meeting_is_sold_out_and_a_past_one_offers_nothing(self, client: Client) -> None:
        full = meeting(capacity=0)
        assert data(read(client, full))["offers"]["availability"].endswith("/SoldOut")
        over = meeting(starts_at=at("2019-02-07 13:30"))
        assert "offers" not in data(read(client, over))


def test_it_says_what_it_costs_how_to_get_there_and_who_can_get_in(client):
    where = {"venue": "De Werkplaats", "address": "Plein 1, Utrecht"}
    free = parse(client.get(meeting(**where, access="Er is een lift.").get_url()))
    facts = text_of(free, ".facts dl")
    assert "Kosten Gratis" in facts
    assert "Toegankelijkheid Er is een lift." in facts
    routes = {link.get_text(): str(link["href"]) for link in free.select(".routes a")}
    assert routes == {
        "OpenStreetMap": "https://www.openstreetmap.org/directions?to=Plein+1%2C+Utrecht",
        "Google Maps": "https://www.google.com/maps/dir/?api=1"
        "&destination=De+Werkplaats%2C+Plein+1%2C+Utrecht",
    }
    paid = parse(client.get(meeting(price="€ 25, met lunch").get_url()))
    assert "Kosten € 25, met lunch" in text_of(paid, ".facts dl")
    assert not paid.select(".routes")
    elsewhere = meeting(register_by="elders", external_url="https://elders.example/")
    assert "Kosten" not in text_of(parse(client.get(elsewhere.get_url())), ".facts dl")


def test_it_can_be_put_in_a_calendar_until_it_is_over(client: Client) -> None:
    event = meeting()
    page = read(client, event)
    assert one(page, f".facts a[href='/agenda/{event.pk}.ics']").get_text(strip=True) == (
        "Zet in je agenda"
    )
    over = meeting(starts_at=at("2019-02-07 13:30"))
    assert not read(client, over).select(".facts a[href$='.ics']")


def test_a_meeting_takes_at_most_ten_queries_with_all_that_it_can_have(
    client: Client, django_assert_max_num_queries: Callable
) -> None:
    event = meeting(
        themes=[ThemeFactory()],
        branches=[BranchFactory()],
        listing_image=ImageFactory(),
        listing_image_alt="Een kleur",
        contact=ContactRoleFactory(),
        capacity=5,
    )
    RegistrationFactory(event=event)
    Introduction.objects.create(event=event, initiative=InitiativePageFactory())
    Cancellation.objects.create(event=event, message="Toch niet.")
    client.get(event.get_url())
    with django_assert_max_num_queries(10):
        client.get(event.get_url())
    event.cancellation.delete()
    client.get(event.get_url())
    with django_assert_max_num_queries(10):
        assert "Nog 4 plaatsen" in client.get(event.get_url()).text


def test_the_page_of_a_meeting_far_away_in_time_is_made_as_well(client: Client) -> None:
    event = meeting(starts_at=timezone.now() + timedelta(days=4000))
    assert client.get(event.get_url()).status_code == 200
