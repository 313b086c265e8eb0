"""The page with figures, for whoever may look at applications."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.spreadsheets import Table, workbook_of
from initiatives.applications.desk import charts
from initiatives.applications.desk.figures import Figures, Period, figures_of
from initiatives.applications.workflow.actions import VIEW

NAME = "koploper-figures"
FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
WRONG = "Vul een datum in, bijvoorbeeld 26-3-2019."


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": WRONG}

    def __init__(self, label: str) -> None:
        super().__init__(label=label, label_suffix="", required=False, input_formats=FORMATS)


class PeriodForm(forms.Form):
    van = DayField("Van")
    tot = DayField("Tot en met")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("van"), found.get("tot")
        if first and last and last < first:
            self.add_error("tot", "De einddatum ligt vóór de begindatum. Kies een latere datum.")
        return found

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data.get("van"), self.cleaned_data.get("tot"))


def last_year(today: datetime.date) -> Period:
    """Return this month and the eleven before it."""
    return Period((today.replace(day=1) - datetime.timedelta(days=334)).replace(day=1), today)


def periods(today: datetime.date) -> list[tuple[str, Period]]:
    """Return the periods that are one click away."""
    begin = today.replace(month=1, day=1)
    before = begin - datetime.timedelta(days=1)
    return [
        ("Afgelopen 12 maanden", last_year(today)),
        (str(today.year), Period(begin, today)),
        (str(before.year), Period(before.replace(month=1, day=1), before)),
        ("Alles", Period()),
    ]


@dataclass(frozen=True)
class Section:
    """A chart with its table, and what both are about."""

    key: str
    heading: str
    explanation: str
    chart: charts.BarChart | charts.ColumnChart
    table: Table

    @property
    def is_empty(self) -> bool:
        return not self.table.rows


def sections(figures: Figures) -> list[Section]:
    """Return what the page shows, each chart with its own table."""
    tables = {table.title: table for table in figures.tables()}
    sent = figures.sent
    return [
        Section(
            "maand",
            "Aanmeldingen per maand",
            "Op de dag dat de aanmelding binnenkwam.",
            charts.columns(figures.months),
            tables["Per maand"],
        ),
        Section(
            "status",
            "Waar ze nu staan",
            "De status van vandaag, van alles wat in deze periode binnenkwam.",
            charts.bars(figures.states, sent),
            tables["Per status"],
        ),
        Section(
            "doorlooptijd",
            "Doorlooptijd en termijn",
            "De balk toont de mediaan in werkdagen: de helft was sneller klaar, de helft later. "
            "Het streepje is de termijn. ‘Tot het besluit’ telt vanaf ontvangst, maar niet het "
            "wachten op de "
            "indiener.",
            charts.durations(figures.durations),
            tables["Doorlooptijd"],
        ),
        Section(
            "criteria",
            "Criteria die het vaakst ontbreken",
            "Hoe vaak een adviseur ‘Voldoet niet’ vond, van alle keren dat het criterium is "
            "beoordeeld.",
            charts.missed(figures.missed),
            tables["Criteria"],
        ),
        Section(
            "route",
            "Per route",
            "Hoe het initiatief bij ons kwam.",
            charts.bars(figures.routes if sent else [], sent),
            tables["Per route"],
        ),
        Section(
            "thema",
            "Per thema",
            "Een initiatief kan meer thema’s hebben.",
            charts.bars(figures.themes, sent),
            tables["Per thema"],
        ),
        Section(
            "regio",
            "Per regio",
            "Een initiatief kan in meer regio’s werken. Landelijke staan apart.",
            charts.bars(figures.regions, sent),
            tables["Per regio"],
        ),
    ]


class FiguresView(WagtailAdminTemplateMixin, TemplateView):
    """Figures of a period, as charts with their tables, and as a workbook."""

    page_title = "Cijfers"
    header_icon = "table"
    template_name = "applications/admin/figures.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(  # type: ignore[override] # a workbook is streamed
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        today = timezone.localdate()
        is_asked = "van" in request.GET or "tot" in request.GET
        form = PeriodForm(request.GET) if is_asked else None
        if form and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        period = form.period if form else last_year(today)
        figures = figures_of(period)
        if request.GET.get("export") == "xlsx":
            return workbook_of(figures.tables(), f"koplopers-cijfers-{today:%Y-%m-%d}")
        shown = form or PeriodForm({"van": period.first, "tot": period.last})
        return self.render_to_response(self.get_context_data(form=shown, figures=figures))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures: Figures | None = kwargs.get("figures")
        return super().get_context_data(
            **kwargs,
            periods=[
                (label, period, figures is not None and figures.period == period)
                for label, period in periods(timezone.localdate())
            ],
            sections=sections(figures) if figures and figures.sent else [],
            address=reverse(NAME),
        )


class FiguresMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__("Cijfers", reverse(NAME), name=NAME, icon_name="table", order=30)

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(VIEW))
