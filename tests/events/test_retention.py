"""What the site forgets after a meeting, when, and what it keeps."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import PageLogEntry

from core.letters import Letter, queue
from core.models import Deletion, OutgoingMail
from initiatives.events import places, services
from initiatives.events.models import Registration
from initiatives.events.retention import FORGOTTEN, OVER, PERSONAL, forget
from tests.events.registering import signed_up
from tests.factories import EventPageFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration() -> Any:
    event = EventPageFactory()
    return RegistrationFactory(
        event=event,
        infix="van der",
        job_title="Teamleider",
        needs="Een rolstoelplek",
        state=Registration.State.ATTENDED,
    )


def after(registration: Registration, **passed: float) -> Registration:
    """Return the registration as it is when the worker forgot so long after the meeting."""
    with time_machine.travel(registration.event.ends_at + timedelta(**passed), tick=False):
        forget()
    registration.refresh_from_db()
    return registration


def test_needs_are_wiped_after_14_days_and_not_before(registration):
    assert after(registration, days=13, hours=23, minutes=59).needs == "Een rolstoelplek"
    kept = after(registration, days=14)
    assert kept.needs == ""
    assert kept.full_name == "Deelnemer van der " + kept.last_name


def test_people_are_wiped_after_four_weeks_and_what_counts_stays(registration):
    assert after(registration, days=27, hours=23).email
    wiped = after(registration, weeks=4)
    assert str(wiped) == "Gewiste aanmelding"
    assert not any(getattr(wiped, field) for field in PERSONAL)
    assert wiped.forgotten_at
    assert (wiped.role, wiped.state) == ("zorg-of-welzijn", "aanwezig")


def test_the_mails_about_somebody_go_along(registration):
    other = RegistrationFactory(
        event=EventPageFactory(starts_at=timezone.now() + timedelta(days=90))
    )
    for each in (registration, other):
        letter = Letter("Je bent aangemeld", each.first_name, [])
        queue(letter, to=each.email, kind="M17", key=f"registration:{each.pk}", about=each)
    after(registration, weeks=4)
    assert OutgoingMail.objects.get().about == other


def test_all_of_one_meeting_can_be_wiped_and_the_log_says_how_many(registration):
    RegistrationFactory(event=registration.event)
    after(registration, weeks=5)
    assert Registration.objects.filter(forgotten_at=None).count() == 0
    entry = PageLogEntry.objects.get(action=FORGOTTEN)
    assert entry.page_id == registration.event_id
    assert entry.data["number"] == 2
    after(registration, weeks=6)
    assert PageLogEntry.objects.filter(action=FORGOTTEN).count() == 1


def test_a_meeting_to_come_loses_nothing(registration):
    before = Registration.objects.values().get()
    forget()
    assert Registration.objects.values().get() == before


@pytest.mark.parametrize("how", ["signed off", "never confirmed"])
def test_who_is_not_coming_is_wiped_after_14_days_however_far_the_meeting(how):
    event = EventPageFactory(starts_at=timezone.now() + timedelta(days=200))
    mine = signed_up(event)
    if how == "signed off":
        services.cancel(mine)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        places.lapse_overdue()
    days = 14 if how == "signed off" else 17
    for passed, is_there in ((days - 1, True), (days, False)):
        with time_machine.travel(timezone.now() + timedelta(days=passed, minutes=1), tick=False):
            forget()
        mine.refresh_from_db()
        assert bool(mine.email) is is_there
    assert not OutgoingMail.objects.exists()
    assert Deletion.objects.get().rule == OVER


def test_who_erases_themselves_leaves_the_place_to_who_waits():
    event = EventPageFactory(capacity=1)
    mine = signed_up(event)
    services.confirm(mine)
    waiting = signed_up(event, "bert@voorbeeld.example")
    services.erase(mine)
    mine.refresh_from_db()
    waiting.refresh_from_db()
    assert (mine.email, mine.state) == ("", "afgemeld")
    assert waiting.state == "plek_aangeboden"
    assert not OutgoingMail.objects.filter(recipient="anna@voorbeeld.example").exists()
