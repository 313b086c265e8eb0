"""How long an application may take in each of its states (domain guide, paragraph 6.4).

Terms are working days. The clock of the whole begins when the application is sent, that of a phase
when the phase does; both stand still while the applicant has a question to answer, and while a
decision stands that is reopened later.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from core.workdays import add_workdays, workdays_between
from initiatives.applications.models import Application, ApplicationEvent
from initiatives.applications.models.states import State

# In these we are at work; in any other the clock stands still.
RUNNING = (State.SUBMITTED, State.IN_REVIEW, State.IN_CONSULTATION, State.PROPOSED)
# A question to the applicant interrupts a review and does not end it.
IN_ONE_REVIEW = (State.IN_REVIEW, State.SUPPLEMENT_ASKED)
DECIDED = (State.ADMITTED, State.REJECTED)
# What the settings call the time from sending to decision.
DECISION = "besluit"


@dataclass(frozen=True)
class Term:
    """Where an application that is under way stands against its term, on one day.

    `started_on` is when its phase began, `due_on` the last day on which that is in time: the end
    of the phase, or of the whole when that comes first. It is None while the clock stands still.
    `age_workdays` counts from sending, without the `paused_workdays`; `left_workdays` is below
    zero when it is too late, unless all days since are weekend or holiday.
    """

    started_on: date
    due_on: date | None
    paused_workdays: int
    age_workdays: int
    left_workdays: int | None
    is_overdue: bool

    @property
    def is_paused(self) -> bool:
        return self.due_on is None


class Move(NamedTuple):
    """One change of state."""

    at: datetime
    origin: str
    target: str


class Stay(NamedTuple):
    """How long an application was in one state; `until` is None when it still is."""

    state: str
    since: date
    until: date | None


def allowed_workdays(state: str) -> int | None:
    """Return the term of a phase, or of DECISION; None for a state that has none."""
    return settings.TERMS_IN_WORKDAYS.get(str(state))


def of(application: Application, today: date | None = None) -> Term | None:
    """Return the term of one application; None when it was not sent, or is decided."""
    return of_many([application], today).get(application.pk)


def of_many(
    applications: Sequence[Application] | QuerySet[Application], today: date | None = None
) -> dict[int, Term]:
    """Return the terms of those that are under way, by key. One query besides that for the rows.

    Of the rows only `state`, `state_since` and `submitted_at` are read.
    """
    today = today or timezone.localdate()
    rows = [row for row in applications if row.is_under_way and row.submitted_at]
    if not rows:
        return {}
    moves = moves_of(applications if isinstance(applications, QuerySet) else rows)
    return {row.pk: _term(row, moves.get(row.pk, []), today) for row in rows}


def moves_of(
    applications: Iterable[Application] | QuerySet[Application],
) -> Mapping[int, list[Move]]:
    """Return the changes of state of each application, in order, by its key. One query."""
    keys: Any = applications
    if isinstance(applications, QuerySet):
        keys = applications.order_by().values("pk")
    events = ApplicationEvent.objects.filter(application__in=keys)
    changes = events.exclude(to_state="").exclude(to_state=F("from_state")).order_by("at", "pk")
    found: dict[int, list[Move]] = defaultdict(list)
    columns = ("application_id", "at", "from_state", "to_state")
    for key, at, origin, target in changes.values_list(*columns):
        found[key].append(Move(at, origin, target))
    return found


def stays_of(moves: Sequence[Move]) -> Iterator[Stay]:
    """Yield in which states an application was, from the first change that the log knows."""
    days = [timezone.localdate(move.at) for move in moves]
    for nth, move in enumerate(moves):
        yield Stay(move.target, days[nth], days[nth + 1] if nth + 1 < len(moves) else None)


class Phase(NamedTuple):
    """A phase that is over with the working days that it took; DECISION is the whole."""

    state: str
    workdays: int


def phases_of(moves: Sequence[Move]) -> Iterator[Phase]:
    """Yield each phase that is over, and the way from sending to decision, until the first one.

    A question to the applicant is a phase of its own, and takes nothing of the review around it.
    What a withdrawal cut short is left out.
    """
    stays = list(stays_of(moves))
    withdrawn = [nth for nth, stay in enumerate(stays) if stay.state == State.WITHDRAWN]
    if withdrawn:
        stays = stays[: max(0, withdrawn[0] - 1)]
    in_review: int | None = None  # while a review goes on: the working days so far
    whole = 0
    for stay in stays:
        if in_review is not None and stay.state not in IN_ONE_REVIEW:
            yield Phase(State.IN_REVIEW, in_review)
            in_review = None
        if stay.state in DECIDED:
            yield Phase(DECISION, whole)
            return
        if stay.until is None:
            return
        took = workdays_between(stay.since, stay.until)
        if stay.state in RUNNING:
            whole += took
        if stay.state == State.IN_REVIEW:
            in_review = (in_review or 0) + took
        elif stay.state in (*RUNNING, State.SUPPLEMENT_ASKED):
            yield Phase(stay.state, took)


def _term(row: Application, moves: Sequence[Move], today: date) -> Term:
    sent_on = timezone.localdate(row.submitted_at)
    phase = row.state if row.state in RUNNING else State.IN_REVIEW
    since_sent = [stay for stay in stays_of(moves) if stay.since >= sent_on]
    in_phase = list(
        takewhile(lambda stay: stay.state in (phase, State.SUPPLEMENT_ASKED), since_sent[::-1])
    )
    started_on = in_phase[-1].since if in_phase else timezone.localdate(row.state_since)
    paused = _paused(since_sent, today)
    due_on = None
    if row.state in RUNNING:
        ends = [
            add_workdays(first, allowed + still)
            for first, allowed, still in (
                (started_on, allowed_workdays(phase), _paused(in_phase, today)),
                (sent_on, allowed_workdays(DECISION), paused),
            )
            if allowed is not None
        ]
        due_on = min(ends, default=None)
    return Term(
        started_on=started_on,
        due_on=due_on,
        paused_workdays=paused,
        age_workdays=max(0, workdays_between(sent_on, today) - paused),
        left_workdays=_left(due_on, today) if due_on else None,
        is_overdue=due_on is not None and due_on < today,
    )


def _paused(stays: Iterable[Stay], today: date) -> int:
    """Return for how many working days the clock stood still."""
    still = (stay for stay in stays if stay.state not in RUNNING)
    return sum(workdays_between(stay.since, stay.until or today) for stay in still)


def _left(due_on: date, today: date) -> int:
    late = workdays_between(due_on, today)
    return -late if today > due_on else workdays_between(today, due_on)
