"""Meetings in calendars, read back with another library than the one that wrote them."""

import datetime
import re
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
import vobject
from dateutil.tz import tzical  # type: ignore[import-untyped]
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from initiatives.events import calendars
from initiatives.events.calendars import calendar_of, file_of
from initiatives.events.models import CalendarEntry, Cancellation, EventPage
from search import indexing
from tests.factories import BranchFactory, EventPageFactory, ThemeFactory
from tests.html import parse

pytestmark = pytest.mark.django_db
AMSTERDAM = timezone.get_default_timezone()
DEMO_CLOCK = "2019-03-26 12:00 +0100"
FEED = "/agenda/bijeenkomsten.ics"


@pytest.fixture(autouse=True)
def _demo_clock():
    with time_machine.travel(DEMO_CLOCK, tick=False):
        yield


def in_june(**values: Any) -> EventPage:
    starts_at = datetime.datetime(2019, 6, 12, 13, 30, tzinfo=AMSTERDAM)
    ends_at = datetime.datetime(2019, 6, 12, 17, 0, tzinfo=AMSTERDAM)
    values = {"title": "Koploperbijeenkomst regio Midden", **values}
    return EventPageFactory(**{"starts_at": starts_at, "ends_at": ends_at, **values})


def read(text: str) -> list[Any]:
    """Return the events of a calendar, as vobject understands them."""
    return list(vobject.readOne(text).contents.get("vevent", []))


def fetch(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode()


def publish(event: EventPage, **values: Any) -> None:
    for name, value in values.items():
        setattr(event, name, value)
    event.save_revision().publish()


def test_a_calendar_reads_what_the_page_says(client):
    event = in_june(venue="De Werkplaats", address="Plein 1, Utrecht", lead="Leer van elkaar.")
    (found,) = read(fetch(client, f"/agenda/{event.pk}.ics"))
    assert found.summary.value == "Koploperbijeenkomst regio Midden"
    assert found.dtstart.value == datetime.datetime(2019, 6, 12, 11, 30, tzinfo=datetime.UTC)
    assert found.dtend.value == datetime.datetime(2019, 6, 12, 15, 0, tzinfo=datetime.UTC)
    assert found.location.value == "De Werkplaats, Plein 1, Utrecht"
    assert found.status.value == "CONFIRMED"
    assert found.sequence.value == "0"
    assert found.uid.value == f"bijeenkomst-{event.pk}@testserver"
    assert found.url.value == event.canonical_url
    assert found.description.value == f"Leer van elkaar.\n\n{event.canonical_url}"


def test_times_are_local_with_the_rules_of_our_time_zone(client):
    event = in_june()
    text = fetch(client, f"/agenda/{event.pk}.ics")
    assert "DTSTART;TZID=Europe/Amsterdam:20190612T133000\r\n" in text
    calendar = vobject.readOne(text)
    (rules,) = calendar.contents["vtimezone"]
    assert rules.tzid.value == "Europe/Amsterdam"
    assert calendar.method.value == "PUBLISH"
    offsets = re.findall(r"TZOFFSETTO:(\S+)", text)
    assert set(offsets) == {"+0100", "+0200"}


@pytest.mark.parametrize("year", range(2018, 2038))
def test_the_rules_of_our_time_zone_are_those_of_the_world(year):
    """Fails when the law changes the clock, and the rules in calendars.py must follow."""
    (written,) = tzical(StringIO(calendar_of([]))).keys()
    zone = tzical(StringIO(calendar_of([]))).get(written)
    hour = datetime.datetime(year, 1, 1)
    while hour.year == year:
        assert hour.replace(tzinfo=zone).utcoffset() == hour.replace(tzinfo=AMSTERDAM).utcoffset()
        hour += datetime.timedelta(hours=12)


@pytest.mark.parametrize(
    ("day", "offset"), [((2026, 3, 28), 1), ((2026, 3, 29), 2), ((2026, 10, 25), 1)]
)
def test_the_hour_is_right_around_the_changes_of_the_clock(client, day, offset):
    starts_at = datetime.datetime(*day, 13, 30, tzinfo=AMSTERDAM)
    event = EventPageFactory(starts_at=starts_at)
    (found,) = read(fetch(client, f"/agenda/{event.pk}.ics"))
    assert found.dtstart.value.utcoffset() == datetime.timedelta(hours=offset)
    assert found.dtstart.value == starts_at


def test_lines_are_folded_and_signs_escaped(client):
    title = "Leren; delen, en \\ doen – " + "é" * 90
    event = in_june(title=title, lead="Regel één\nRegel twee; met, tekens")
    text = fetch(client, f"/agenda/{event.pk}.ics")
    lines = text.encode().split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert "SUMMARY:Leren\\; delen\\, en \\\\ doen" in text
    (found,) = read(text)
    assert found.summary.value == title
    assert found.description.value.startswith("Regel één\nRegel twee; met, tekens")


def test_an_unknown_place_follows(client):
    (found,) = read(fetch(client, f"/agenda/{in_june().pk}.ics"))
    assert found.location.value == "Locatie volgt"


def test_the_link_of_an_online_meeting_is_for_who_takes_part(client):
    event = in_june(is_online=True, online_url="https://samen.example/kamer")
    public = fetch(client, f"/agenda/{event.pk}.ics")
    assert "samen.example" not in public
    assert read(public)[0].location.value == "Online"
    (own,) = read(file_of(event, online_url=event.online_url))
    assert own.location.value == "https://samen.example/kamer"
    open_to_all = in_june(
        slug="open", is_online=True, online_url="https://samen.example/zaal", register_by="niet"
    )
    (found,) = read(fetch(client, f"/agenda/{open_to_all.pk}.ics"))
    assert found.location.value == "https://samen.example/zaal"


def test_a_moved_meeting_keeps_its_uid_and_raises_its_sequence(client):
    event = in_june()
    (before,) = read(fetch(client, f"/agenda/{event.pk}.ics"))
    publish(
        event,
        starts_at=event.starts_at + datetime.timedelta(days=7),
        ends_at=event.ends_at + datetime.timedelta(days=7),
    )
    (after,) = read(fetch(client, f"/agenda/{event.pk}.ics"))
    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.dtstart.value - before.dtstart.value == datetime.timedelta(days=7)


def test_publishing_again_without_a_change_leaves_calendars_alone(client):
    event = in_june()
    before = fetch(client, f"/agenda/{event.pk}.ics")
    with time_machine.travel("2019-04-02 12:00 +0200", tick=False):
        publish(event, search_description="Voor zoekmachines.")
        assert fetch(client, f"/agenda/{event.pk}.ics") == before


def test_a_draft_of_another_date_moves_nothing(client):
    event = in_june()
    event.starts_at -= datetime.timedelta(days=1)
    event.save_revision()
    (found,) = read(fetch(client, f"/agenda/{event.pk}.ics"))
    assert found.sequence.value == "0"
    assert found.dtstart.value.day == 12


def test_a_cancelled_meeting_is_cancelled_in_calendars(client):
    event = in_june()
    Cancellation.objects.create(event=event)
    calendars.record(EventPage.objects.get(pk=event.pk))
    for path in (f"/agenda/{event.pk}.ics", FEED):
        (found,) = read(fetch(client, path))
        assert found.status.value == "CANCELLED"
        assert found.sequence.value == "1"
        assert found.summary.value == "Afgelast: Koploperbijeenkomst regio Midden"


def test_a_meeting_taken_offline_disappears_from_calendars_and_can_come_back(client):
    event = in_june()
    event.unpublish()
    for path in (f"/agenda/{event.pk}.ics", FEED):
        (found,) = read(fetch(client, path))
        assert (found.status.value, found.sequence.value) == ("CANCELLED", "1")
    event.refresh_from_db()
    publish(event)
    (found,) = read(fetch(client, FEED))
    assert (found.status.value, found.sequence.value) == ("CONFIRMED", "2")


def test_a_calendar_on_the_web_is_filled_in_with_what_anybody_may_know(client):
    event = in_june(
        title="Leren & doen",
        venue="De Werkplaats",
        is_online=True,
        online_url="https://geheim.example",
    )
    page = parse(client.get(event.get_url()))
    links = {link.get_text(): str(link["href"]) for link in page.select(".calendar-links a")}
    google = parse_qs(urlsplit(links["Zet in Google Agenda"]).query)
    assert google["dates"] == ["20190612T113000Z/20190612T150000Z"]
    assert google["text"] == ["Leren & doen"]
    assert google["location"] == ["De Werkplaats, Online"]
    assert event.canonical_url in google["details"][0]
    outlook = parse_qs(urlsplit(links["Zet in Outlook"]).query)
    assert (outlook["startdt"], outlook["enddt"]) == (
        ["2019-06-12T11:30:00Z"],
        ["2019-06-12T15:00:00Z"],
    )
    assert outlook["subject"] == ["Leren & doen"]
    assert "geheim" not in links["Zet in Outlook"] + links["Zet in Google Agenda"]
    receipt = parse(client.get(f"{event.register_url}verstuurd/"))
    assert len(receipt.select(".calendar-links a")) == 3


def test_a_deleted_meeting_disappears_from_calendars(client):
    event = in_june()
    pk = event.pk
    indexing.follow(event.pk)
    event.delete()
    (found,) = read(fetch(client, f"/agenda/{pk}.ics"))
    assert found.status.value == "CANCELLED"
    assert CalendarEntry.objects.get().event is None
    assert len(read(fetch(client, FEED))) == 1


def test_a_meeting_that_was_never_published_has_no_file(client):
    event = in_june(live=False)
    assert client.get(f"/agenda/{event.pk}.ics").status_code == 404
    assert client.get("/agenda/999999.ics").status_code == 404
    assert read(fetch(client, FEED)) == []


def test_the_feed_holds_what_is_to_come_until_it_has_ended(client):
    in_june()
    with time_machine.travel("2019-06-12 16:59:59 +0200", tick=False):
        assert len(read(fetch(client, FEED))) == 1
    with time_machine.travel("2019-06-12 17:00 +0200", tick=False):
        assert read(fetch(client, FEED)) == []


def test_the_feed_can_be_had_of_any_combination_of_filters(client):
    theme, other = ThemeFactory(name="Minder regeldruk"), ThemeFactory(name="Anders organiseren")
    branch = BranchFactory(name="Thuiszorg")
    in_june(title="Beide", slug="beide", themes=[theme], branches=[branch])
    in_june(title="Alleen thema", slug="thema", themes=[theme], branches=[BranchFactory()])
    in_june(title="Alles", slug="alles")
    in_june(title="Ander", slug="ander", themes=[other], kind="webinar", region="landelijk")

    def titles(query: str) -> set[str]:
        return {event.summary.value for event in read(fetch(client, f"{FEED}?{query}"))}

    assert titles("thema=minder-regeldruk") == {"Beide", "Alleen thema", "Alles"}
    assert titles("thema=minder-regeldruk&branche=thuiszorg") == {"Beide", "Alles"}
    assert titles("soort=webinar") == {"Ander"}
    assert titles("regio=landelijk&thema=anders-organiseren") == {"Ander"}
    assert titles("regio=midden&regio=landelijk") == {"Beide", "Alleen thema", "Alles", "Ander"}
    assert titles("soort=webinar&regio=midden") == set()


def test_a_filter_that_we_do_not_know_is_no_calendar_of_everything(client):
    in_june()
    assert client.get(f"{FEED}?thema=bestaat-niet").status_code == 404


def test_a_feed_under_a_former_slug_leads_to_the_one_of_today(client):
    theme = ThemeFactory(name="Oud", slug="oud")
    in_june(themes=[theme])
    theme.slug = "nieuw"
    theme.save()
    answer = client.get(f"{FEED}?thema=oud")
    assert (answer.status_code, answer["Location"]) == (301, f"{FEED}?thema=nieuw")


def test_a_feed_of_twelve_meetings_takes_as_many_queries_as_one_of_three(
    client, django_assert_num_queries, django_assert_max_num_queries
):
    for nth in range(3):
        in_june(slug=f"eerst-{nth}")
    client.get(FEED)  # what is kept until the next change: themes, branches, private pages
    with django_assert_max_num_queries(3) as few:
        client.get(FEED)
    number = len(few)
    for nth in range(9):
        in_june(slug=f"later-{nth}")
    client.get(FEED)
    with django_assert_num_queries(number):
        client.get(FEED)


def test_an_empty_calendar_is_still_a_calendar():
    assert vobject.readOne(calendar_of([])).version.value == "2.0"


def test_a_file_keeps_its_address_and_its_uid_when_the_site_moves(client, settings):
    event = in_june()
    before = read(fetch(client, f"/agenda/{event.pk}.ics"))[0].uid.value
    settings.SITE_URL = "https://elders.example"
    assert read(fetch(client, f"/agenda/{event.pk}.ics"))[0].uid.value == before


def test_a_private_meeting_is_in_no_calendar(client):
    event = in_june()
    PageViewRestriction.objects.create(page=event, restriction_type=PageViewRestriction.LOGIN)
    assert read(fetch(client, FEED)) == []
    assert client.get(f"/agenda/{event.pk}.ics").status_code == 404
