"""What stands above the list: views with a name, and the number of applications in each state."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from initiatives.applications.desk.filters import (
    UNDER_WAY_VALUE,
    AdviserFilter,
    StateFilter,
    TermFilter,
    TodoFilter,
    is_untouched,
    todos,
)
from initiatives.applications.models import Application
from initiatives.applications.models.states import UNDER_WAY, State

# The columns of the list, by the names of the methods that fill them in.
COLUMNS = (
    "initiative",
    "status",
    "adviser_name",
    "where",
    "way_in",
    "received",
    "age",
)
# A view is sorted by term, with what is due first in front; modeladmin calls columns by place.
BY_TERM = str(COLUMNS.index("age"))


@dataclass(frozen=True)
class QuickLink:
    label: str
    url: str
    number: int
    is_here: bool
    is_urgent: bool = False


@dataclass(frozen=True)
class NamedView:
    """A question that advisers ask each day: the value of each filter that answers it."""

    label: str
    filters: Mapping[str, str]

    @property
    def query(self) -> str:
        query = QueryDict(mutable=True)
        query.update({**self.filters, "o": BY_TERM})
        return query.urlencode()


MINE = NamedView(
    "Mijn zaken",
    {
        AdviserFilter.parameter_name: AdviserFilter.MINE,
        StateFilter.parameter_name: UNDER_WAY_VALUE,
    },
)
NOT_TAKEN_UP = NamedView("Nog niet opgepakt", {TodoFilter.parameter_name: "oppakken"})
LATE = NamedView("Te laat", {TermFilter.parameter_name: TermFilter.LATE})
AT_ADVICE = NamedView("Wacht op advies", {TodoFilter.parameter_name: "advies"})
TO_DECIDE = NamedView("Klaar voor besluit", {TodoFilter.parameter_name: "besluiten"})
# The name of the number of all there are, and of the drafts that only show among the drafts.
ALL, UNTOUCHED = "alle", "leeg"
VIEWS = (MINE, NOT_TAKEN_UP, LATE, AT_ADVICE, TO_DECIDE)


def is_mine(user: AbstractUser) -> Q:
    """Return what keeps the applications that this adviser has in hand."""
    return Q(adviser=user.pk, state__in=UNDER_WAY)


def numbers_of(user: AbstractUser, late: int) -> dict[str, int]:
    """Return how many applications there are, and in each view of this user; one query.

    Drafts in which nothing was filled in do not count.
    """
    conditions = {ALL: ~is_untouched(), MINE.label: is_mine(user)} | {
        view.label: todos()[view.filters[TodoFilter.parameter_name]][1]
        for view in (NOT_TAKEN_UP, AT_ADVICE, TO_DECIDE)
    }
    counts = {
        f"n{nth}": Count("pk", filter=condition)
        for nth, condition in enumerate(conditions.values())
    }
    counted = Application.objects.aggregate(**counts)
    numbers = dict(zip(conditions, (counted[name] for name in counts), strict=True))
    return numbers | {LATE.label: late}


def named_views(
    numbers: Mapping[str, int], chosen: Mapping[str, str], address: str
) -> list[QuickLink]:
    """Return links to the named views with their numbers. `chosen` is what narrows the list."""
    return [
        QuickLink(
            label=view.label,
            url=f"{address}?{view.query}",
            number=numbers[view.label],
            is_here=dict(view.filters) == dict(chosen),
            is_urgent=view is LATE and numbers[view.label] > 0,
        )
        for view in VIEWS
    ]


def count_by_state(applications: QuerySet) -> dict[str, int]:
    """Return how many of these are in each state, if there are any, and how many are UNTOUCHED.

    One query.
    """
    counted = (
        applications.order_by()
        .values("state")
        .annotate(number=Count("pk"), untouched=Count("pk", filter=is_untouched()))
        .values_list("state", "number", "untouched")
    )
    rows = list(counted)
    found = {state: number for state, number, _ in rows}
    return found | {UNTOUCHED: sum(untouched for *_, untouched in rows)}


def number_in(chosen: str | None, in_state: Mapping[str, int]) -> int:
    """Return how many fit a value of StateFilter, or are there at all."""
    if chosen == UNDER_WAY_VALUE:
        return sum(in_state.get(state, 0) for state in UNDER_WAY)
    if chosen in State.values:
        return in_state.get(chosen, 0)
    return sum(in_state.get(state, 0) for state in State.values) - in_state[UNTOUCHED]


def states(
    in_state: Mapping[str, int], chosen: str | None, links: Mapping[str, str]
) -> list[QuickLink]:
    """Return a link for each state in which there is anything, with its number.

    `links` has the address for each value of StateFilter, and for "" without one.
    """
    labels = {"": "Alle", UNDER_WAY_VALUE: "Loopt"} | dict(State.choices)
    rows = [(value, label, number_in(value, in_state)) for value, label in labels.items()]
    return [
        QuickLink(label, links[value], number, is_here=(chosen or "") == value)
        for value, label, number in rows
        if number or value in ("", UNDER_WAY_VALUE, chosen)
    ]
