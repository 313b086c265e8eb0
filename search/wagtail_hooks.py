"""What the admin gets from search: synonyms, what was searched in vain, in one menu."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.search_promotions.wagtail_hooks import SearchPicksMenuItem
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet

from core.snippets import SnippetViewSet
from core.term_pages import OTHER_NAMES
from search.dictionary import other_names
from search.models import FruitlessSearch, Synonym
from search.zero_results import SEEN_FROM

MENU_HOOK = "register_search_menu_item"
MENU = Menu(register_hook_name=MENU_HOOK, construct_hook_name="construct_search_menu")


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "link"
    menu_label = "Synoniemen"
    menu_order = 10
    menu_hook = MENU_HOOK
    copy_view_enabled = False
    list_per_page = 100
    list_display = [
        "word",
        Column("meaning", label="Betekent ook", sort_key="meaning"),
        Column("both", label="Ook andersom", accessor=lambda row: "Ja" if row.both_ways else ""),
    ]
    ordering = ["word"]


register_snippet(SynonymViewSet)
hooks.register(OTHER_NAMES, other_names)


class FruitlessReportView(ReportView):
    """What visitors looked for and did not find, by week, the latest first."""

    page_title = "Gezocht zonder resultaat"
    header_icon = "help"
    index_url_name = "fruitless_searches"
    index_results_url_name = "fruitless_searches_results"
    is_searchable = False
    default_ordering = "-week"
    paginate_by = 100
    permission_policy = ModelPermissionPolicy(FruitlessSearch)
    permission_required = "view"
    columns = [
        Column("words", label="Gezocht op"),
        DateColumn("week", label="Week van"),
        NumberColumn("times", label="Hoe vaak"),
    ]
    export_headings = {"words": "Gezocht op", "week": "Week van", "times": "Hoe vaak"}
    list_export = ["words", "week", "times"]
    export_filename = "gezocht-zonder-resultaat"

    def get_base_queryset(self) -> QuerySet:
        return FruitlessSearch.objects.filter(times__gte=SEEN_FROM).order_by("-week", "-times")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset


@hooks.register("register_admin_urls")
def addresses_of_the_report() -> list[Any]:
    return [
        path(
            "zoeken/zonder-resultaat/",
            FruitlessReportView.as_view(),
            name=FruitlessReportView.index_url_name,
        ),
        path(
            "zoeken/zonder-resultaat/resultaten/",
            FruitlessReportView.as_view(results_only=True),
            name=FruitlessReportView.index_results_url_name,
        ),
    ]


class FruitlessMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy = FruitlessReportView.permission_policy
        return policy.user_has_permission(request.user, FruitlessReportView.permission_required)


@hooks.register(MENU_HOOK)
def report_in_menu() -> MenuItem:
    return FruitlessMenuItem(
        "Gezocht zonder resultaat",
        reverse(FruitlessReportView.index_url_name),
        icon_name="help",
        order=30,
    )


@hooks.register(MENU_HOOK)
def promotions_in_menu() -> MenuItem:
    return SearchPicksMenuItem(
        "Uitgelichte resultaten",
        reverse("wagtailsearchpromotions:index"),
        icon_name="pick",
        order=20,
    )


@hooks.register("register_admin_menu_item")
def menu_of_search() -> SubmenuMenuItem:
    return SubmenuMenuItem("Zoeken op de site", MENU, name="search", icon_name="search", order=210)


@hooks.register("construct_settings_menu")
def promotions_stand_elsewhere(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name != "promoted-search-results"]


@hooks.register("construct_reports_menu")
def no_report_of_terms_that_nobody_counts(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name != "search-terms"]
