"""Every role in every state with every action: what the domain guide allows, and nothing else."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone

from initiatives.applications.models.choices import Role
from initiatives.applications.models.states import State
from initiatives.applications.transitions import TRANSITIONS
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.actions import Action, Actor
from initiatives.applications.workflow.errors import InvalidState, NotAllowed, PermissionDenied
from tests.applications.cases import advised, adviser, application, judged
from tests.factories import EventPageFactory

pytestmark = pytest.mark.django_db

S = State
ADVISER, APPLICANT = Role.ADVISER, Role.APPLICANT
# Copied by hand from the domain guide, paragraph 6.2, so that the table in the code is held to it:
# who, from where, to where (None: it stays).
GUIDE = {
    Action.INVITE: (ADVISER, [S.POTENTIAL], S.INVITED),
    Action.START: (APPLICANT, [S.INVITED], S.DRAFT),
    Action.SUBMIT: (APPLICANT, [S.DRAFT], S.SUBMITTED),
    Action.TAKE_UP: (ADVISER, [S.SUBMITTED], S.IN_REVIEW),
    Action.ASK_SUPPLEMENT: (ADVISER, [S.IN_REVIEW], S.SUPPLEMENT_ASKED),
    Action.MOVE_SUPPLEMENT: (ADVISER, [S.SUPPLEMENT_ASKED], None),
    Action.DROP_SUPPLEMENT: (ADVISER, [S.SUPPLEMENT_ASKED], S.IN_REVIEW),
    Action.SEND_SUPPLEMENT: (APPLICANT, [S.SUPPLEMENT_ASKED], S.IN_REVIEW),
    Action.CONSULT: (ADVISER, [S.IN_REVIEW], S.IN_CONSULTATION),
    Action.BACK_TO_REVIEW: (ADVISER, [S.IN_CONSULTATION, S.PROPOSED], S.IN_REVIEW),
    Action.ADMIT: (ADVISER, [S.IN_CONSULTATION, S.PROPOSED], S.ADMITTED),
    Action.REJECT: (ADVISER, [S.IN_REVIEW, S.IN_CONSULTATION, S.PROPOSED], S.REJECTED),
    Action.INTRODUCE: (ADVISER, [S.ADMITTED], S.INTRODUCED),
    Action.PLAN_INTRODUCTION: (ADVISER, [S.ADMITTED], None),
    Action.WITHDRAW: (
        APPLICANT,
        [
            S.DRAFT,
            S.SUBMITTED,
            S.IN_REVIEW,
            S.SUPPLEMENT_ASKED,
            S.IN_CONSULTATION,
            S.PROPOSED,
        ],
        S.WITHDRAWN,
    ),
    Action.LAPSE: (Role.SYSTEM, [S.INVITED, S.DRAFT, S.SUPPLEMENT_ASKED], S.WITHDRAWN),
    Action.REAPPLY: (APPLICANT, [S.REJECTED], None),
    Action.END: (ADVISER, [S.ADMITTED, S.INTRODUCED], S.LEFT),
    Action.REOPEN: (ADVISER, [S.ADMITTED, S.REJECTED], S.IN_REVIEW),
}
WHEN_VWS_APPOINTS = GUIDE | {
    Action.PROPOSE: (ADVISER, [S.IN_CONSULTATION], S.PROPOSED),
    Action.ADMIT: (ADVISER, [S.PROPOSED], S.ADMITTED),
}
DIFFERENT = list(product(Role, (Action.PROPOSE, Action.ADMIT), [WHEN_VWS_APPOINTS]))
# Nothing that is there already comes into being, and VWS does not appoint unless it is set.
NEVER = {Action.ADD: {ADVISER, Role.EMPLOYERS, Role.VISITOR}, Action.PROPOSE: set()}
# A rule may stand in the way of these: a form to fill in, a plan, a criterion.
WITH_MORE_RULES = {
    Action.START,
    Action.SUBMIT,
    Action.ASK_SUPPLEMENT,
    Action.MOVE_SUPPLEMENT,
    Action.SEND_SUPPLEMENT,
    Action.CONSULT,
    Action.PLAN_INTRODUCTION,
    Action.INTRODUCE,
}
REASON = "Na overleg met alle betrokkenen is dit de uitkomst van de toets."


def expected(state: State, role: Role, action: Action, guide: dict) -> str:
    """Return "role" or "state" for what refuses it, else the state that follows."""
    if action not in guide:
        return "state" if role in NEVER[action] else "role"
    who, sources, target = guide[action]
    if role != who:
        return "role"
    if state not in sources:
        return "state"
    return target or state


def attempt(made, action, actor, **given) -> str:
    """Do it, undo it, and return what came of it."""
    try:
        with transaction.atomic():
            done = engine.apply(made, action, actor, reason=REASON, **given)
            transaction.set_rollback(True)
            return done.state
    except PermissionDenied:
        return "role"
    except InvalidState:
        return "state"
    except NotAllowed:
        return "rule"


@pytest.mark.parametrize("state", State)
def test_every_role_can_do_in_this_state_what_the_guide_says_and_nothing_else(state, settings):
    long_ago = timezone.now() - timedelta(days=200)
    # Silent for long and without an address, so that it lapses; or with one, to be invited.
    fields = {"email": ""} if state in GUIDE[Action.LAPSE][1] else {}
    made = application(state, touched_at=long_ago, state_since=long_ago, **fields)
    tester, decider = adviser(), adviser()
    if made.submitted_at:
        judged(made, "VNNN" if state == S.IN_REVIEW else "VVVN", by=tester)
        advised(made, "positief")
    given = {
        "question": "Wat merken medewerkers er al van? Noem een voorbeeld.",
        "deadline": timezone.localdate() + timedelta(days=14),
        "opened": ["c3_uitleg"],
        "reply": "Zij hebben minder avonddiensten.",
        "meeting": EventPageFactory(kind="koploperbijeenkomst"),
    }
    wrong = []
    for role, action, guide in [*product(Role, Action, [GUIDE]), *DIFFERENT]:
        settings.VWS_APPOINTS = guide is WHEN_VWS_APPOINTS
        actor = Actor(role, decider.user_id if role == ADVISER else None)
        came, wanted = attempt(made, action, actor, **given), expected(state, role, action, guide)
        may_be_refused = came == "rule" and action in WITH_MORE_RULES
        if came != wanted and not (may_be_refused and wanted not in ("role", "state")):
            wrong.append(f"{role} {action}: {came} and not {wanted}")
    if state == S.IN_REVIEW:
        assert engine.obstacles(judged(made, "VVVN"), Action.CONSULT, decider) == []
    assert not wrong, "\n".join(wrong)


def test_the_guide_that_this_test_copied_has_every_row():
    actions = {row.action for row in TRANSITIONS}
    assert actions == GUIDE.keys() | NEVER.keys()
