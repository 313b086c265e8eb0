"""When the door of a meeting closes: judged on the server, to the second."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from initiatives.events import places, services
from initiatives.events.services import RegistrationRefused
from tests.events.registering import State, attendee, mails_to, registration_of, signed_up
from tests.factories import EventPageFactory

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SECOND = timedelta(seconds=1)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM)


def opens_and_closes(event, closes_at: datetime) -> None:
    """Assert that one can register until a moment and no longer."""
    with time_machine.travel(closes_at - SECOND, tick=False):
        assert event.registration_status == "open"
        services.register(event, attendee("op-tijd@voorbeeld.example"))
    with time_machine.travel(closes_at, tick=False):
        assert event.registration_status != "open"
        with pytest.raises(RegistrationRefused):
            services.register(event, attendee("te-laat@voorbeeld.example"))


@pytest.mark.parametrize(
    ("starts_at", "closes_at"),
    [
        # Whit Monday 10 June lies between: registration closes after Friday 7 June.
        (at(2019, 6, 12, 13, 30), at(2019, 6, 8)),
        (at(2019, 6, 17, 13, 30), at(2019, 6, 14)),
        # After Easter: Monday 22 April 2019 is off, Good Friday is not.
        (at(2019, 4, 23, 9, 30), at(2019, 4, 19)),
        (at(2020, 1, 2, 9, 30), at(2019, 12, 31)),
        # The clock goes forward in the night of 31 March, and back in that of 27 October.
        (at(2019, 4, 2, 13, 30), at(2019, 3, 30)),
        (at(2019, 4, 3, 13, 30), at(2019, 4, 2)),
        (at(2019, 10, 29, 13, 30), at(2019, 10, 26)),
        (at(2019, 10, 28, 0, 0), at(2019, 10, 25)),
    ],
)
def test_registration_closes_after_the_second_working_day_before(starts_at, closes_at):
    with time_machine.travel(starts_at - timedelta(days=60), tick=False):
        event = EventPageFactory(starts_at=starts_at)
    assert event.closes_at == closes_at
    opens_and_closes(event, closes_at)


def test_an_editor_can_close_registration_at_another_moment():
    with time_machine.travel(at(2019, 5, 1), tick=False):
        event = EventPageFactory(
            starts_at=at(2019, 6, 12, 13, 30), registration_closes_at=at(2019, 5, 20, 12, 0)
        )
    opens_and_closes(event, at(2019, 5, 20, 12, 0))


def test_registration_closes_at_the_start_whatever_the_deadline_says():
    with time_machine.travel(at(2019, 5, 1), tick=False):
        event = EventPageFactory(
            starts_at=at(2019, 6, 12, 13, 30), registration_closes_at=at(2019, 6, 30)
        )
    opens_and_closes(event, at(2019, 6, 12, 13, 30))


def test_registration_closes_when_the_page_goes_offline_and_opens_when_it_is_back():
    event = EventPageFactory()
    event.unpublish()
    with pytest.raises(RegistrationRefused):
        services.register(event, attendee())
    event.save_revision().publish()
    services.register(event, attendee())
    assert event.registrations.count() == 1


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(2019, 3, 12, 13, 30), "vóór donderdag 14 maart 13.30 uur"),
        # Across the change of the clock two days are still 48 hours.
        (at(2019, 3, 30, 13, 30), "vóór maandag 1 april 14.30 uur"),
        (at(2019, 10, 26, 13, 30), "vóór maandag 28 oktober 12.30 uur"),
    ],
)
def test_the_mail_says_by_when_to_confirm_on_the_clock_of_the_reader(now, said):
    with time_machine.travel(now, tick=False):
        event = EventPageFactory(starts_at=now + timedelta(days=40))
        signed_up(event)
    assert said in mails_to("anna@voorbeeld.example")[0].text


def test_a_place_is_held_for_exactly_two_days_across_the_change_of_the_clock():
    now = at(2019, 3, 30, 13, 30)
    with time_machine.travel(now, tick=False) as clock:
        event = EventPageFactory(capacity=20, starts_at=now + timedelta(days=40))
        signed_up(event)
        clock.shift(timedelta(hours=48) - SECOND)
        places.lapse_overdue()
        assert registration_of(event, "anna@voorbeeld.example").state == State.REGISTERED
        clock.shift(SECOND)
        places.lapse_overdue()
        assert registration_of(event, "anna@voorbeeld.example").state == State.LAPSED


def test_a_meeting_in_the_hour_that_comes_twice_closes_once():
    with time_machine.travel(at(2019, 10, 1), tick=False):
        starts_at = timezone.make_aware(datetime(2019, 10, 27, 2, 30))
        event = EventPageFactory(starts_at=starts_at, registration_closes_at=starts_at)
    opens_and_closes(event, starts_at)
