"""Admitting, rejecting and taking a decision back: who may, on what it rests, what is written."""

import pytest
from django.utils import timezone

from initiatives.applications.assessment import decision
from initiatives.applications.models.states import State
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.errors import InvalidState, NotAllowed, PermissionDenied
from tests.applications.cases import advised, adviser, application, fresh, judged, mails
from tests.factories import InitiativePageFactory

pytestmark = pytest.mark.django_db
REASON = "Het initiatief is nog te klein om door anderen overgenomen te worden."


def consulted(verdicts="VVVN", *values, by=None, **fields):
    made = judged(application(State.IN_CONSULTATION, **fields), verdicts, by=by)
    advised(made, *(values or ("positief", "geen_advies")))
    return made


def test_who_tested_does_not_decide():
    anna, bea = adviser("Anna"), adviser("Bea")
    made = consulted(by=anna)
    for action in (Action.ADMIT, Action.REJECT):
        with pytest.raises(NotAllowed, match="besluit een collega"):
            engine.apply(made, action, anna, reason=REASON)
    assert engine.apply(made, Action.ADMIT, bea).state == State.ADMITTED


def test_without_four_eyes_who_tested_decides(settings):
    settings.FOUR_EYES = False
    anna = adviser()
    assert engine.apply(consulted(by=anna), Action.ADMIT, anna).state == State.ADMITTED


def test_a_decision_keeps_on_what_it_rests_whatever_happens_later():
    anna, bea = adviser(), adviser()
    made = consulted("VVV?", "positief", by=anna)
    engine.apply(made, Action.ADMIT, bea)
    judged(made, "NNNN")
    details = made.events.get(kind="admit").told
    assert [row["verdict"] for row in details["judgements"]] == [
        "voldoet",
        "voldoet",
        "voldoet",
        "onduidelijk",
    ]
    assert details["advice"] == [
        {"party": "Ministerie 0", "value": "positief", "text": "", "reaction": ""}
    ]
    assert fresh(made).decided_at is not None


def test_a_negative_advice_needs_a_reaction_before_admitting_and_not_before_rejecting():
    made = consulted("VVVV", "negatief", "positief")
    with pytest.raises(NotAllowed, match="reactie op het negatieve advies van Ministerie 0"):
        engine.apply(made, Action.ADMIT, adviser())
    assert engine.obstacles(made, Action.REJECT, adviser(), reason=REASON) == []
    made.advices.filter(value="negatief").update(reaction="We hebben de kosten besproken.")
    assert engine.apply(made, Action.ADMIT, adviser()).state == State.ADMITTED


def test_deciding_before_all_advice_is_in_takes_a_reason():
    made = consulted("VVVV", "open", "open", "positief")
    with pytest.raises(NotAllowed, match="advies van Ministerie 0 en Ministerie 1 is nog niet"):
        engine.apply(made, Action.ADMIT, adviser())
    engine.apply(made, Action.ADMIT, adviser(), reason="Beiden lieten weten dat ze niets doen.")
    assert made.events.get(kind="admit").reason.startswith("Beiden")


def test_deciding_after_the_term_of_the_advice_takes_no_reason(time_machine):
    time_machine.move_to("2019-03-01T12:00+01:00")
    made = consulted("VVVV", "open")
    last = made.advices.get().due_on
    time_machine.move_to(f"{last}T22:00+01:00")
    assert engine.obstacles(made, Action.ADMIT, adviser(), reason="")
    time_machine.move_to("2019-03-16T12:00+01:00")
    assert engine.obstacles(made, Action.ADMIT, adviser(), reason="") == []


@pytest.mark.parametrize("gone", ["revoked_at", "conflict_at"])
def test_who_was_taken_back_or_has_an_interest_is_not_waited_for(gone):
    made = judged(application(State.IN_CONSULTATION), "VVVV")
    advised(made, "open", **{gone: timezone.now()})
    assert engine.apply(made, Action.ADMIT, adviser()).state == State.ADMITTED


def test_what_a_party_advised_before_does_not_count_once_it_advised_anew():
    made = judged(application(State.IN_CONSULTATION), "VVVV")
    advised(made, "negatief", round=1)
    advised(made, "positief", round=2)
    assert engine.apply(made, Action.ADMIT, adviser()).state == State.ADMITTED


@pytest.mark.parametrize("later", [[], ["positief"], ["positief", "negatief"]])
def test_a_negative_advice_takes_a_reaction_whatever_round_comes_after_it(later):
    made = judged(application(State.IN_CONSULTATION), "VVVV")
    _, negative = advised(made, "positief", "negatief", round=1)
    newest = advised(made, *later, round=2)
    negative = newest[1] if len(newest) > 1 else negative
    said = engine.obstacles(made, Action.ADMIT, adviser(), reason="")
    assert said == ["Schrijf eerst een reactie op het negatieve advies van Ministerie 1."]
    negative.reaction = "We hebben de kosten besproken."
    negative.save()
    assert engine.obstacles(made, Action.ADMIT, adviser(), reason="") == []


def test_rejecting_takes_a_motivation_of_fifty_characters():
    made = judged(application(State.IN_REVIEW), "VNNN")
    with pytest.raises(NotAllowed, match="minstens 50 tekens"):
        engine.apply(made, Action.REJECT, adviser(), reason="x" * 49)
    done = engine.apply(made, Action.REJECT, adviser(), reason=f"  {'x' * 50}  ")
    assert (done.state, made.events.get().reason) == (State.REJECTED, "x" * 50)


def test_after_advice_even_four_met_criteria_can_be_refused_with_a_reason():
    made = consulted("VVVV")
    assert engine.apply(made, Action.REJECT, adviser(), reason=REASON).state == State.REJECTED


def test_when_vws_appoints_there_is_a_step_in_between(settings):
    made = consulted("VVVV")
    with pytest.raises(PermissionDenied, match="niet aan"):
        engine.apply(made, Action.PROPOSE, adviser())
    settings.VWS_APPOINTS = True
    with pytest.raises(InvalidState):
        engine.apply(made, Action.ADMIT, adviser())
    assert engine.apply(made, Action.PROPOSE, adviser()).state == State.PROPOSED
    settings.VWS_APPOINTS = False  # what was proposed is not stuck
    assert engine.apply(made, Action.ADMIT, adviser()).state == State.ADMITTED
    assert made.events.get(kind="propose").details["judgements"]


@pytest.mark.parametrize("state", [State.ADMITTED, State.REJECTED])
def test_a_decision_is_reopened_with_a_reason_and_its_history_stays(state):
    made = judged(application(state, decided_at="2019-01-01T12:00Z"), "VVVN")
    with pytest.raises(NotAllowed, match="Schrijf op waarom"):
        engine.apply(made, Action.REOPEN, adviser(), reason=" ")
    done = engine.apply(made, Action.REOPEN, adviser(), reason="Er was een brief zoek.")
    assert (done.state, done.decided_at) == (State.IN_REVIEW, None)
    line = made.events.get()
    assert (line.from_state, line.reason) == (state, "Er was een brief zoek.")
    assert len(line.details["judgements"]) == 4


@pytest.mark.parametrize(
    ("action", "state"), [(Action.REOPEN, State.IN_REVIEW), (Action.END, State.LEFT)]
)
def test_the_page_of_who_is_no_koploper_any_more_goes_offline(action, state):
    page = InitiativePageFactory()
    made = application(State.ADMITTED, page=page)
    assert engine.apply(made, action, adviser(), reason="Gestopt.").state == state
    page.refresh_from_db()
    assert not page.live


def test_who_was_refused_begins_anew_with_the_same_answers():
    made = application(State.REJECTED, answers={"naam": "Leerlijn"}, may_publish=True)
    assert engine.apply(made, Action.REAPPLY, APPLICANT).state == State.REJECTED
    new = decision.successor(made)
    assert (new.state, new.reference, new.previous) == (State.DRAFT, "", made)
    assert (new.answers, new.email) == (made.answers, made.email)
    assert new.key != made.key
    assert [line.kind for line in new.events.all()] == ["start"]
    with pytest.raises(NotAllowed, match="al een nieuwe aanmelding begonnen"):
        engine.apply(made, Action.REAPPLY, APPLICANT)
    with pytest.raises(NotAllowed):
        engine.apply(made, Action.REOPEN, adviser(), reason="Toch niet.")


def test_staff_see_the_mail_beforehand_add_to_it_and_the_log_knows():
    made = consulted()
    seen = engine.preview(made, Action.ADMIT, adviser(), paragraph="Gefeliciteerd!\n\nTot gauw.")
    (post,) = seen.posts
    assert (post.to, post.letter.subject) == (made.email, "Welkom in het Koplopernetwerk")
    assert "Gefeliciteerd!" in post.letter.text()
    assert made.key.hex not in post.letter.text()
    assert not mails()
    engine.apply(made, Action.ADMIT, adviser(), paragraph="Gefeliciteerd!\n\nTot gauw.")
    (mail,) = mails("M9")
    assert "Gefeliciteerd!\n\nTot gauw." in mail.text
    assert made.key.hex in mail.text
    details = made.events.get().told
    assert (details["mails"], details["paragraph"]) == (["M9"], "Gefeliciteerd!\n\nTot gauw.")


def test_staff_may_choose_not_to_send_which_is_kept():
    made = consulted()
    engine.apply(made, Action.ADMIT, adviser(), no_mail=True)
    assert not mails()
    details = made.events.get().told
    assert (details["mails"], details["no_mail"]) == ([], True)
