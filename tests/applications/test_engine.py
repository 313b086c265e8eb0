"""Doing something with an application: who may, when, and what is kept of it."""

import pytest
from django.db import IntegrityError, connection, transaction

from initiatives.applications import transitions
from initiatives.applications.intake import submission
from initiatives.applications.models import Application, ApplicationEvent
from initiatives.applications.models.choices import Role, Route
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log, engine, outgoing_mail
from initiatives.applications.workflow.actions import (
    APPLICANT,
    DONE,
    SYSTEM,
    VISITOR,
    Action,
    Actor,
)
from initiatives.applications.workflow.errors import (
    ChangedMeanwhile,
    InvalidState,
    NotAllowed,
    PermissionDenied,
)
from tests.applications.cases import adviser, application, fresh, judged

pytestmark = pytest.mark.django_db
REASON = "Het initiatief is nog te klein om door anderen overgenomen te worden."


def test_taking_up_moves_the_application_and_writes_who_did_it():
    made, anna = application(), adviser("Anna")
    done = engine.apply(made, Action.TAKE_UP, anna)
    assert (done.state, done.adviser_id) == (State.IN_REVIEW, anna.user_id)
    line = made.events.get()
    assert (line.kind, line.role, line.user_id) == ("take_up", Role.ADVISER, anna.user_id)
    assert (line.from_state, line.to_state) == (State.SUBMITTED, State.IN_REVIEW)


def test_who_has_no_say_is_told_who_has():
    made = application()
    with pytest.raises(PermissionDenied) as refused:
        engine.apply(made, Action.TAKE_UP, Actor(Role.ADMINISTRATOR, 1))
    assert refused.value.status == 403
    assert "adviseur Koplopernetwerk" in refused.value.sentence
    assert fresh(made).state == State.SUBMITTED
    assert not made.events.exists()


def test_who_comes_second_reads_who_was_first_and_when():
    made = application()
    engine.apply(made, Action.TAKE_UP, adviser("Anna"))
    with pytest.raises(InvalidState) as refused:
        engine.apply(made, Action.TAKE_UP, adviser("Bea"))
    assert refused.value.status == 409
    assert "In behandeling genomen op" in refused.value.sentence
    assert "Anna" in refused.value.sentence


def test_an_applicant_reads_plain_words_and_no_name_of_a_colleague():
    made = application()
    engine.apply(made, Action.TAKE_UP, adviser("Anna"))
    with pytest.raises(InvalidState) as refused:
        engine.apply(made, Action.SUBMIT, APPLICANT)
    assert "In behandeling" in refused.value.sentence
    assert "Anna" not in refused.value.sentence


def test_what_changed_since_the_page_was_shown_refuses_the_action_but_reading_does_not():
    made, anna = application(State.IN_REVIEW), adviser()
    seen = audit_log.version(made)
    audit_log.record(made, audit_log.VIEWED, anna)
    judged(made, "NNNN")
    audit_log.record(made, audit_log.JUDGED, anna)
    with pytest.raises(ChangedMeanwhile):
        engine.apply(made, Action.REJECT, anna, reason=REASON, seen=seen)
    seen = audit_log.version(made)
    audit_log.record(made, audit_log.VIEWED, anna)
    engine.apply(made, Action.REJECT, anna, reason=REASON, seen=seen)


def test_a_rule_that_refuses_gives_every_reason_and_changes_nothing():
    made = application(State.IN_REVIEW)
    with pytest.raises(NotAllowed) as refused:
        engine.apply(made, Action.CONSULT, adviser())
    assert len(refused.value.sentences) == 2
    assert fresh(made).state == State.IN_REVIEW


def test_a_new_application_begins_with_a_line_in_the_log():
    made = engine.begin(Application(name="Tip", route=Route.NOMINATED), Action.ADD, VISITOR)
    assert made.state == State.POTENTIAL
    assert made.events.get().to_state == State.POTENTIAL
    with pytest.raises(PermissionDenied):
        engine.begin(Application(), Action.START, SYSTEM)


def test_foreseeing_changes_nothing():
    made = application()
    seen = engine.preview(made, Action.TAKE_UP, adviser())
    assert (seen.obstacles, seen.target) == ([], State.IN_REVIEW)
    assert fresh(made).state == State.SUBMITTED
    assert not made.events.exists()
    assert engine.preview(made, Action.CONSULT, adviser()).obstacles


def test_what_a_form_has_yet_to_ask_is_no_obstacle():
    made = judged(application(State.IN_REVIEW), "NNNN")
    assert engine.obstacles(made, Action.REJECT, adviser()) == []
    assert engine.obstacles(made, Action.REJECT, adviser(), reason="Nee.")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE applications_applicationevent SET reason = 'anders'",
        "DELETE FROM applications_applicationevent",
    ],
)
def test_the_log_is_for_good_in_sql_too(change):
    audit_log.record(application(), audit_log.VIEWED, adviser())
    with (
        pytest.raises(IntegrityError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert ApplicationEvent.objects.get().reason == ""


def test_the_log_survives_its_user_and_refuses_kinds_that_nobody_knows():
    made, anna = application(), adviser()
    line = audit_log.record(made, audit_log.VIEWED, anna)
    with pytest.raises(TypeError):
        line.delete()
    with pytest.raises(TypeError):
        made.events.all().delete()
    with pytest.raises(ValueError, match="unheard"):
        audit_log.record(made, "unheard", anna)


def test_numbers_of_a_year_follow_each_other_and_a_rollback_leaves_no_gap(time_machine):
    time_machine.move_to("2026-12-31T22:59:00+00:00")
    assert submission.next_reference() == "KL-2026-0001"
    with pytest.raises(RuntimeError, match="stop"), transaction.atomic():
        assert submission.next_reference() == "KL-2026-0002"
        raise RuntimeError("stop")
    assert submission.next_reference() == "KL-2026-0002"
    time_machine.move_to("2026-12-31T23:01:00+00:00")  # in Amsterdam it is next year
    assert submission.next_reference() == "KL-2027-0001"


def test_every_action_has_a_row_and_words():
    assert {row.action for row in transitions.TRANSITIONS} == set(Action) == set(DONE)
    numbers = [row.number for row in transitions.TRANSITIONS]
    assert len(numbers) == len(set(numbers))
    assert {f"T{number}" for number in range(1, 19)} <= set(numbers)


def test_a_mail_to_staff_leads_to_the_page_of_the_application():
    made = application()
    assert outgoing_mail.desk_url(made).endswith(f"/inspect/{made.pk}/")
