"""The one table of what can happen to an application (domain guide, paragraph 6.2).

Buttons, filters, permissions, the diagram in docs/koplopers.md and the tests are derived from it;
`workflow.engine` carries it out. Guards, acts and letters live in modules of their own, which know
nothing of the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from initiatives.applications import (
    acts,
    consulting,
    guards,
    introducing,
    letters,
    publishing,
    sending,
    supplements,
    tips,
)
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

    `target` is None when the state stays as it is. `begins` says that the deed also makes a new
    application. `serious` deeds cannot be undone, or tell somebody bad news: they ask once more.
    `vws_appoints` is None for a row that always counts; else it counts only when the setting
    VWS_APPOINTS has that value.
    """

    number: str
    deed: Action
    sources: tuple[State, ...]
    target: State | None
    label: str
    roles: tuple[Role, ...]
    guard: Guard = allowed
    act: Effect = no_effect
    letters: Mails = no_mails
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
        deed=Action.ADD,
        sources=(),
        target=State.POTENTIAL,
        label="Potentiële Koploper toevoegen",
        roles=(Role.ADVISER, Role.EMPLOYERS, Role.VISITOR),
        act=tips.keep,
        letters=tips.thank,
        begins=True,
    ),
    Transition(
        number="T2",
        deed=Action.INVITE,
        sources=(State.POTENTIAL,),
        target=State.INVITED,
        label="Uitnodigen",
        roles=(Role.ADVISER,),
        guard=guards.has_address,
        letters=letters.invited,
    ),
    Transition(
        number="T3",
        deed=Action.START,
        sources=(State.INVITED,),
        target=State.DRAFT,
        label="Start aanmelding",
        roles=(Role.APPLICANT,),
        begins=True,
    ),
    Transition(
        number="T4",
        deed=Action.SUBMIT,
        sources=(State.DRAFT,),
        target=State.SUBMITTED,
        label="Verstuur aanmelding",
        roles=(Role.APPLICANT,),
        guard=sending.is_complete,
        act=sending.send,
        letters=sending.received,
    ),
    Transition(
        number="T5",
        deed=Action.TAKE_UP,
        sources=(State.SUBMITTED,),
        target=State.IN_REVIEW,
        label="In behandeling nemen",
        roles=(Role.ADVISER,),
        guard=guards.is_somebody,
        act=acts.take_up,
    ),
    Transition(
        number="T6",
        deed=Action.ASK_SUPPLEMENT,
        sources=(State.IN_REVIEW,),
        target=State.SUPPLEMENT_ASKED,
        label="Aanvulling vragen",
        roles=(Role.ADVISER,),
        guard=supplements.may_ask,
        act=supplements.ask,
        letters=supplements.questions,
    ),
    Transition(
        number="T7",
        deed=Action.SEND_SUPPLEMENT,
        sources=(State.SUPPLEMENT_ASKED,),
        target=State.IN_REVIEW,
        label="Verstuur aanvulling",
        roles=(Role.APPLICANT,),
        guard=supplements.may_send,
        act=supplements.send_in,
        letters=letters.supplement_came,
    ),
    Transition(
        number="T8",
        deed=Action.CONSULT,
        sources=(State.IN_REVIEW,),
        target=State.IN_CONSULTATION,
        label="Voorleggen voor advies",
        roles=(Role.ADVISER,),
        guard=consulting.may_ask,
        act=consulting.ask,
        letters=consulting.invitations,
    ),
    Transition(
        number="T9",
        deed=Action.BACK_TO_REVIEW,
        sources=(State.IN_CONSULTATION, State.PROPOSED),
        target=State.IN_REVIEW,
        label="Terug naar toetsing",
        roles=(Role.ADVISER,),
        guard=guards.gives_reason,
    ),
    Transition(
        number="T10",
        deed=Action.ADMIT,
        sources=(State.IN_CONSULTATION,),
        target=State.ADMITTED,
        label="Toelaten",
        roles=(Role.ADVISER,),
        guard=publishing.may_admit,
        act=publishing.admit,
        serious=True,
        vws_appoints=False,
        letters=publishing.admitted,
    ),
    Transition(
        number="T10a",
        deed=Action.PROPOSE,
        sources=(State.IN_CONSULTATION,),
        target=State.PROPOSED,
        label="Voordragen aan VWS",
        roles=(Role.ADVISER,),
        guard=guards.may_admit,
        act=acts.on_what_it_rests,
        serious=True,
        vws_appoints=True,
    ),
    # Also when the setting has been turned off meanwhile: what was proposed can still be admitted.
    Transition(
        number="T10b",
        deed=Action.ADMIT,
        sources=(State.PROPOSED,),
        target=State.ADMITTED,
        label="Toelaten",
        roles=(Role.ADVISER,),
        guard=publishing.may_admit,
        act=publishing.admit,
        serious=True,
        letters=publishing.admitted,
    ),
    Transition(
        number="T11",
        deed=Action.REJECT,
        sources=(State.IN_REVIEW, State.IN_CONSULTATION, State.PROPOSED),
        target=State.REJECTED,
        label="Niet toelaten",
        roles=(Role.ADVISER,),
        guard=guards.may_reject,
        act=acts.decide,
        serious=True,
        letters=letters.rejected,
    ),
    Transition(
        number="T12",
        deed=Action.INTRODUCE,
        sources=(State.ADMITTED,),
        target=State.INTRODUCED,
        label="Introductie vastleggen",
        roles=(Role.ADVISER,),
        guard=introducing.may_introduce,
        act=introducing.introduce,
        letters=letters.introduced,
    ),
    Transition(
        number="T13",
        deed=Action.PLAN_INTRODUCTION,
        sources=(State.ADMITTED,),
        target=None,
        label="Introductie plannen",
        roles=(Role.ADVISER,),
        guard=introducing.may_plan,
        act=introducing.plan,
        letters=introducing.plan_letters,
    ),
    Transition(
        number="T14",
        deed=Action.WITHDRAW,
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
        act=acts.close,
        serious=True,
        letters=letters.withdrawn,
    ),
    Transition(
        number="T15",
        deed=Action.LAPSE,
        sources=(State.INVITED, State.DRAFT, State.SUPPLEMENT_ASKED),
        target=State.WITHDRAWN,
        label="Laten vervallen",
        roles=(Role.SYSTEM,),
        act=acts.close,
        guard=guards.has_lapsed,
        letters=letters.withdrawn,
    ),
    # The decision stands; what begins is a new application in state DRAFT (acts.successor).
    Transition(
        number="T16",
        deed=Action.REAPPLY,
        sources=(State.REJECTED,),
        target=None,
        label="Opnieuw aanmelden",
        roles=(Role.APPLICANT,),
        guard=guards.may_reapply,
        act=acts.reapply,
        letters=sending.begun_again,
    ),
    Transition(
        number="T17",
        deed=Action.END,
        sources=(State.ADMITTED, State.INTRODUCED),
        target=State.LEFT,
        label="Beëindigen",
        roles=(Role.ADVISER,),
        guard=guards.gives_reason,
        act=acts.end,
        serious=True,
        letters=letters.ended,
    ),
    Transition(
        number="T18",
        deed=Action.REOPEN,
        sources=(State.ADMITTED, State.REJECTED),
        target=State.IN_REVIEW,
        label="Besluit heropenen",
        roles=(Role.ADVISER,),
        guard=guards.may_reopen,
        act=acts.reopen,
        serious=True,
        letters=introducing.call_off_letters,
    ),
)


def rows(deed: Action | None = None) -> Iterator[Transition]:
    """Yield the rows that count, in the order of the table; of one deed if one is named."""
    return (row for row in TRANSITIONS if row.counts and deed in (None, row.deed))


def row_of(deed: Action, state: str) -> Transition | None:
    """Return the row by which this deed leaves this state, None when it cannot be done there."""
    return next((row for row in rows(deed) if state in row.sources), None)


def beginning(deed: Action) -> Transition | None:
    """Return the row by which this deed makes a new application, None when it makes none."""
    return next((row for row in rows(deed) if row.begins), None)


def roles_of(deed: Action) -> set[Role]:
    """Return who may do this, in whatever state."""
    return {role for row in rows(deed) for role in row.roles}


def label_of(deed: Action) -> str:
    """Return what the button says."""
    return next(row.label for row in TRANSITIONS if row.deed == deed)


def possible(state: str, role: Role) -> list[Transition]:
    """Return what somebody in this role can do with an application in this state."""
    return [row for row in rows() if state in row.sources and role in row.roles]
