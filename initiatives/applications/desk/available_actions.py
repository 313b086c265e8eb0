"""What an adviser can do with an application now, and why not what cannot be done."""

from collections.abc import Callable
from dataclasses import dataclass

from initiatives.applications import transitions
from initiatives.applications.assessment import criteria
from initiatives.applications.models import Application
from initiatives.applications.models.choices import Role
from initiatives.applications.models.states import State
from initiatives.applications.workflow import engine
from initiatives.applications.workflow.actions import Action, Actor

JUDGE = "judge"
# What a state asks for next; of those that are possible it is shown first.
EXPECTED = {
    State.POTENTIAL: (Action.INVITE,),
    State.SUBMITTED: (Action.TAKE_UP,),
    State.IN_CONSULTATION: (Action.ADMIT, Action.PROPOSE),
    State.PROPOSED: (Action.ADMIT,),
    State.ADMITTED: (Action.INTRODUCE, Action.PLAN_INTRODUCTION),
}
WAITS = {
    State.INVITED: "We wachten tot de contactpersoon met het formulier begint.",
    State.DRAFT: "De indiener werkt nog aan de aanmelding.",
    State.SUPPLEMENT_ASKED: "We wachten op het antwoord van de indiener.",
    State.WITHDRAWN: "De aanmelding is ingetrokken. Je kunt er niets meer mee doen.",
    State.LEFT: "De deelname is beëindigd. Je kunt er niets meer mee doen.",
}
NOTHING = "Er is nu niets te doen."


@dataclass(frozen=True)
class Step:
    """One action; `is_next` for what the state asks for, `obstacles` are why it cannot be done."""

    label: str
    url: str
    is_next: bool = False
    obstacles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Steps:
    possible: list[Step]
    impossible: list[Step]
    waits: str


def read(application: Application, actor: Actor, url_of: Callable[[str], str]) -> Steps:
    """Return what can be done now, the likeliest first; `url_of` gives the address of an action."""
    state = State(application.state)
    likely = _likely(application)
    possible: list[Step] = []
    impossible: list[Step] = []
    if state == State.IN_REVIEW:
        label = "Criteria beoordelen"
        possible.append(Step(label, url_of(JUDGE), is_next=not likely))
    for row in transitions.possible(state, Role.ADVISER):
        obstacles = engine.obstacles(application, row.action, actor)
        step = Step(
            row.label, url_of(row.action), is_next=row.action in likely, obstacles=tuple(obstacles)
        )
        (impossible if obstacles else possible).append(step)
    possible.sort(key=lambda step: not step.is_next)
    return Steps(possible, impossible, WAITS.get(state, NOTHING))


def _likely(application: Application) -> tuple[Action, ...]:
    state = State(application.state)
    if state != State.IN_REVIEW:
        return EXPECTED.get(state, ())
    if criteria.unjudged(application):
        return ()
    return criteria.outcome(criteria.tally(application)).next_actions[:1]
