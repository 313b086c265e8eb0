"""How long an application may take, as the desk counts it."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from initiatives.applications.assessment import deadlines
from initiatives.applications.models import Application, ApplicationEvent
from initiatives.applications.models.states import State

pytestmark = pytest.mark.django_db
# In March 2019 every day from Monday to Friday is a working day.
SENT = date(2019, 3, 1)  # a Friday


def at(day, hour=12):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def march(number):
    return date(2019, 3, number)


def application(*stays, sent=SENT):
    """Return one that was sent on a day and came into further states on others."""
    state, since = [(State.SUBMITTED, sent), *stays][-1]
    made = Application.objects.create(
        reference=f"KL-2019-{Application.objects.count():04}",
        state=state,
        state_since=at(since),
        submitted_at=at(sent),
    )
    before = State.DRAFT
    for target, day in [(State.SUBMITTED, sent), *stays]:
        ApplicationEvent.objects.create(
            application=made,
            kind="x",
            role="systeem",
            at=at(day),
            from_state=before,
            to_state=target,
        )
        before = target
    return made


def test_what_was_sent_is_taken_up_within_five_working_days():
    sent = application()
    term = deadlines.of(sent, march(8))
    assert (term.started_on, term.due_on) == (SENT, march(8))
    assert (term.age_workdays, term.left_workdays, term.is_overdue) == (5, 0, False)
    late = deadlines.of(sent, march(12))
    assert (late.left_workdays, late.is_overdue) == (-2, True)


def test_a_weekend_after_the_last_day_is_late_by_no_working_day_and_late_all_the_same():
    assert deadlines.of(application(), date(2019, 3, 9)).is_overdue


def test_the_review_has_fifteen_working_days_of_its_own():
    tested = application((State.IN_REVIEW, march(6)))
    assert deadlines.of(tested, march(7)).due_on == march(27)
    assert deadlines.of(tested, march(7)).started_on == march(6)


def test_the_clock_stands_still_while_the_applicant_has_a_question():
    asked = application((State.IN_REVIEW, march(4)), (State.SUPPLEMENT_ASKED, march(6)))
    term = deadlines.of(asked, march(13))
    assert (term.is_paused, term.is_overdue, term.due_on) == (True, False, None)
    assert (term.age_workdays, term.paused_workdays) == (3, 5)


def test_what_the_clock_stood_still_is_added_to_the_term():
    answered = application(
        (State.IN_REVIEW, march(4)),
        (State.SUPPLEMENT_ASKED, march(6)),
        (State.IN_REVIEW, march(13)),
    )
    term = deadlines.of(answered, march(14))
    # Fifteen working days after 4 March, and the five of the question.
    assert (term.started_on, term.due_on) == (march(4), date(2019, 4, 1))
    assert term.age_workdays == 4


def test_going_back_to_the_review_begins_that_anew_within_the_term_of_the_whole():
    back = application(
        (State.IN_REVIEW, march(4)),
        (State.IN_CONSULTATION, march(22)),
        (State.IN_REVIEW, march(29)),
    )
    term = deadlines.of(back, date(2019, 4, 1))
    assert term.started_on == march(29)
    # Thirty working days after 1 March; fifteen after 29 March would be later.
    assert term.due_on == date(2019, 4, 12)


def test_advice_has_ten_working_days():
    asked = application((State.IN_REVIEW, march(4)), (State.IN_CONSULTATION, march(6)))
    assert deadlines.of(asked, march(6)).due_on == march(20)


def test_the_time_that_a_decision_stood_does_not_count_when_it_is_reopened():
    reopened = application(
        (State.IN_REVIEW, march(4)),
        (State.REJECTED, march(8)),
        (State.IN_REVIEW, march(22)),
    )
    term = deadlines.of(reopened, march(22))
    assert (term.age_workdays, term.paused_workdays) == (5, 10)
    assert (term.started_on, term.is_overdue) == (march(22), False)


@pytest.mark.parametrize("state", [State.ADMITTED, State.REJECTED, State.WITHDRAWN])
def test_what_is_decided_has_no_term(state):
    assert deadlines.of(application((state, march(5))), march(6)) is None


def test_what_was_not_sent_has_no_term():
    assert deadlines.of(Application.objects.create(), march(6)) is None


def test_without_a_log_the_term_counts_from_what_the_row_knows():
    known = Application.objects.create(
        reference="KL-1", state="in_toetsing", state_since=at(march(4)), submitted_at=at(SENT)
    )
    assert deadlines.of(known, march(5)).due_on == march(25)


def test_many_terms_take_two_queries(django_assert_num_queries):
    made = [application((State.IN_REVIEW, march(4 + nth))) for nth in range(3)]
    with django_assert_num_queries(2):
        found = deadlines.of_many(Application.objects.under_way(), march(8))
    assert found == {one.pk: deadlines.of(one, march(8)) for one in made}


def test_the_terms_are_a_setting(settings):
    settings.TERMS_IN_WORKDAYS = {"ingediend": 2}
    assert deadlines.of(application(), march(4)).due_on == march(5)
