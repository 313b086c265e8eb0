"""What advisers find of the four criteria, and what that allows (domain guide, paragraph 4)."""

from itertools import product

import pytest

from initiatives.applications.assessment import criteria
from initiatives.applications.assessment.criteria import Tally
from initiatives.applications.models import Version
from initiatives.applications.models.choices import Role, Verdict
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log, engine
from initiatives.applications.workflow.actions import APPLICANT, Action, Actor
from initiatives.applications.workflow.errors import (
    ChangedMeanwhile,
    InvalidState,
    NotAllowed,
    PermissionDenied,
)
from initiatives.choices import Criterion
from tests.applications.cases import MOTIVATION, VERDICTS, adviser, application, judged

CONSULT, ASK, REJECT = Action.CONSULT, Action.ASK_SUPPLEMENT, Action.REJECT
REASON = "Het initiatief is nog te klein om door anderen overgenomen te worden."


@pytest.mark.parametrize(
    ("verdicts", "is_admissible", "next_actions"),
    [
        ((4, 0, 0), True, (CONSULT,)),
        ((3, 1, 0), True, (CONSULT,)),
        ((3, 0, 1), True, (CONSULT, ASK)),
        ((2, 0, 2), False, (ASK,)),
        ((2, 1, 1), False, (ASK,)),
        ((2, 2, 0), False, (REJECT, ASK)),
        ((1, 3, 0), False, (REJECT, ASK)),
        ((1, 0, 3), False, (REJECT, ASK)),
        ((0, 4, 0), False, (REJECT, ASK)),
        ((0, 0, 4), False, (REJECT, ASK)),
    ],
)
def test_the_truth_table(verdicts, is_admissible, next_actions):
    result = criteria.outcome(Tally(*verdicts))
    assert (result.is_admissible, result.next_actions) == (is_admissible, next_actions)
    assert result.is_undecided == (next_actions == (ASK,))


@pytest.mark.django_db
def test_of_all_81_judgements_only_those_of_the_truth_table_go_on():
    made, anna = judged(application(State.IN_REVIEW), "VVVV"), adviser()
    for four in product("VN?", repeat=4):
        for criterion, letter in zip(Criterion, four, strict=True):
            changed = made.judgements.filter(criterion=criterion).exclude(verdict=VERDICTS[letter])
            changed.update(verdict=VERDICTS[letter])
        result = criteria.outcome(criteria.tally(made))
        may_consult = not engine.obstacles(made, CONSULT, anna)
        may_reject = not engine.obstacles(made, REJECT, anna, reason=REASON)
        assert may_consult == (four.count("V") >= 3) == (CONSULT in result.next_actions), four
        assert may_reject == (REJECT in result.next_actions), four


@pytest.mark.parametrize(
    ("kinds", "collaborates"),
    [
        (["zorg"], False),
        (["zorg", "zorg"], True),
        (["welzijn", "onderwijs"], True),
        (["onderwijs", "lokale-overheid"], False),
        (["andere-sector", "zorg"], True),
        ([], False),
        (["zorg", ""], False),
    ],
)
def test_the_hint_about_collaborating(kinds, collaborates):
    answers = {"organisaties": [{"naam": "Een", "soort": kind} for kind in kinds]}
    assert criteria.collaborates(answers) == collaborates


def test_the_hint_needs_no_answers_at_all():
    assert criteria.collaborates({}) is False


@pytest.mark.django_db
class TestJudging:
    def test_former_judgements_stay_readable(self):
        made, anna = application(State.IN_REVIEW), adviser()
        version = criteria.latest_version(made)
        criteria.judge(made, anna, version, {Criterion.CHANGE: (Verdict.UNCLEAR, "Wie merkt het?")})
        criteria.judge(made, anna, version, {Criterion.CHANGE: (Verdict.MET, MOTIVATION)})
        assert made.judgements.get().verdict == Verdict.MET
        lines = made.events.filter(kind=audit_log.JUDGED).order_by("pk")
        kept = [line.told["judgements"][0] for line in lines]
        assert [row["verdict"] for row in kept] == ["onduidelijk", "voldoet"]
        assert kept[0]["motivation"] == "Wie merkt het?"
        assert (kept[0]["version"], kept[0]["judged_by"]) == (1, anna.user_id)

    def test_what_was_read_must_be_the_newest(self):
        made, anna = application(State.IN_REVIEW), adviser()
        read = criteria.latest_version(made)
        Version.objects.create(application=made, number=2, answers={}, form_version=1)
        with pytest.raises(ChangedMeanwhile, match="Een collega heeft deze aanmelding"):
            criteria.judge(made, anna, read, {Criterion.CHANGE: (Verdict.MET, MOTIVATION)})
        assert not made.judgements.exists()

    def test_a_colleague_who_judged_meanwhile_is_not_overwritten(self):
        made, anna, bea = application(State.IN_REVIEW), adviser(), adviser()
        seen, version = audit_log.version(made), criteria.latest_version(made)
        verdict = {Criterion.CHANGE: (Verdict.MET, MOTIVATION)}
        criteria.judge(made, anna, version, verdict, seen=seen)
        with pytest.raises(ChangedMeanwhile):
            criteria.judge(made, bea, version, verdict, seen=seen)

    def test_judgements_of_an_older_version_are_not_enough(self):
        made = judged(application(State.IN_REVIEW), "VVVV")
        Version.objects.create(application=made, number=2, answers={}, form_version=1)
        (sentence,) = engine.obstacles(made, Action.CONSULT, adviser())
        assert "versie 2" in sentence

    def test_every_verdict_needs_a_motivation(self):
        made = application(State.IN_REVIEW)
        verdict = {Criterion.CHANGE: (Verdict.MET, "  ")}
        with pytest.raises(NotAllowed, match="Veranderen"):
            criteria.judge(made, adviser(), criteria.latest_version(made), verdict)

    def test_nobody_else_judges(self):
        made = application(State.IN_REVIEW)
        for actor in (APPLICANT, Actor(Role.ADMINISTRATOR, 1), Actor(Role.EDITOR)):
            with pytest.raises(PermissionDenied):
                criteria.judge(made, actor, criteria.latest_version(made), {})

    def test_judging_is_for_the_time_of_testing(self):
        anna = adviser()
        for state in set(State) - {State.IN_REVIEW}:
            made = application(state)
            with pytest.raises(InvalidState):
                criteria.judge(made, anna, criteria.latest_version(made), {})
