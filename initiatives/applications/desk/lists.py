"""The desk of the advisers: every application, found and sorted as they need it."""

from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from wagtail_modeladmin.helpers import DjangoORMSearchHandler
from wagtail_modeladmin.menus import ModelAdminMenuItem

from core import text_normalisation
from core.records import RecordAdmin, RecordButtons, RecordList
from core.times import workdays
from initiatives.applications.assessment.deadlines import Term
from initiatives.applications.desk import saved_views, urls
from initiatives.applications.desk.case import CasePage
from initiatives.applications.desk.exports import ApplicationExport
from initiatives.applications.desk.filters import (
    FILTERS,
    UNDER_WAY_VALUE,
    AdviserFilter,
    StateFilter,
    TermFilter,
    TodoFilter,
    the,
    with_failed_mail,
)
from initiatives.applications.desk.prospect_views import AddView
from initiatives.applications.models import Advice, Application
from initiatives.applications.models.choices import AdviceValue
from initiatives.applications.models.states import State
from initiatives.applications.workflow.actions import ASSESS
from initiatives.applications.workflow.audit_log import named
from initiatives.models import LabourMarketRegion

BY_TERM = "by_term"
FIRST = (TodoFilter, AdviserFilter, TermFilter)
# The longest row of regions that is still read at a glance.
REGIONS_SHOWN = 2


class OrganisationNames(Func):
    """The names of all organisations in the answers, as one text."""

    template = "jsonb_path_query_array(%(expressions)s, '$.organisaties[*].naam')::text"
    output_field = TextField()


def found_in() -> text_normalisation.Plain:
    """Return the text of an application in which typed words are looked up."""
    gap = Value(" ")
    return text_normalisation.Plain(
        Concat(
            F("name"),
            gap,
            F("reference"),
            gap,
            OrganisationNames(F("answers")),
            output_field=TextField(),
        )
    )


class WordsHandler(DjangoORMSearchHandler):
    """Finds typed words anywhere in name, reference or organisations, accents or not."""

    def search_queryset(self, queryset: QuerySet, search_term: str, **kwargs: Any) -> QuerySet:
        words = text_normalisation.plain(search_term).split()
        if search_term.strip() and not words:
            return queryset.none()
        for word in words:
            queryset = queryset.filter(found_in__contains=word)
        return queryset


class ApplicationButtons(RecordButtons):
    inspect_title = "Bekijk deze aanmelding"


class ApplicationList(ApplicationExport, RecordList):
    page_title = "Aanmeldingen als Koploper"
    parameters = (
        *(kind.parameter_name for kind in FILTERS),
        "export",
        "contact",
        "antwoorden",
    )
    what = "aanmeldingen"
    find = "Naam, kenmerk of organisatie"
    IGNORED_PARAMS = (*RecordList.IGNORED_PARAMS, "contact", "antwoorden")

    @property
    def form_filters(self) -> list[Any]:
        """Leave out the states: they stand above the list, each with its number."""
        return [spec for spec in self.filter_specs if not isinstance(spec, StateFilter)]

    @property
    def first_filters(self) -> list[Any]:
        """Return the filters that are used most, in the order of the form."""
        return [spec for spec in self.form_filters if isinstance(spec, FIRST)]

    @property
    def more_filters(self) -> list[Any]:
        """Return the others, which the form folds away until one is used."""
        return [spec for spec in self.form_filters if not isinstance(spec, FIRST)]

    @property
    def uses_more_filters(self) -> bool:
        return any(spec.value() for spec in self.more_filters)

    @property
    def chosen(self) -> dict[str, str]:
        """Return the value of each filter that is in use."""
        return {
            spec.parameter_name: str(spec.value()) for spec in self.filter_specs if spec.value()
        }

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        """Sort by term too, which no column knows: what is not under way comes last."""
        ordering = super().get_ordering(request, queryset)
        if not {BY_TERM, f"-{BY_TERM}"} & {part for part in ordering if isinstance(part, str)}:
            return ordering
        keys = the(TermFilter, self.filter_specs).by_due_date()
        place = Func(
            Value(keys, output_field=ArrayField(IntegerField())),
            F("pk"),
            function="array_position",
            output_field=IntegerField(),
        )
        by_term = {
            BY_TERM: place.asc(nulls_last=True),
            f"-{BY_TERM}": place.desc(nulls_last=True),
        }
        return [by_term.get(part, part) if isinstance(part, str) else part for part in ordering]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Return how many applications there are in all and in each named view."""
        late = the(TermFilter, self.filter_specs).keys(TermFilter.LATE) or []
        return saved_views.numbers_of(self.request.user, len(late))

    @cached_property
    def in_state(self) -> dict[str, int]:
        """Return how many of those that fit all that was asked for are in each state, if in any."""
        return saved_views.count_by_state(self._in_any_state())

    def counts(self) -> tuple[int, int]:
        chosen = the(StateFilter, self.filter_specs).value()
        return self.numbers[saved_views.ALL], saved_views.number_in(chosen, self.in_state)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        terms = the(TermFilter, self.filter_specs).terms
        for row in context["object_list"]:
            row.term = terms.get(row.pk)
        state = the(StateFilter, self.filter_specs).value()
        return {
            **context,
            "views": saved_views.named_views(
                self.numbers, self._chosen_and_sought(), self.index_url
            ),
            "states": saved_views.states(self.in_state, state, self._links_to_states()),
            "state": state or "",
            "may_take_contact": self.request.user.has_perm(ASSESS),
            "may_add": self.request.user.has_perm(ASSESS),
        }

    def _chosen_and_sought(self) -> dict[str, str]:
        """Return what narrows the list down; a named view has no words that are looked for."""
        return self.chosen | ({"q": self.query} if self.query else {})

    def _in_any_state(self) -> QuerySet:
        """Return what fits all that was asked for, but for the state."""
        applications = self.get_base_queryset()
        for spec in self.form_filters:
            applications = spec.queryset(self.request, applications)
        return self.get_search_results(self.request, applications, self.query)

    def _links_to_states(self) -> dict[str, str]:
        values = ("", UNDER_WAY_VALUE, *State.values)
        name = StateFilter.parameter_name
        return {
            value: f"{self.index_url}{self.get_query_string({name: value or None})}"
            for value in values
        }


def day(moment: Any) -> str:
    """Return a short date, with hyphens at which a browser does not break the line."""
    return date_format(timezone.localdate(moment), "j-n-Y").replace("-", "\N{NON-BREAKING HYPHEN}")


def in_words(term: Term) -> str:
    """Say how an application stands against its term; too late stands out in words as well."""
    if term.left_workdays is None:
        return "Staat stil"
    if term.is_overdue:
        late = f"{workdays(-term.left_workdays)} te laat" if term.left_workdays else "Te laat"
        return format_html('<strong class="aln-late">{}</strong>', late)
    if term.left_workdays == 0:
        return format_html("<strong>{}</strong>", "Vandaag de laatste dag")
    return f"Nog {workdays(term.left_workdays)}"


def _tied_to(application: OuterRef) -> QuerySet:
    tied = Application.regions.through.objects.filter(application=application)
    return tied.values("labourmarketregion")


def _advice_about(application: OuterRef) -> QuerySet:
    asked = Advice.objects.filter(application=application, revoked_at=None, conflict_at=None)
    return asked.order_by().values("value")


class ApplicationAdmin(RecordAdmin):
    model = Application
    base_url_path = "koploper-aanmeldingen"
    menu_label = "Aanmeldingen als Koploper"
    menu_icon = "clipboard-list"
    menu_order = 20
    add_to_admin_menu = False  # it stands in the menu of Koplopers
    list_display = saved_views.COLUMNS
    list_filter = FILTERS
    list_select_related = ("adviser",)
    search_handler_class = WordsHandler
    index_view_class = ApplicationList
    button_helper_class = ApplicationButtons
    index_template_name = "applications/admin/list.html"
    inspect_view_class = CasePage
    create_view_class = AddView

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return (*super().get_admin_urls_for_registration(), *urls.of_cases(self))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return them all, unsorted: the view sorts. The answers can be long, and stay where they
        are, but for the name of the first organisation."""
        return (
            Application.objects.alias(found_in=found_in())
            .annotate(
                organisation=KT("answers__organisaties__0__naam"),
                received_at=Coalesce("submitted_at", "created_at"),
                region_keys=ArraySubquery(_tied_to(OuterRef("pk"))),
                advice_values=ArraySubquery(_advice_about(OuterRef("pk"))),
                has_failed_mail=Exists(with_failed_mail().filter(about_key=OuterRef("pk"))),
            )
            .defer("answers")
        )

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Begin with what is late, and then what is due; the rest follows, the newest first."""
        return (BY_TERM, "-received_at")

    def get_menu_item(self, order: int | None = None) -> ModelAdminMenuItem:
        return ModelAdminMenuItem(self, order or self.menu_order)

    def initiative(self, row: Any) -> str:
        known = " · ".join(filter(None, [row.reference, row.organisation]))
        return format_html('{} <span class="aln-quiet">{}</span>', str(row), known)

    initiative.short_description = "initiatief"  # type: ignore[attr-defined]
    initiative.admin_order_field = "name"  # type: ignore[attr-defined]

    def status(self, row: Any) -> str:
        notes = [f"sinds\N{NO-BREAK SPACE}{day(row.state_since)}"]
        if row.state == State.IN_CONSULTATION and row.advice_values:
            given = [value for value in row.advice_values if value != AdviceValue.OPEN]
            notes.insert(0, f"{len(given)} van {len(row.advice_values)} adviezen,")
        said = format_html(
            '<span class="aln-state">{}</span> <span class="aln-quiet">{}</span>',
            row.get_state_display(),
            " ".join(notes),
        )
        if not row.has_failed_mail:
            return said
        return format_html('{} <strong class="aln-late">Mail kwam niet aan</strong>', said)

    status.short_description = "status"  # type: ignore[attr-defined]
    status.admin_order_field = "state"  # type: ignore[attr-defined]

    def adviser_name(self, row: Any) -> str:
        if row.adviser:
            return named(row.adviser)
        return format_html('<span class="aln-nobody">{}</span>', "Nog niemand")

    adviser_name.short_description = "adviseur"  # type: ignore[attr-defined]
    adviser_name.admin_order_field = "adviser__username"  # type: ignore[attr-defined]

    def where(self, row: Any) -> str:
        return regions_in_words(row)

    where.short_description = "regio"  # type: ignore[attr-defined]

    def way_in(self, row: Any) -> str:
        return str(row.get_route_display()).split(" door ")[0]

    way_in.short_description = "route"  # type: ignore[attr-defined]
    way_in.admin_order_field = "route"  # type: ignore[attr-defined]

    def received(self, row: Any) -> str:
        if row.submitted_at:
            return day(row.submitted_at)
        return format_html('<span class="aln-quiet">begonnen {}</span>', day(row.created_at))

    received.short_description = "ontvangen"  # type: ignore[attr-defined]
    received.admin_order_field = "received_at"  # type: ignore[attr-defined]

    def age(self, row: Any) -> str:
        """Say how much time is left, and how old the case is."""
        if row.term is None:
            return "–"
        days = row.term.age_workdays
        return format_html(
            '{} <span class="aln-quiet">{}</span>',
            in_words(row.term),
            f"{workdays(days)} oud" if days else "net binnen",
        )

    age.short_description = "termijn"  # type: ignore[attr-defined]
    age.admin_order_field = BY_TERM  # type: ignore[attr-defined]


def regions_in_words(row: Any) -> str:
    """Return where an initiative is, short enough for a row."""
    if row.is_national:
        return "Landelijk"
    known = LabourMarketRegion.all_by_pk()
    regions = sorted(known[pk].name for pk in row.region_keys if pk in known)
    more = len(regions) - REGIONS_SHOWN
    shown = ", ".join(regions[:REGIONS_SHOWN])
    return (f"{shown} en {more} meer" if more > 0 else shown) or "–"
