"""A calendar that follows who comes: what is received, read by another library than writes it.

By the rules of RFC 5546 (iTIP) and RFC 6047 (iMIP).
"""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
import vobject
from django.utils import timezone

from core.delivery import Delivery
from initiatives.events import announcements, services
from initiatives.events.models import EventPage
from tests.events.registering import attendee, registration_of, signed_up
from tests.factories import EventPageFactory, RegistrationFactory, UserFactory
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db

NOW = "2019-03-12T13:30:00+01:00"
ANNA, BERT = "anna+aln@voorbeeld.example", "bert@voorbeeld.example"
SENDER = "info@aln.example"


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEFAULT_FROM_EMAIL = f"Actie Leer Netwerk <{SENDER}>"
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


def meeting(**fields: Any) -> EventPage:
    return EventPageFactory(**{"starts_at": timezone.now() + timedelta(days=28), **fields})


def received(server: MailServer, address: str) -> list[EmailMessage]:
    """Have everything sent, and return what came in for an address."""
    Delivery().send_due()
    return [mail for mail in server.accepted if mail["To"] == address]


def calendars_of(mails: list[EmailMessage]) -> list[tuple[str, Any]]:
    """Return of each mail with a calendar its method and its event, after all rules were judged."""
    found = []
    for mail in mails:
        texts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        if texts:
            found.append(judged(mail, texts))
    return found


def judged(mail: EmailMessage, parts: list[Any]) -> tuple[str, Any]:
    alternative, file = parts
    calendar = vobject.readOne(alternative.get_content())
    method = calendar.method.value
    # iMIP, 2.4: the parameter is the method of the text. Outlook and Gmail read the alternative,
    # others open the file.
    assert mail.get_content_type() == "multipart/mixed"
    (together,) = (part for part in mail.iter_parts() if part.is_multipart())
    assert [part.get_content_type() for part in together.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    for part in parts:
        assert part["Content-Type"].params["method"] == method
        assert part["Content-Type"].params["charset"].lower() == "utf-8"
        lines = part.get_payload(decode=True).replace(b"\r\n", b"\n").split(b"\n")
        assert max(map(len, lines)) <= 75
    assert file.get_content_disposition() == "attachment"
    assert alternative.get_content().split() == file.get_content().split()
    # iTIP, 3.2.2 and 3.2.5: one event, an organizer, the attendee whom it goes to and nobody else.
    assert calendar.version.value == "2.0"
    (event,) = calendar.contents["vevent"]
    assert event.organizer.value == f"mailto:{SENDER}"
    assert [one.value for one in event.contents["attendee"]] == [f"mailto:{mail['To']}"]
    assert event.dtstamp.value.utcoffset() == timedelta(0)
    assert event.dtstart.value < event.dtend.value
    assert event.summary.value
    assert event.status.value == {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}[method]
    for once in ("uid", "sequence", "dtstamp", "organizer", "dtstart", "summary"):
        assert len(event.contents[once]) == 1
    return method, event


def each_follows(found: list[tuple[str, Any]]) -> list[str]:
    """Judge that each message takes the place of the one before; return their methods."""
    events = [event for _, event in found]
    assert len({event.uid.value for event in events}) == 1
    numbers = [int(event.sequence.value) for event in events]
    assert numbers == sorted(set(numbers))
    stamps = [event.dtstamp.value for event in events]
    assert stamps == sorted(stamps)
    return [method for method, _ in found]


def move(event: EventPage, days: int) -> None:
    event = EventPage.objects.get(pk=event.pk)
    event.starts_at += timedelta(days=days)
    event.ends_at += timedelta(days=days)
    event.save_revision().publish()


def test_a_calendar_is_asked_moved_emptied_asked_again_and_emptied(mail_server, clock):
    event = meeting(venue="De Werkplaats")
    services.confirm(signed_up(event, ANNA))
    for days in (7, 1):
        clock.shift(timedelta(hours=1))
        move(event, days)
    clock.shift(timedelta(hours=1))
    services.cancel(registration_of(event, ANNA))
    clock.shift(timedelta(hours=1))
    services.confirm(signed_up(event, ANNA))
    clock.shift(timedelta(hours=1))
    announcements.cancel_meeting(event, "Te weinig mensen.", UserFactory())
    found = calendars_of(received(mail_server, ANNA))
    assert each_follows(found) == ["REQUEST", "REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    first, moved, again = found[0][1], found[1][1], found[2][1]
    assert first.dtstart.value + timedelta(days=7) == moved.dtstart.value
    assert moved.dtstart.value + timedelta(days=1) == again.dtstart.value
    assert first.uid.value == f"bijeenkomst-{event.pk}@testserver"
    assert first.location.value == "De Werkplaats"
    assert first.attendee.params["PARTSTAT"] == ["ACCEPTED"]


def test_who_moves_up_from_the_waiting_list_gets_it_with_the_place(mail_server, clock):
    event = meeting(capacity=1)
    services.confirm(signed_up(event, ANNA))
    bert = signed_up(event, BERT)
    clock.shift(timedelta(hours=1))
    services.cancel(registration_of(event, ANNA))
    assert not calendars_of(received(mail_server, BERT))  # waits, and then has an offer
    services.confirm(bert)
    assert each_follows(calendars_of(received(mail_server, BERT))) == ["REQUEST"]


def test_who_does_not_come_has_nothing_to_take_out(mail_server):
    event = meeting(capacity=1)
    signed_up(event, ANNA)
    services.cancel(signed_up(event, BERT))
    announcements.cancel_meeting(event, "", UserFactory())
    for address in (ANNA, BERT):
        mails = received(mail_server, address)
        assert len(mails) == 2
        assert not calendars_of(mails)


def test_who_confirmed_before_we_counted_has_it_taken_out_as_well(mail_server):
    event = meeting()
    anna: Any = RegistrationFactory(event=event, email=ANNA)
    assert anna.calendar_sequence is None
    move(event, 1)
    services.cancel(anna)
    assert each_follows(calendars_of(received(mail_server, ANNA))) == ["REQUEST", "CANCEL"]


def test_the_link_to_take_part_is_in_the_calendar_of_who_comes(mail_server):
    event = meeting(is_online=True, online_url="https://meedoen.example/zaal")
    services.confirm(signed_up(event, ANNA))
    ((_, found),) = calendars_of(received(mail_server, ANNA))
    assert found.location.value == "https://meedoen.example/zaal"


@pytest.mark.parametrize("name", ['An"na', "Zoë, de; eerste:", "李", "a" * 60, "Ann\\a"])
def test_a_name_of_any_kind_is_an_attendee(mail_server, name):
    event = meeting(title='Leren; "delen", en doen – ' + "é" * 60)
    services.register(event, attendee(ANNA, first_name=name))
    services.confirm(registration_of(event, ANNA))
    ((_, found),) = calendars_of(received(mail_server, ANNA))
    assert found.attendee.params["CN"][0].startswith(name.replace('"', "’")[:5])
    assert found.summary.value == event.title


def test_an_offline_page_puts_nothing_in_a_calendar(mail_server):
    event = meeting()
    anna = signed_up(event, ANNA)
    EventPage.objects.filter(pk=event.pk).update(live=False)
    services.confirm(anna)
    assert not calendars_of(received(mail_server, ANNA))
