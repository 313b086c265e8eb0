"""How mails and pages about a registration say when and where a meeting is."""

from datetime import datetime
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.formats import date_format

from core import times
from core.models.regions import MeetingRegion
from initiatives.events.models import EventPage

OPENSTREETMAP = "https://www.openstreetmap.org/directions"
GOOGLE_MAPS = "https://www.google.com/maps/dir/"


def day_of(event: EventPage) -> str:
    """Return the day it begins: dinsdag 26 maart 2019."""
    return date_format(timezone.localdate(event.starts_at), times.DAY)


def weekday_of(event: EventPage) -> str:
    return date_format(timezone.localdate(event.starts_at), "l")


def when(event: EventPage) -> str:
    """Return day and hours: dinsdag 26 maart 2019, 13.30 tot 17.00 uur."""
    return times.span(event.starts_at, event.ends_at)


def place_of(event: EventPage) -> str:
    """Return where it is as anybody may know it: never the link for participants."""
    places = [event.venue, event.address, "Online" if event.is_online else ""]
    return ", ".join(filter(None, places)) or "Locatie volgt"


def day_and_region_of(event: EventPage) -> str:
    """Return dinsdag 26 maart 2019, regio Midden; without a region when it is a national one."""
    if event.region == MeetingRegion.NATIONAL:
        return day_of(event)
    return f"{day_of(event)}, {event.get_region_display()}"


def facts_of(event: EventPage) -> list[tuple[str, str]]:
    """Return when, where and for how much, as names with values."""
    region = MeetingRegion(event.region).label.removeprefix("regio ")
    facts = [("Wanneer", when(event)), ("Regio", region), ("Waar", place_of(event))]
    return [*facts, ("Kosten", price)] if (price := price_of(event)) else facts


def price_of(event: EventPage) -> str:
    """Return what it costs to come; nothing where another website tells."""
    is_elsewhere = event.register_by == event.RegisterBy.ELSEWHERE
    return event.price or ("" if is_elsewhere else "Gratis")


def routes_to(event: EventPage) -> list[tuple[str, str]]:
    """Return names with addresses of maps that show the way; none without an address."""
    if not event.address:
        return []
    place = f"{event.venue}, {event.address}" if event.venue else event.address
    return [
        ("OpenStreetMap", f"{OPENSTREETMAP}?{urlencode({'to': event.address})}"),
        ("Google Maps", f"{GOOGLE_MAPS}?{urlencode({'api': 1, 'destination': place})}"),
    ]


def moment(at: datetime) -> str:
    """Return a moment in the coming days: donderdag 14 maart 13.30 uur."""
    return f"{date_format(timezone.localdate(at), 'l j F')} {times.clock(at)} uur"
