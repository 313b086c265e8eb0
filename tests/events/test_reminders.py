"""What the worker mails three working days before a meeting."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from core import scheduled_jobs
from initiatives.events import services
from initiatives.events.models import Cancellation, EventPage
from initiatives.events.reminders import remind
from tests.events.registering import State, mails_to, signed_up, state_of, subjects_to
from tests.factories import EventPageFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# Whit Monday 10 June 2019 and a weekend lie before it: three working days earlier is Thursday 6.
WEDNESDAY_12_JUNE = datetime(2019, 6, 12, 13, 30, tzinfo=AMSTERDAM)
NINE_O_CLOCK = datetime(2019, 6, 6, 9, 0, tzinfo=AMSTERDAM)


@pytest.fixture
def clock():
    with time_machine.travel(NINE_O_CLOCK - timedelta(days=30), tick=False) as traveller:
        yield traveller


@pytest.fixture
def meeting(clock):
    return EventPageFactory(title="Samen leren", starts_at=WEDNESDAY_12_JUNE, venue="De Werkplaats")


def test_who_comes_is_reminded_from_nine_o_clock_three_working_days_before(clock, meeting):
    anna = RegistrationFactory(event=meeting)
    clock.move_to(NINE_O_CLOCK - timedelta(minutes=1))
    remind()
    assert not mails_to(anna.email)
    clock.move_to(NINE_O_CLOCK)
    remind()
    (mail,) = mails_to(anna.email)
    assert mail.kind == "M19"
    assert mail.subject == "Tot woensdag: Samen leren"
    for said in ("woensdag 12 juni 2019, 13.30 tot 17.00 uur", "De Werkplaats", "/aanmelding/"):
        assert said in mail.text


def test_everybody_is_reminded_once(clock, meeting):
    people = [RegistrationFactory(event=meeting) for _ in range(3)]
    clock.move_to(NINE_O_CLOCK)
    for _ in range(3):
        remind()
        clock.shift(timedelta(hours=1))
    assert [len(mails_to(one.email)) for one in people] == [1, 1, 1]


def test_only_who_is_coming_is_reminded(clock, meeting):
    others = [
        RegistrationFactory(event=meeting, state=state, expires_at=expires_at)
        for state, expires_at in (
            (State.REGISTERED, WEDNESDAY_12_JUNE),
            (State.OFFERED, WEDNESDAY_12_JUNE),
            (State.WAITING, None),
            (State.CANCELLED, None),
            (State.LAPSED, None),
        )
    ]
    clock.move_to(NINE_O_CLOCK)
    remind()
    assert not [mail for one in others for mail in mails_to(one.email)]


@pytest.mark.parametrize("why", ["off", "offline", "begun"])
def test_nobody_is_reminded_of_a_meeting_that_is_off_offline_or_begun(clock, meeting, why):
    anna = RegistrationFactory(event=meeting)
    clock.move_to(WEDNESDAY_12_JUNE if why == "begun" else NINE_O_CLOCK)
    if why == "off":
        Cancellation.objects.create(event=meeting)
    if why == "offline":
        EventPage.objects.filter(pk=meeting.pk).update(live=False)
    remind()
    assert not mails_to(anna.email)


def test_a_worker_that_was_away_reminds_when_it_is_back(clock, meeting):
    anna = RegistrationFactory(event=meeting)
    clock.move_to(WEDNESDAY_12_JUNE - timedelta(hours=20))
    remind()
    assert subjects_to(anna.email) == ["Tot woensdag: Samen leren"]


def test_who_confirms_after_the_reminders_went_out_gets_only_the_confirmation(clock, meeting):
    clock.move_to(NINE_O_CLOCK + timedelta(hours=1))
    anna = signed_up(meeting)
    services.confirm(anna)
    remind()
    assert [mail.kind for mail in mails_to(anna.email)] == ["M16", "M17"]


def test_who_signs_off_is_not_reminded(clock, meeting):
    anna = RegistrationFactory(event=meeting)
    services.cancel(anna)
    clock.move_to(NINE_O_CLOCK)
    remind()
    assert "Tot woensdag: Samen leren" not in subjects_to(anna.email)


def test_a_meeting_that_moves_after_the_reminder_is_reminded_of_again(clock, meeting):
    anna = RegistrationFactory(event=meeting)
    clock.move_to(NINE_O_CLOCK)
    remind()
    later = WEDNESDAY_12_JUNE + timedelta(days=8)
    EventPage.objects.filter(pk=meeting.pk).update(
        starts_at=later, ends_at=later + timedelta(hours=3)
    )
    clock.move_to(datetime(2019, 6, 17, 9, 0, tzinfo=AMSTERDAM))
    remind()
    assert subjects_to(anna.email) == ["Tot woensdag: Samen leren", "Tot donderdag: Samen leren"]


def test_the_online_link_stands_in_the_reminder(clock):
    event = EventPageFactory(
        starts_at=WEDNESDAY_12_JUNE, is_online=True, online_url="https://meedoen.example/zaal"
    )
    anna = RegistrationFactory(event=event)
    clock.move_to(NINE_O_CLOCK)
    remind()
    assert "https://meedoen.example/zaal" in mails_to(anna.email)[0].text


def test_the_worker_reminds_and_passes_places_on_each_round(clock, meeting):
    EventPage.objects.filter(pk=meeting.pk).update(capacity=2)
    coming = RegistrationFactory(event=meeting)
    late = RegistrationFactory(event=meeting, state=State.REGISTERED, expires_at=NINE_O_CLOCK)
    waiting = RegistrationFactory(event=meeting, state=State.WAITING)
    clock.move_to(NINE_O_CLOCK)
    for job in scheduled_jobs.jobs():
        job()
    assert subjects_to(coming.email) == ["Tot woensdag: Samen leren"]
    assert (state_of(late), state_of(waiting)) == (State.LAPSED, State.OFFERED)


def test_reminders_take_no_more_queries_for_a_meeting_that_nobody_must_be_reminded_of(
    clock, meeting, django_assert_num_queries
):
    RegistrationFactory(event=meeting)
    with django_assert_num_queries(1):
        remind()
    assert timezone.now() < NINE_O_CLOCK
