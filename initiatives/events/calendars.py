"""Meetings for people's own calendars: what they hold, one file, and a feed to subscribe to.

RFC 5545. A calendar program keeps an entry under its UID and replaces it by one with a higher
SEQUENCE; that is how it hears that a meeting was moved, is off, or was taken offline.
"""

import datetime
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

from core.text import for_xml
from initiatives.events.models import EventPage
from initiatives.events.models.calendar import CalendarEntry

PRODUCT = "-//Actie Leer Netwerk//Bijeenkomsten//NL"
# How often a subscriber's calendar should look again.
LOOK_AGAIN = datetime.timedelta(hours=6)
# Where one fills in a new appointment, of each calendar on the web.
GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"
PLACE_AND_TIME = {"starts_at", "ends_at", "location"}


@dataclass(frozen=True)
class Change:
    """What a publication changed in calendars; `before` is the entry as it was, if there was one.

    `moved` says that who comes must be told: another time or another place.
    """

    sequence: int
    before: CalendarEntry | None
    moved: bool


def record(event: EventPage) -> Change | None:
    """Write down what calendars must hold of a meeting now; None when they hold it already.

    Call it when a meeting was published or cancelled. One that was never published gets no entry.
    """
    return _write(event, is_off=event.is_cancelled or not event.live)


def withdraw(event: EventPage) -> Change | None:
    """The same for a meeting that goes offline or is deleted: calendars must drop it."""
    return _write(event, is_off=True)


@transaction.atomic
def _write(event: EventPage, *, is_off: bool) -> Change | None:
    entry = CalendarEntry.objects.select_for_update().filter(event=event).first()
    if entry is None and not event.live:
        return None
    before = copy(entry)
    if entry is None:
        entry = CalendarEntry(event=event, uid=uid_of(event.pk))
    values = {
        "title": event.title,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "location": location_of(event),
        "description": event.lead,
        "url": event.canonical_url,
        "is_cancelled": is_off,
    }
    changed = {name for name, value in values.items() if getattr(entry, name) != value}
    if before and not changed:
        return None
    for name in changed:
        setattr(entry, name, values[name])
    entry.changed_at = timezone.now()
    if before:
        entry.sequence += 1
    entry.save()
    moved = before is not None and not is_off and bool(changed & PLACE_AND_TIME)
    return Change(entry.sequence, before, moved)


def name_of(event_pk: int) -> str:
    """Return what a UID calls a meeting, before the host."""
    return f"bijeenkomst-{event_pk}"


def uid_of(event_pk: int) -> str:
    """Return the name of a meeting in all calendars, for ever."""
    return f"{name_of(event_pk)}@{urlsplit(settings.SITE_URL).hostname}"


def location_of(event: EventPage) -> str:
    """Return where a meeting is, as anybody may know it: never a link for participants only."""
    places = [event.venue, event.address]
    if event.is_online:
        places.append(event.public_online_url or "Online")
    return ", ".join(filter(None, places)) or "Locatie volgt"


def file_of(event: EventPage, *, online_url: str = "") -> str:
    """Return the calendar file of one published meeting.

    `online_url` is the link for participants; without it the file holds what anybody may know.
    Raises CalendarEntry.DoesNotExist when the meeting was never published.
    """
    entry = CalendarEntry.objects.get(event=event)
    return calendar_of([entry], online_url=online_url)


def calendar_of(
    entries: Iterable[CalendarEntry], *, name: str = "Actie Leer Netwerk", online_url: str = ""
) -> str:
    """Return an iCalendar text of these entries, with the rules of our time zone in it."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", vText(settings.TIME_ZONE))
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT6H"))
    for entry in entries:
        calendar.add_component(_component(entry, online_url))
    return for_xml(calendar.to_ical().decode())


def message_of(
    entry: CalendarEntry,
    method: str,
    *,
    sequence: int,
    organizer: vCalAddress,
    attendee: vCalAddress,
    online_url: str = "",
) -> str:
    """Return the iCalendar text by which one person's calendar takes or drops an entry (RFC 5546).

    `method` is "REQUEST" or "CANCEL", `sequence` higher than that of the message before.
    """
    event = _component(entry, online_url)
    is_off = method == "CANCEL"
    now = timezone.now()
    for name, value in (
        ("dtstamp", now),
        ("sequence", sequence),
        ("status", "CANCELLED" if is_off else "CONFIRMED"),
        ("transp", "TRANSPARENT" if is_off else "OPAQUE"),
    ):
        del event[name]
        event.add(name, value)
    event.add("organizer", organizer)
    event.add("attendee", attendee)
    calendar = _calendar(method)
    calendar.add_component(event)
    return for_xml(calendar.to_ical().decode())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_rules_of_our_time_zone())
    return calendar


def links_of(event: EventPage) -> list[tuple[str, str]]:
    """Return names with addresses that put a meeting in a calendar on the web, by its own page.

    They hold what anybody may know, and do not follow when the meeting is moved.
    """
    starts, ends = (at.astimezone(datetime.UTC) for at in (event.starts_at, event.ends_at))
    about = "\n\n".join(filter(None, [event.lead, event.canonical_url]))
    place = location_of(event)
    google = {
        "action": "TEMPLATE",
        "text": event.title,
        "dates": f"{starts:%Y%m%dT%H%M%SZ}/{ends:%Y%m%dT%H%M%SZ}",
        "ctz": settings.TIME_ZONE,
        "details": about,
        "location": place,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.title,
        "startdt": f"{starts:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{ends:%Y-%m-%dT%H:%M:%SZ}",
        "body": about,
        "location": place,
    }
    return [
        ("Google Agenda", f"{GOOGLE}?{urlencode(google)}"),
        ("Outlook", f"{OUTLOOK}?{urlencode(outlook, quote_via=quote)}"),
    ]


def _rules_of_our_time_zone() -> Timezone:
    """Return the rules of Europe/Amsterdam since 1996, as calendar programs expect them.

    The icalendar package writes out every change of the clock as a date; Outlook reads only rules.
    """
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    for season, name, month, hour, before, after in (
        (TimezoneDaylight(), "CEST", 3, 2, 1, 2),
        (TimezoneStandard(), "CET", 10, 3, 2, 1),
    ):
        season.add("tzname", name)
        # The last Sunday of the month, on the clock as it was until then.
        season.add("dtstart", _last_sunday(1996, month, hour))
        season.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        season.add("tzoffsetfrom", datetime.timedelta(hours=before))
        season.add("tzoffsetto", datetime.timedelta(hours=after))
        zone.add_component(season)
    return zone


def _last_sunday(year: int, month: int, hour: int) -> datetime.datetime:
    last = datetime.datetime(year, month, 31, hour)
    return last - datetime.timedelta(days=last.isoweekday() % 7)


def _component(entry: CalendarEntry, online_url: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", timezone.localtime(entry.starts_at))
    event.add("dtend", timezone.localtime(entry.ends_at))
    # Some calendars show a cancelled entry as any other, so the title says it as well.
    event.add("summary", f"Afgelast: {entry.title}" if entry.is_cancelled else entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    event.add("location", online_url or entry.location)
    event.add("url", entry.url)
    event.add("description", "\n\n".join(filter(None, [entry.description, entry.url])))
    return event
