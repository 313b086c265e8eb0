"""What waits for its applicant lapses after 90 days of silence, warned 14 days before (T15)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from initiatives.applications.assessment import supplements
from initiatives.applications.models import Application, Supplement
from initiatives.applications.models.states import State
from initiatives.applications.retention import lapsing
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.actions import APPLICANT, Action
from tests.applications.cases import adviser, application, fresh, mails

pytestmark = pytest.mark.django_db

START = "2019-03-01T12:00+01:00"


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(START, tick=False)
    return time_machine


def after(clock, days: float) -> None:
    """Let the worker make its round so many days later."""
    clock.shift(timedelta(days=days))
    lapsing.warn()
    lapsing.lapse()


@pytest.mark.parametrize("state", [State.INVITED, State.DRAFT, State.SUPPLEMENT_ASKED])
def test_silence_is_warned_about_once_and_ends_the_application_two_weeks_later(clock, state):
    made = application(state)
    after(clock, 75.9)
    assert not mails()
    after(clock, 0.2)
    after(clock, 1)
    (warning,) = mails("M14")
    assert warning.recipient == made.email
    assert "vrijdag 31 mei 2019" in warning.text or "donderdag 30 mei 2019" in warning.text
    assert fresh(made).state == state
    after(clock, 12.7)
    assert fresh(made).state == state
    after(clock, 0.5)
    assert fresh(made).state == State.WITHDRAWN
    (farewell,) = mails("M13")
    assert "vervallen" in farewell.text
    assert [line.kind for line in made.events.order_by("pk")] == ["warned", "lapse"]
    assert {line.role for line in made.events.all()} == {"systeem"}


def test_who_does_something_after_the_warning_starts_a_new_silence(clock):
    made = application(State.DRAFT)
    after(clock, 77)
    Application.objects.filter(pk=made.pk).update(touched_at=timezone.now() + timedelta(hours=1))
    after(clock, 20)
    assert fresh(made).state == State.DRAFT
    after(clock, 57)
    assert len(mails("M14")) == 2
    after(clock, 14)
    assert fresh(made).state == State.WITHDRAWN


def test_who_is_answering_our_question_is_not_silent(clock):
    made = application(State.SUPPLEMENT_ASKED)
    asked = Supplement.objects.create(
        application=made, question="Wie merkt het?", deadline=timezone.localdate()
    )
    after(clock, 77)
    assert len(mails("M14")) == 1
    supplements.keep(asked, {}, "We zijn het aan het uitzoeken.")
    after(clock, 75)
    assert fresh(made).state == State.SUPPLEMENT_ASKED
    assert len(mails("M14")) == 1
    after(clock, 2)
    after(clock, 14)
    assert fresh(made).state == State.WITHDRAWN


def test_a_worker_that_was_away_still_warns_two_weeks_before(clock):
    made = application(State.DRAFT)
    after(clock, 200)
    assert fresh(made).state == State.DRAFT
    assert len(mails("M14")) == 1
    after(clock, 13.9)
    assert fresh(made).state == State.DRAFT
    after(clock, 0.2)
    assert fresh(made).state == State.WITHDRAWN


def test_who_left_no_address_lapses_without_a_mail(clock):
    made = application(State.DRAFT, email="")
    after(clock, 89)
    assert fresh(made).state == State.DRAFT
    after(clock, 2)
    assert fresh(made).state == State.WITHDRAWN
    assert not mails()


@pytest.mark.parametrize(
    "state", sorted(set(State) - {State.INVITED, State.DRAFT, State.SUPPLEMENT_ASKED})
)
def test_what_waits_for_us_never_lapses(clock, state):
    made = application(state)
    after(clock, 400)
    assert fresh(made).state == state
    assert not mails()


def test_a_question_asked_long_after_sending_gives_the_full_time(clock):
    made = application(State.IN_REVIEW)
    clock.shift(timedelta(days=80))
    Application.objects.filter(pk=made.pk).update(
        state=State.SUPPLEMENT_ASKED, state_since=timezone.now()
    )
    after(clock, 70)
    assert not mails()


def test_an_open_question_ends_with_the_application(clock):
    made = application(State.SUPPLEMENT_ASKED)
    asked = Supplement.objects.create(
        application=made, question="Wie merkt het?", deadline=timezone.localdate()
    )
    engine.apply(made, Action.WITHDRAW, APPLICANT)
    asked.refresh_from_db()
    assert asked.ended_at == timezone.now()


def test_nobody_lets_an_application_lapse_by_hand_or_too_soon():
    made = application(State.DRAFT)
    assert engine.obstacles(made, Action.LAPSE, adviser())
    lapsing.lapse()
    assert fresh(made).state == State.DRAFT
