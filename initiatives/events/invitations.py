"""A meeting in the calendar of one person, that follows: asked, moved, taken out (RFC 5546, iTIP).

What the mails to somebody who comes carry. A calendar program keeps the entry under its UID, and
takes only a message with a higher SEQUENCE; how far each person's entry is stands in
`Registration.calendar_sequence`. Who signs off and comes back goes on from where that was. The
caller holds the lock of the meeting.
"""

from email.utils import parseaddr
from urllib.parse import quote

from django.conf import settings
from django.db.models import Max
from icalendar import vCalAddress

from core import site_context
from initiatives.events import calendars
from initiatives.events.models import CalendarEntry, EventPage, Registration

REQUEST, CANCEL = "REQUEST", "CANCEL"


def request(event: EventPage, registration: Registration) -> str:
    """Return the text that puts a meeting in the calendar of who comes, or moves it there.

    With the link to take part, for who comes may know it. Empty for a page that is offline.
    """
    entry = CalendarEntry.objects.filter(event=event).first()
    if entry is None or not event.live:
        return ""
    online_url = event.online_url if event.is_online else ""
    return _message(entry, registration, REQUEST, _last(registration, -1), online_url)


def cancel(event: EventPage, registration: Registration) -> str:
    """Return the text that takes a meeting out of somebody's calendar again."""
    entry = CalendarEntry.objects.filter(event=event).first()
    if entry is None:
        return ""
    # Who confirmed before we counted has what was published then.
    return _message(entry, registration, CANCEL, _last(registration, entry.sequence))


def _last(registration: Registration, unknown: int) -> int:
    """Return how far the entry of this person is; `unknown` when we did not send one."""
    rows = Registration.objects.filter(
        event=registration.event_id, email__iexact=registration.email
    )
    found = rows.aggregate(last=Max("calendar_sequence"))["last"]
    return unknown if found is None else found


def _message(
    entry: CalendarEntry, registration: Registration, method: str, last: int, online_url: str = ""
) -> str:
    sequence = max(entry.sequence, last + 1)
    registration.calendar_sequence = sequence
    registration.save(update_fields=["calendar_sequence"])
    return calendars.message_of(
        entry,
        method,
        sequence=sequence,
        organizer=_person(site_context.read().name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        attendee=_attendee(registration),
        online_url=online_url,
    )


def _attendee(registration: Registration) -> vCalAddress:
    """Return who comes: has said so already, so their calendar needs to answer nothing."""
    attendee = _person(registration.full_name, registration.email)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    return attendee


def _person(name: str, address: str) -> vCalAddress:
    # A parameter cannot hold a quotation mark (RFC 5545, 3.1).
    person = vCalAddress(f"mailto:{quote(address, safe='@!$+-._~=*')}")
    person.params["CN"] = " ".join(name.replace('"', "’").split())
    return person
