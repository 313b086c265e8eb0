"""What can be done with an application, and who does it."""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AbstractUser

from initiatives.applications.models.choices import Role
from initiatives.applications.workflow.errors import ONLY_ADVISERS, PermissionDenied


class Action(StrEnum):
    """One for each transition of the domain guide, paragraph 6.2 (T1-T17), and some of ours."""

    ADD = "add"
    INVITE = "invite"
    START = "start"
    SUBMIT = "submit"
    TAKE_UP = "take_up"
    ASK_SUPPLEMENT = "ask_supplement"
    MOVE_SUPPLEMENT = "move_supplement"
    DROP_SUPPLEMENT = "drop_supplement"
    SEND_SUPPLEMENT = "send_supplement"
    CONSULT = "consult"
    BACK_TO_REVIEW = "back_to_review"
    PROPOSE = "propose"
    ADMIT = "admit"
    REJECT = "reject"
    PLAN_INTRODUCTION = "plan_introduction"
    INTRODUCE = "introduce"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    REAPPLY = "reapply"
    END = "end"
    REOPEN = "reopen"


# How each reads afterwards.
DONE = {
    Action.ADD: "Potentiële Koploper toegevoegd",
    Action.INVITE: "Uitgenodigd",
    Action.START: "Aanmelding begonnen",
    Action.SUBMIT: "Aanmelding verstuurd",
    Action.TAKE_UP: "In behandeling genomen",
    Action.ASK_SUPPLEMENT: "Aanvulling gevraagd",
    Action.MOVE_SUPPLEMENT: "Dag om te antwoorden verzet",
    Action.DROP_SUPPLEMENT: "Vraag ingetrokken",
    Action.SEND_SUPPLEMENT: "Aanvulling verstuurd",
    Action.CONSULT: "Voorgelegd voor advies",
    Action.BACK_TO_REVIEW: "Terug naar toetsing",
    Action.PROPOSE: "Voorgedragen aan VWS",
    Action.ADMIT: "Toegelaten",
    Action.REJECT: "Niet toegelaten",
    Action.PLAN_INTRODUCTION: "Introductie gepland",
    Action.INTRODUCE: "Introductie vastgelegd",
    Action.WITHDRAW: "Ingetrokken",
    Action.LAPSE: "Vervallen",
    Action.REAPPLY: "Opnieuw aangemeld",
    Action.END: "Deelname beëindigd",
    Action.REOPEN: "Besluit heropend",
}
ASSESS = "applications.assess_application"
VIEW = "applications.view_application"


@dataclass(frozen=True)
class Actor:
    role: Role
    user_id: int | None = None


APPLICANT = Actor(Role.APPLICANT)
VISITOR = Actor(Role.VISITOR)
SYSTEM = Actor(Role.SYSTEM)


def require_adviser(actor: Actor) -> None:
    """Raises PermissionDenied for anybody but an adviser."""
    if actor.role != Role.ADVISER:
        raise PermissionDenied(ONLY_ADVISERS)


def actor_of(user: AbstractUser) -> Actor:
    """Return as whom this member of staff acts. Who may only look acts as administrator."""
    if user.has_perm(ASSESS):
        return Actor(Role.ADVISER, user.pk)
    role = Role.ADMINISTRATOR if user.has_perm(VIEW) else Role.EDITOR
    return Actor(role, user.pk)
