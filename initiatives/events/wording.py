"""How mails and pages about a registration say when and where a meeting is."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from core import times
from core.models.regions import MeetingRegion
from initiatives.events.models import EventPage


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
    """Return when and where, as names with values."""
    region = MeetingRegion(event.region).label.removeprefix("regio ")
    return [("Wanneer", when(event)), ("Regio", region), ("Waar", place_of(event))]


def moment(at: datetime) -> str:
    """Return a moment in the coming days: donderdag 14 maart 13.30 uur."""
    return f"{date_format(timezone.localdate(at), 'l j F')} {times.clock(at)} uur"
