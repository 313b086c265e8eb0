"""Who was asked for advice and what they said, as the page of an application shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from initiatives.applications import consulting
from initiatives.applications.advice import unanswered
from initiatives.applications.models import Advice, Application
from initiatives.applications.models.choices import AdviceValue
from initiatives.applications.models.states import State

REACT, REVOKE, RENEW, REMIND = "react", "revoke", "renew", "remind"
# In these a negative advice can still be answered.
NOT_DECIDED = (State.IN_CONSULTATION, State.PROPOSED)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_next: bool = False


@dataclass(frozen=True)
class AdviceLine:
    """What one party was asked and said, and what an adviser can do about it."""

    advice: Advice
    standing: str
    is_overdue: bool
    needs_reaction: bool
    links: list[Link]


def read(
    application: Application, url_of: Callable[[str, Advice], str], *, may_act: bool
) -> tuple[list[AdviceLine], list[tuple[int, list[AdviceLine], bool]]]:
    """Return the round that counts, and the earlier ones by number, the last first.

    Of an earlier one it tells as well whether something is to be done there still. `url_of`
    gives the address of what can be done with one advice.
    """
    rows = list(application.advices.select_related("party").order_by("-round", "asked_at", "pk"))
    for row in rows:
        row.application = application
    rounds = [(number, list(group)) for number, group in groupby(rows, lambda row: row.round)]
    if not rounds:
        return [], []
    is_undecided = application.state in NOT_DECIDED
    lacking = {row.pk for row in unanswered(rows)} if is_undecided else set()

    def line(row: Advice, *, is_current: bool) -> AdviceLine:
        needs_reaction = row.pk in lacking
        can_act = may_act and is_undecided and (is_current or needs_reaction)
        return AdviceLine(
            row,
            _standing(row),
            is_undecided and is_current and consulting.is_overdue(row),
            needs_reaction,
            _links(row, url_of, needs_reaction=needs_reaction) if can_act else [],
        )

    current = [line(row, is_current=True) for row in rounds[0][1]]
    earlier = [
        (
            number,
            [line(row, is_current=False) for row in group],
            any(row.pk in lacking for row in group),
        )
        for number, group in rounds[1:]
    ]
    return current, earlier


def _counts(row: Advice) -> bool:
    return not (row.revoked_at or row.conflict_at)


def _links(
    row: Advice, url_of: Callable[[str, Advice], str], *, needs_reaction: bool
) -> list[Link]:
    if row.value == AdviceValue.NEGATIVE:
        label = "Wijzig de reactie" if row.reaction else "Reageer op dit advies"
        return [Link(label, url_of(REACT, row), is_next=needs_reaction)]
    if row.application.state != State.IN_CONSULTATION or row.conflict_at:
        return []
    if row.value != AdviceValue.OPEN:
        return []
    if row.revoked_at:
        return [Link("Vraag opnieuw", url_of(RENEW, row))]
    return [
        Link("Herinner", url_of(REMIND, row)),
        Link("Stuur een nieuwe link", url_of(RENEW, row)),
        Link("Trek de vraag in", url_of(REVOKE, row)),
    ]


def _standing(row: Advice) -> str:
    if row.conflict_at:
        return "Is zelf betrokken, en geeft geen advies"
    if row.revoked_at:
        return "De vraag is ingetrokken"
    return str(row.get_value_display())
