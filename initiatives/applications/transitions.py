"""The one table of what can happen to an application (domain guide, paragraph 6.2).

Buttons, filters, permissions, tests and the diagram in docs/apps/applications.md are derived from
it; `workflow.engine` carries it out. Guards, effects and mails live in the phases, which know
nothing of the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from initiatives.applications import handovers, mails
from initiatives.applications.assessment import decision, supplements
from initiatives.applications.consultation import advice_requests
from initiatives.applications.intake import nominations, submission
from initiatives.applications.membership import introduction, koploper_page
from initiatives.applications.models.choices import Role
from initiatives.applications.models.states import State
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.types import (
    Effect,
    Guard,
    Mails,
    allowed,
    no_effect,
    no_mails,
)


@dataclass(frozen=True)
class Transition:
    """One row: who may bring what from where to where, and what comes with it.

    `target` is None when the state stays as it is. `begins` says that the action also makes a new
    application. `serious` actions cannot be undone, or tell somebody bad news: they ask once more.
    `vws_appoints` is None for a row that always counts; else it counts only when the setting
    VWS_APPOINTS has that value.
    """

    number: str
    action: Action
    sources: tuple[State, ...]
    target: State | None
    label: str
    roles: tuple[Role, ...]
    guard: Guard = allowed
    effect: Effect = no_effect
    mails: Mails = no_mails
    begins: bool = False
    serious: bool = False
    vws_appoints: bool | None = None

    @property
    def counts(self) -> bool:
        """Tell whether the row counts, with the settings as they are."""
        return self.vws_appoints in (None, settings.VWS_APPOINTS)


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        number="T1",
        action=Action.ADD,
        sources=(),
        target=State.POTENTIAL,
        label="Potentiële Koploper toevoegen",
        roles=(Role.ADVISER, Role.EMPLOYERS, Role.VISITOR),
        effect=nominations.keep,
        mails=nominations.thank,
        begins=True,
    ),
    Transition(
        number="T2",
        action=Action.INVITE,
        sources=(State.POTENTIAL,),
        target=State.INVITED,
        label="Uitnodigen",
        roles=(Role.ADVISER,),
        guard=decision.has_address,
        mails=mails.invited,
    ),
    Transition(
        number="T3",
        action=Action.START,
        sources=(State.INVITED,),
        target=State.DRAFT,
        label="Start aanmelding",
        roles=(Role.APPLICANT,),
        begins=True,
    ),
    Transition(
        number="T4",
        action=Action.SUBMIT,
        sources=(State.DRAFT,),
        target=State.SUBMITTED,
        label="Verstuur aanmelding",
        roles=(Role.APPLICANT,),
        guard=submission.is_complete,
        effect=submission.send,
        mails=submission.received,
    ),
    Transition(
        number="T5",
        action=Action.TAKE_UP,
        sources=(State.SUBMITTED,),
        target=State.IN_REVIEW,
        label="In behandeling nemen",
        roles=(Role.ADVISER,),
        guard=decision.is_somebody,
        effect=decision.take_up,
        mails=handovers.taken_up,
    ),
    Transition(
        number="T6",
        action=Action.ASK_SUPPLEMENT,
        sources=(State.IN_REVIEW,),
        target=State.SUPPLEMENT_ASKED,
        label="Aanvulling vragen",
        roles=(Role.ADVISER,),
        guard=supplements.may_ask,
        effect=supplements.ask,
        mails=supplements.questions,
    ),
    Transition(
        number="T6a",
        action=Action.MOVE_SUPPLEMENT,
        sources=(State.SUPPLEMENT_ASKED,),
        target=None,
        label="Dag om te antwoorden verzetten",
        roles=(Role.ADVISER,),
        guard=supplements.may_move,
        effect=supplements.move,
        mails=supplements.moved_mails,
    ),
    Transition(
        number="T6b",
        action=Action.DROP_SUPPLEMENT,
        sources=(State.SUPPLEMENT_ASKED,),
        target=State.IN_REVIEW,
        label="Vraag intrekken",
        roles=(Role.ADVISER,),
        guard=decision.gives_reason,
        effect=supplements.drop,
        mails=mails.question_dropped,
    ),
    Transition(
        number="T7",
        action=Action.SEND_SUPPLEMENT,
        sources=(State.SUPPLEMENT_ASKED,),
        target=State.IN_REVIEW,
        label="Verstuur aanvulling",
        roles=(Role.APPLICANT,),
        guard=supplements.may_send,
        effect=supplements.send_in,
        mails=mails.supplement_came,
    ),
    Transition(
        number="T8",
        action=Action.CONSULT,
        sources=(State.IN_REVIEW,),
        target=State.IN_CONSULTATION,
        label="Voorleggen voor advies",
        roles=(Role.ADVISER,),
        guard=advice_requests.may_ask,
        effect=advice_requests.ask,
        mails=advice_requests.invitation_mails,
    ),
    Transition(
        number="T9",
        action=Action.BACK_TO_REVIEW,
        sources=(State.IN_CONSULTATION, State.PROPOSED),
        target=State.IN_REVIEW,
        label="Terug naar toetsing",
        roles=(Role.ADVISER,),
        guard=decision.gives_reason,
    ),
    Transition(
        number="T10",
        action=Action.ADMIT,
        sources=(State.IN_CONSULTATION,),
        target=State.ADMITTED,
        label="Toelaten",
        roles=(Role.ADVISER,),
        guard=koploper_page.may_admit,
        effect=koploper_page.admit,
        serious=True,
        vws_appoints=False,
        mails=koploper_page.admitted,
    ),
    Transition(
        number="T10a",
        action=Action.PROPOSE,
        sources=(State.IN_CONSULTATION,),
        target=State.PROPOSED,
        label="Voordragen aan VWS",
        roles=(Role.ADVISER,),
        guard=decision.may_admit,
        effect=decision.on_what_it_rests,
        serious=True,
        vws_appoints=True,
    ),
    # Also when the setting has been turned off meanwhile: what was proposed can still be admitted.
    Transition(
        number="T10b",
        action=Action.ADMIT,
        sources=(State.PROPOSED,),
        target=State.ADMITTED,
        label="Toelaten",
        roles=(Role.ADVISER,),
        guard=koploper_page.may_admit,
        effect=koploper_page.admit,
        serious=True,
        mails=koploper_page.admitted,
    ),
    Transition(
        number="T11",
        action=Action.REJECT,
        sources=(State.IN_REVIEW, State.IN_CONSULTATION, State.PROPOSED),
        target=State.REJECTED,
        label="Niet toelaten",
        roles=(Role.ADVISER,),
        guard=decision.may_reject,
        effect=decision.decide,
        serious=True,
        mails=mails.rejected,
    ),
    Transition(
        number="T12",
        action=Action.INTRODUCE,
        sources=(State.ADMITTED,),
        target=State.INTRODUCED,
        label="Introductie vastleggen",
        roles=(Role.ADVISER,),
        guard=introduction.may_introduce,
        effect=introduction.introduce,
        mails=mails.introduced,
    ),
    Transition(
        number="T13",
        action=Action.PLAN_INTRODUCTION,
        sources=(State.ADMITTED,),
        target=None,
        label="Introductie plannen",
        roles=(Role.ADVISER,),
        guard=introduction.may_plan,
        effect=introduction.plan,
        mails=introduction.plan_mails,
    ),
    Transition(
        number="T14",
        action=Action.WITHDRAW,
        sources=(
            State.DRAFT,
            State.SUBMITTED,
            State.IN_REVIEW,
            State.SUPPLEMENT_ASKED,
            State.IN_CONSULTATION,
            State.PROPOSED,
        ),
        target=State.WITHDRAWN,
        label="Trek aanmelding in",
        roles=(Role.APPLICANT,),
        effect=decision.close,
        serious=True,
        mails=mails.withdrawn,
    ),
    Transition(
        number="T15",
        action=Action.LAPSE,
        sources=(State.INVITED, State.DRAFT, State.SUPPLEMENT_ASKED),
        target=State.WITHDRAWN,
        label="Laten vervallen",
        roles=(Role.SYSTEM,),
        effect=decision.close,
        guard=decision.has_lapsed,
        mails=mails.withdrawn,
    ),
    # The decision stands; what begins is a new application in state DRAFT (decision.successor).
    Transition(
        number="T16",
        action=Action.REAPPLY,
        sources=(State.REJECTED,),
        target=None,
        label="Opnieuw aanmelden",
        roles=(Role.APPLICANT,),
        guard=decision.may_reapply,
        effect=decision.reapply,
        mails=submission.begun_again,
    ),
    Transition(
        number="T17",
        action=Action.END,
        sources=(State.ADMITTED, State.INTRODUCED),
        target=State.LEFT,
        label="Beëindigen",
        roles=(Role.ADVISER,),
        guard=decision.gives_reason,
        effect=decision.end,
        serious=True,
        mails=mails.ended,
    ),
    Transition(
        number="T18",
        action=Action.REOPEN,
        sources=(State.ADMITTED, State.REJECTED),
        target=State.IN_REVIEW,
        label="Besluit heropenen",
        roles=(Role.ADVISER,),
        guard=decision.may_reopen,
        effect=decision.reopen,
        serious=True,
        mails=introduction.reopening_mails,
    ),
)


def rows(action: Action | None = None) -> Iterator[Transition]:
    """Yield the rows that count, in the order of the table; of one action if one is named."""
    return (row for row in TRANSITIONS if row.counts and action in (None, row.action))


def row_of(action: Action, state: str) -> Transition | None:
    """Return the row by which this action leaves this state, None when it cannot be done there."""
    return next((row for row in rows(action) if state in row.sources), None)


def beginning(action: Action) -> Transition | None:
    """Return the row by which this action makes a new application, None when it makes none."""
    return next((row for row in rows(action) if row.begins), None)


def roles_of(action: Action) -> set[Role]:
    """Return who may do this, in whatever state."""
    return {role for row in rows(action) for role in row.roles}


def label_of(action: Action) -> str:
    """Return what the button says."""
    return next(row.label for row in TRANSITIONS if row.action == action)


def possible(state: str, role: Role) -> list[Transition]:
    """Return what somebody in this role can do with an application in this state."""
    return [row for row in rows() if state in row.sources and role in row.roles]
