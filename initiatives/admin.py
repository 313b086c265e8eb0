"""The lists of Koplopers, regions and employer organisations in the admin."""

from collections.abc import Sequence
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.db.models import Count, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import Menu
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn

from core.models import Theme
from core.page_lists import PageListingViewSet, PageListView, StateFilter, TermsFilter, short_date
from core.snippets import IndexView, SnippetViewSet
from core.states import State
from initiatives.choices import Criterion
from initiatives.in_use import names_of_users
from initiatives.models import EmployerOrganisation, InitiativePage, LabourMarketRegion
from initiatives.models.pages import prepare_regions

# What stands under "Koplopers" registers itself here; apps above this one may add to it.
MENU_HOOK = "register_koplopers_menu_item"
MENU = Menu(register_hook_name=MENU_HOOK, construct_hook_name="construct_koplopers_menu")
SHOWN = 5


class InitiativeFilterSet(WagtailFilterSet):
    state = StateFilter(label="Status", choices=State.choices, widget=CheckboxSelectMultiple)
    regions = django_filters.ModelMultipleChoiceFilter(
        label="Regio", queryset=LabourMarketRegion.objects.all(), widget=CheckboxSelectMultiple
    )
    themes = TermsFilter(label="Thema", queryset=Theme.objects.all(), widget=CheckboxSelectMultiple)

    class Meta:
        model = InitiativePage
        fields: list[str] = []


def criteria_of(page: InitiativePage) -> str:
    return f"{len(page.criteria_met)} van {len(Criterion)}"


class InitiativeListView(PageListView):
    default_ordering = "-listed_on"
    add_item_label = "Nieuwe Koploper"
    noun = "Koplopers"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        prepare_regions(context["object_list"])
        return context


class InitiativeListViewSet(PageListingViewSet):
    model = InitiativePage
    index_view_class = InitiativeListView
    name = "koplopers"
    icon = "list-ul"
    menu_label = "Alle Koplopers"
    menu_order = 10
    menu_hook = MENU_HOOK
    add_to_admin_menu = True
    list_per_page = 50
    filterset_class = InitiativeFilterSet
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Titel", sort_key="title", classname="title"),
        Column("date", label="Koploper sinds", accessor=short_date, sort_key="listed_on"),
        Column("regions", label="Regio", accessor="regions_in_words"),
        Column("criteria", label="Criteria", accessor=criteria_of),
        PageStatusColumn("status", label="Status", sort_key="live"),
    ]


class RegionIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().annotate(use=Count("initiatives"))


class RegionViewSet(SnippetViewSet):
    model = LabourMarketRegion
    icon = "globe"
    menu_label = "Arbeidsmarktregio's"
    menu_order = 80
    menu_hook = MENU_HOOK
    index_view_class = RegionIndexView
    copy_view_enabled = False
    list_per_page = 50
    list_display = [
        "name",
        Column("number", label="Nummer", sort_key="number"),
        Column("part", label="Deel van het land", accessor="get_meeting_region_display"),
        Column("use", label="Koplopers", sort_key="use"),
    ]
    list_filter = ["meeting_region"]
    ordering = ["sort_name"]


class OrganisationViewSet(SnippetViewSet):
    model = EmployerOrganisation
    icon = "group"
    menu_label = "Werkgeversorganisaties"
    menu_order = 90
    menu_hook = MENU_HOOK
    copy_view_enabled = False
    list_per_page = 50
    list_display = [
        "name",
        Column("area", label="Werkgebied"),
        BooleanColumn("is_active", label="In gebruik", sort_key="is_active"),
    ]
    list_filter = ["is_active"]
    ordering = ["sort_name"]


def refuse_deletion(
    request: HttpRequest, rows: Sequence[LabourMarketRegion | EmployerOrganisation]
) -> HttpResponse | None:
    """Say what uses these, and go back to the list; None when they may go."""
    used = [(row, users) for row in rows if (users := names_of_users(row, request.user))]
    for row, users in used:
        more = ", en meer" if len(users) > SHOWN else ""
        messages.error(
            request,
            f"‘{row}’ is in gebruik bij {', '.join(users[:SHOWN])}{more}. Er is niets verwijderd.",
        )
    if not used:
        return None
    return redirect(reverse(type(rows[0]).snippet_viewset.get_url_name("list")))
