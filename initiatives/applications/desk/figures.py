"""What the applications of a period say together: numbers for advisers, never about one person."""

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from core.models import Theme
from core.spreadsheets import Table
from initiatives.applications.assessment import deadlines
from initiatives.applications.models import Application, Judgement
from initiatives.applications.models.choices import Route, Verdict
from initiatives.applications.models.states import BEFORE_SUBMISSION, State
from initiatives.choices import Criterion
from initiatives.models import LabourMarketRegion

# The phases that are measured, as the figures call them, in their order.
PHASES: dict[str, str] = {
    State.SUBMITTED: "Oppakken",
    State.IN_REVIEW: "Toetsen",
    State.SUPPLEMENT_ASKED: "Aanvulling door de indiener",
    State.IN_CONSULTATION: "Advies vragen",
    State.PROPOSED: "Voorgedragen aan VWS",
    deadlines.DECISION: "Tot het besluit",
}
# Of ten, nine took no longer.
MOST = 0.9


@dataclass(frozen=True)
class Period:
    """From one day to another, both included; None has no bound."""

    first: datetime.date | None = None
    last: datetime.date | None = None

    def __str__(self) -> str:
        first = f"van {_day(self.first)} " if self.first else ""
        last = f"tot en met {_day(self.last)}" if self.last else ""
        return f"{first}{last}".strip() or "vanaf het begin"

    def applications(self) -> QuerySet[Application]:
        """Return what was sent in this period."""
        found = Application.objects.exclude(submitted_at=None)
        if self.first:
            found = found.filter(submitted_at__date__gte=self.first)
        if self.last:
            found = found.filter(submitted_at__date__lte=self.last)
        return found


@dataclass(frozen=True)
class Duration:
    """How long a phase took in working days, of those that are over."""

    label: str
    number: int
    median: float
    most: int
    allowed: int | None
    in_time: int | None

    @property
    def in_time_in_words(self) -> str:
        if self.in_time is None:
            return ""
        return f"{self.in_time} van {self.number} ({percentage(self.in_time, self.number)})"


@dataclass(frozen=True)
class Missed:
    """How a criterion was judged."""

    criterion: Criterion
    met: int
    not_met: int
    unclear: int

    @property
    def number(self) -> int:
        return self.met + self.not_met + self.unclear


@dataclass(frozen=True)
class Figures:
    """All numbers of one period. Each is a sequence of a label and a number unless it says more."""

    period: Period
    sent: int
    months: Sequence[tuple[datetime.date, int]]
    routes: Sequence[tuple[str, int]]
    themes: Sequence[tuple[str, int]]
    regions: Sequence[tuple[str, int]]
    states: Sequence[tuple[str, int]]
    durations: Sequence[Duration]
    missed: Sequence[Missed]
    waiting: Sequence[tuple[str, int]]
    admitted: int
    rejected: int
    under_way: int

    @property
    def decided(self) -> int:
        return self.admitted + self.rejected

    def tables(self) -> list[Table]:
        """Return every figure as a table: what stands beside the charts, and in the workbook."""
        return [
            Table(
                "Per maand",
                ("Maand", "Aanmeldingen"),
                [(month_name(month), number) for month, number in self.months],
            ),
            Table("Per route", ("Route", "Aanmeldingen"), self.routes),
            Table("Per thema", ("Thema", "Aanmeldingen"), self.themes),
            Table("Per regio", ("Regio", "Aanmeldingen"), self.regions),
            Table("Per status", ("Status", "Aanmeldingen"), self.states),
            Table(
                "Doorlooptijd",
                ("Fase", "Afgerond", "Middelste", "9 van de 10 binnen", "Termijn", "Op tijd"),
                [
                    (
                        one.label,
                        one.number,
                        one.median,
                        one.most,
                        "geen" if one.allowed is None else one.allowed,
                        one.in_time_in_words or "–",
                    )
                    for one in self.durations
                ],
            ),
            Table(
                "Criteria",
                ("Criterium", "Voldoet niet", "Nog niet duidelijk", "Voldoet", "Beoordeeld"),
                [
                    (one.criterion.label, one.not_met, one.unclear, one.met, one.number)
                    for one in self.missed
                ],
            ),
            Table("Nog niet verstuurd", ("Status", "Nu"), self.waiting),
        ]


def figures_of(period: Period) -> Figures:
    """Return the figures of a period. Seven queries, however many applications there are."""
    applications = period.applications()
    columns = ("submitted_at", "route", "state", "is_national")
    rows: list[Any] = list(applications.order_by().values_list(*columns))
    states = Counter(row[2] for row in rows)
    waiting = Application.objects.filter(state__in=BEFORE_SUBMISSION).order_by()
    numbers_waiting = dict(
        waiting.values("state").annotate(number=Count("pk")).values_list("state", "number")
    )
    return Figures(
        period=period,
        sent=len(rows),
        months=_months(row[0] for row in rows),
        routes=_by_choice(Route, Counter(row[1] for row in rows)),
        themes=_themes(applications),
        regions=_regions(applications, national=sum(row[3] for row in rows)),
        states=[(state.label, states[state]) for state in State if states[state]],
        durations=_durations(applications),
        missed=_missed(applications),
        waiting=[(state.label, numbers_waiting.get(state, 0)) for state in BEFORE_SUBMISSION],
        admitted=sum(states[state] for state in (State.ADMITTED, State.INTRODUCED, State.LEFT)),
        rejected=states[State.REJECTED],
        under_way=sum(states[state] for state in deadlines.RUNNING)
        + states[State.SUPPLEMENT_ASKED],
    )


def percentage(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "–"


def month_name(month: datetime.date) -> str:
    return date_format(month, "F Y")


def _months(moments: Iterable[datetime.datetime]) -> list[tuple[datetime.date, int]]:
    """Count by month, from the first to the last in which there is any, empty ones between."""
    counted = Counter(timezone.localdate(moment).replace(day=1) for moment in moments)
    if not counted:
        return []
    month, found = min(counted), []
    while month <= max(counted):
        found.append((month, counted[month]))
        month = (month + datetime.timedelta(days=31)).replace(day=1)
    return found


def _by_choice(choices: type[Route], counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(choice.label, counted.get(choice, 0)) for choice in choices]


def _themes(applications: QuerySet[Application]) -> list[tuple[str, int]]:
    tied = Application.themes.through.objects.filter(application__in=applications.values("pk"))
    counted = Counter(tied.values_list("theme_id", flat=True))
    return _named(Theme.all_by_pk(), counted)


def _regions(applications: QuerySet[Application], national: int) -> list[tuple[str, int]]:
    in_some = applications.filter(is_national=False).values("pk")
    tied = Application.regions.through.objects.filter(application__in=in_some)
    counted = Counter(tied.values_list("labourmarketregion_id", flat=True))
    rows = _named(LabourMarketRegion.all_by_pk(), counted)
    return rows + ([("Landelijk", national)] if national else [])


def _named(terms_or_regions: Mapping[int, Any], counted: Counter[int]) -> list[tuple[str, int]]:
    """Return names with their numbers, the highest first and what is equal in its own order."""
    rows = ((str(one), counted[pk]) for pk, one in terms_or_regions.items() if counted[pk])
    return sorted(rows, key=lambda row: -row[1])


def _durations(applications: QuerySet[Application]) -> list[Duration]:
    took: dict[str, list[int]] = {phase: [] for phase in PHASES}
    for moves in deadlines.moves_of(applications).values():
        for phase in deadlines.phases_of(moves):
            if phase.state in took:
                took[phase.state].append(phase.workdays)
    return [_duration(phase, sorted(days)) for phase, days in took.items() if days]


def _duration(phase: str, days: list[int]) -> Duration:
    allowed = deadlines.allowed_workdays(phase)
    return Duration(
        label=PHASES[phase],
        number=len(days),
        median=_whole(median(days)),
        most=days[math.ceil(MOST * len(days)) - 1],
        allowed=allowed,
        in_time=None if allowed is None else sum(one <= allowed for one in days),
    )


def _whole(number: float) -> float:
    """Return a number without a fraction that says nothing: 5.0 is 5."""
    return int(number) if number == int(number) else number


def _missed(applications: QuerySet[Application]) -> list[Missed]:
    counted = (
        Judgement.objects.filter(application__in=applications.values("pk"))
        .order_by()
        .values("criterion", "verdict")
        .annotate(number=Count("pk"))
    )
    numbers = {(row["criterion"], row["verdict"]): row["number"] for row in counted}
    rows = [
        Missed(
            criterion,
            met=numbers.get((criterion, Verdict.MET), 0),
            not_met=numbers.get((criterion, Verdict.NOT_MET), 0),
            unclear=numbers.get((criterion, Verdict.UNCLEAR), 0),
        )
        for criterion in Criterion
    ]
    return sorted((row for row in rows if row.number), key=lambda row: -row.not_met)


def _day(day: datetime.date) -> str:
    return date_format(day, "j F Y")
