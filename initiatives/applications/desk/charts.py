"""Charts as SVG: where each bar, label and number stands.

Widths are percentages and heights are pixels, so that a chart fits any screen and its letters keep
their size. Numbers are written here and not by a template, which would use a Dutch comma.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from initiatives.applications.desk.figures import Duration, Missed, percentage

# Pixels: a row of a bar chart, and where its text and bar stand in it.
ROW, TEXT, BAR = 48, 16, 24
COLUMNS_HEIGHT, COLUMNS_TOP = 160, 24
# More columns than this have no room for a number each.
MOST_NUMBERED = 18
LAST_LABELLED = 9


@dataclass(frozen=True)
class Bar:
    """One bar with its words; `term` is where the mark of a term stands, if there is one."""

    label: str
    said: str
    width: str
    text_y: int
    bar_y: int
    term: str = ""

    @property
    def mark_top(self) -> int:
        return self.bar_y - 4

    @property
    def mark_end(self) -> int:
        return self.bar_y + 14


@dataclass(frozen=True)
class BarChart:
    bars: Sequence[Bar]
    says: str
    template: str = "applications/admin/chart_bars.html"

    @property
    def height(self) -> int:
        return ROW * len(self.bars)


@dataclass(frozen=True)
class Column:
    label: str
    year: str
    said: str
    x: str
    width: str
    middle: str
    y: int
    height: int
    number_y: int


@dataclass(frozen=True)
class ColumnChart:
    columns: Sequence[Column]
    says: str
    template: str = "applications/admin/chart_columns.html"
    baseline: int = COLUMNS_TOP + COLUMNS_HEIGHT
    label_y: int = COLUMNS_TOP + COLUMNS_HEIGHT + 18
    year_y: int = COLUMNS_TOP + COLUMNS_HEIGHT + 36
    height: int = COLUMNS_TOP + COLUMNS_HEIGHT + 44


def share(part: float, whole: float) -> str:
    """Return how far a bar reaches, as SVG writes it."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"


def bars(rows: Sequence[tuple[str, int]], total: int) -> BarChart:
    """Draw numbers with the longest bar for the highest; each says its share of the total."""
    highest = max((number for _, number in rows), default=0)
    return BarChart(
        [
            Bar(
                label,
                f"{number} ({percentage(number, total)})",
                share(number, highest),
                nth * ROW + TEXT,
                nth * ROW + BAR,
            )
            for nth, (label, number) in enumerate(rows)
        ],
        says="; ".join(f"{label} {number}" for label, number in rows),
    )


def durations(rows: Sequence[Duration]) -> BarChart:
    """Draw how long phases took, each with a mark where its term ends."""
    longest = max((max(row.median, row.allowed or 0) for row in rows), default=0)
    return BarChart(
        [
            Bar(
                row.label,
                in_days(row),
                share(row.median, longest),
                nth * ROW + TEXT,
                nth * ROW + BAR,
                term="" if row.allowed is None else share(row.allowed, longest),
            )
            for nth, row in enumerate(rows)
        ],
        says="; ".join(f"{row.label} {in_days(row)}" for row in rows),
    )


def in_days(row: Duration) -> str:
    """Say how long the middle one took, and how long it might."""
    said = f"{row.median:g}".replace(".", ",")
    unit = "werkdag" if row.median == 1 else "werkdagen"
    return f"{said} {unit}" + ("" if row.allowed is None else f", termijn {row.allowed}")


def missed(rows: Sequence[Missed]) -> BarChart:
    """Draw of how many of all that were judged each criterion was not met."""
    return BarChart(
        [
            Bar(
                row.criterion.label,
                f"{row.not_met} van {row.number} ({percentage(row.not_met, row.number)})",
                share(row.not_met, row.number),
                nth * ROW + TEXT,
                nth * ROW + BAR,
            )
            for nth, row in enumerate(rows)
        ],
        says="; ".join(f"{row.criterion.label} {row.not_met} van {row.number}" for row in rows),
    )


def columns(rows: Sequence[tuple[datetime.date, int]]) -> ColumnChart:
    """Draw a column for each month; of many months only the years have a label."""
    highest = max((number for _, number in rows), default=0)
    place = 100 / len(rows) if rows else 0
    is_roomy = len(rows) <= MOST_NUMBERED
    found = []
    for nth, (month, number) in enumerate(rows):
        height = round(COLUMNS_HEIGHT * number / highest) if highest else 0
        y = COLUMNS_TOP + COLUMNS_HEIGHT - height
        # The first year has a label only when that of the next leaves room for it.
        begins = month.month == 1 or (nth == 0 and month.month <= LAST_LABELLED)
        found.append(
            Column(
                label=date_format(month, "M").lower().rstrip(".")[:3] if is_roomy else "",
                year=str(month.year) if begins else "",
                said=str(number) if is_roomy and number else "",
                x=f"{nth * place + place * 0.15:.3f}%",
                width=f"{place * 0.7:.3f}%",
                middle=f"{(nth + 0.5) * place:.3f}%",
                y=y,
                height=height,
                number_y=y - 6,
            )
        )
    says = "; ".join(f"{date_format(month, 'F Y')} {number}" for month, number in rows)
    return ColumnChart(found, says)
