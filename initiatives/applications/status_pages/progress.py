"""How far an application is, in four steps, as its applicant sees it (domain guide, 6.1)."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from initiatives.applications.models import Application
from initiatives.applications.models.states import MEMBERS, State
from initiatives.applications.workflow.actions import Action

# Each step with what brings an application there.
STEPS = (
    ("Verstuurd", (Action.SUBMIT,)),
    ("Toetsing", (Action.TAKE_UP,)),
    ("Advies", (Action.CONSULT,)),
    ("Besluit", (Action.ADMIT, Action.REJECT)),
)
HERE = {
    State.SUBMITTED: 0,
    State.IN_REVIEW: 1,
    State.SUPPLEMENT_ASKED: 1,
    State.IN_CONSULTATION: 2,
    State.PROPOSED: 2,
    **dict.fromkeys((*MEMBERS, State.REJECTED), 3),
}


@dataclass(frozen=True)
class Step:
    """One of the four; `day` is when it was reached, None for what is to come or was left out."""

    name: str
    day: date | None
    is_done: bool
    is_here: bool


def progress_of(application: Application) -> list[Step]:
    """Return the four steps; none for an application that is not on the way any more."""
    here = HERE.get(State(application.state))
    if here is None:
        return []
    reached: dict[str, date] = {}
    kinds = [kind for _, actions in STEPS for kind in actions]
    events = application.events.filter(kind__in=kinds).order_by("at", "pk")
    for kind, at in events.values_list("kind", "at"):
        reached[kind] = timezone.localdate(at)
    steps = []
    for place, (name, actions) in enumerate(STEPS):
        days = [reached[kind] for kind in actions if kind in reached]
        day = max(days) if days and place <= here else None
        # The last step is over as soon as it is reached, and nobody advises on what is turned down.
        is_done = day is not None and (place < here or place == len(STEPS) - 1)
        steps.append(Step(name, day, is_done, place == here))
    return steps
