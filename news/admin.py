"""The list of articles in the admin: columns, filters, search."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.filters import MultipleUserFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.query import PageQuerySet

from core.models import Branch, Theme, ThemedPage
from core.models.pages import choosing, prepare_terms
from core.states import State, condition
from news.models import NewsPage


class TermsFilter(django_filters.ModelMultipleChoiceFilter):
    """Articles with any of these terms; one that chose "alle" stands under each of them."""

    def filter(self, articles: QuerySet, terms: Any) -> QuerySet:
        return articles.filter(choosing(list(terms))) if terms else articles


class StateFilter(django_filters.MultipleChoiceFilter):
    """Articles in any of these states."""

    def filter(self, articles: QuerySet, states: list[str]) -> QuerySet:
        wanted = Q()
        for state in states:
            wanted |= condition(state)
        return articles.filter(wanted) if states else articles


class NewsFilterSet(WagtailFilterSet):
    state = StateFilter(label="Status", choices=State.choices, widget=CheckboxSelectMultiple)
    kind = django_filters.MultipleChoiceFilter(
        label="Soort", choices=NewsPage.Kind.choices, widget=CheckboxSelectMultiple
    )
    themes = TermsFilter(label="Thema", queryset=Theme.objects.all(), widget=CheckboxSelectMultiple)
    branches = TermsFilter(
        label="Branche", queryset=Branch.objects.all(), widget=CheckboxSelectMultiple
    )
    owner = MultipleUserFilter(
        label="Eigenaar",
        queryset=lambda request: get_user_model().objects.filter(
            pk__in=NewsPage.objects.order_by().values("owner")
        ),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = NewsPage
        fields: list[str] = []


def themes_of(article: ThemedPage) -> str:
    if article.all_themes:
        return "Alle thema's"
    return ", ".join(theme.name for theme in article.theme_list) or "–"


def short_date(article: ThemedPage) -> str:
    # Hyphens at which a browser does not break the line.
    return date_format(article.listed_on, "j-n-Y").replace("-", "\N{NON-BREAKING HYPHEN}")


class NewsListView(IndexView):
    default_ordering = "-latest_revision_created_at"
    add_item_label = "Nieuw bericht"

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        """Read all that a row shows; Wagtail's own way reads every page once more."""
        return (
            pages.defer_streamfields()
            .select_related("owner", "owner__wagtail_userprofile")
            .prefetch_related("content_type", "sites_rooted_here")
            .prefetch_workflow_states()
            .annotate_site_root_state()
            .annotate_approved_schedule()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        prepare_terms(context["object_list"])
        return context

    @cached_property
    def verbose_name_plural(self) -> str:
        return "berichten"


class NewsListViewSet(PageListingViewSet):
    model = NewsPage
    index_view_class = NewsListView
    name = "nieuws"
    icon = "doc-full"
    menu_label = "Nieuws"
    menu_order = 90
    add_to_admin_menu = True
    list_per_page = 50
    filterset_class = NewsFilterSet
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Titel", sort_key="title", classname="title"),
        Column("kind", label="Soort", accessor="get_kind_display", sort_key="kind"),
        Column("date", label="Datum", accessor=short_date, sort_key="listed_on"),
        Column("themes", label="Thema's", accessor=themes_of),
        PageStatusColumn("status", label="Status", sort_key="live"),
        UserColumn("owner", label="Eigenaar"),
        DateColumn(
            "latest_revision_created_at", label="Gewijzigd", sort_key="latest_revision_created_at"
        ),
    ]
