"""The list of articles in the admin: columns, filters, search."""

import django_filters  # type: ignore[import-untyped]
from django.contrib.auth import get_user_model
from django.forms import CheckboxSelectMultiple
from wagtail.admin.filters import MultipleUserFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn

from core.models import Branch, Theme, ThemedPage
from core.page_lists import PageListingViewSet, PageListView, StateFilter, TermsFilter, short_date
from core.states import State
from news.models import NewsPage


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


class NewsListView(PageListView):
    add_item_label = "Nieuw bericht"
    noun = "berichten"


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
