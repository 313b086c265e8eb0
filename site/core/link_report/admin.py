"""What staff see of broken links: the report, each row with the place to mend, and a panel."""

from collections.abc import Sequence
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from core import dashboard
from core.dashboard import Line
from core.link_report.broken import broken_for, name_of, why
from core.models import FoundLink
from core.page_panels import works_on_pages

REPORT = "broken_links"
INSIDE, DOCUMENTS, ANCHORS, OUTSIDE = "pagina", "document", "kop", "elders"
OF_KIND = {
    INSIDE: Q(page_key__isnull=False) | Q(problem=FoundLink.Problem.NOTHING_THERE),
    DOCUMENTS: Q(document_key__isnull=False),
    ANCHORS: Q(problem=FoundLink.Problem.NO_ANCHOR),
    OUTSIDE: Q(external__isnull=False),
}
KINDS = (
    (INSIDE, "Naar een pagina van de site"),
    (ANCHORS, "Naar een kop op een pagina"),
    (DOCUMENTS, "Naar een document"),
    (OUTSIDE, "Naar een andere website"),
)


class KindFilter(django_filters.ChoiceFilter):
    def filter(self, links: QuerySet, kind: str) -> QuerySet:
        return links.filter(OF_KIND[kind]) if kind in OF_KIND else links


class LinkFilterSet(WagtailFilterSet):
    soort = KindFilter(label="Soort", choices=KINDS)

    class Meta:
        model = FoundLink
        fields: list[str] = []


def place_of(link: FoundLink) -> str:
    """Return what the link stands on: the title of the page, or the name of the record."""
    reading = link.reading
    if reading.page is not None:
        return reading.page.get_admin_display_title()
    record = _record(link)
    return name_of(record) if record else reading.source


def edit_url(link: FoundLink) -> str | None:
    """Return where to mend it: the form of the page, opened at the block."""
    if link.reading.page_id is None:
        record = _record(link)
        return AdminURLFinder().get_edit_url(record) if record else None
    form = reverse("wagtailadmin_pages:edit", args=[link.reading.page_id])
    return f"{form}#block-{link.block}-section" if link.block else form


def _record(link: FoundLink) -> Any:
    model = link.reading.content_type.model_class()
    return model._default_manager.filter(pk=link.reading.key).first() if model else None


def target_of(link: Any) -> str:
    """Return where a link that `broken` gave should lead, as somebody can recognise it."""
    if link.address:
        return str(link.address)
    if link.page_key is not None:
        title = link.target_title
        return f"‘{title}’" if title is not None else "een pagina die er niet meer is"
    return "een document dat er niet meer is"


class BrokenLinksReport(ReportView):
    """Every link that leads nowhere, on what somebody may change."""

    page_title = "Kapotte links"
    header_icon = "link"
    index_url_name = REPORT
    index_results_url_name = f"{REPORT}_results"
    model = FoundLink
    is_searchable = False
    filterset_class = LinkFilterSet
    default_ordering = "pk"
    columns = [
        TitleColumn("place", label="Staat op", accessor=place_of, get_url=edit_url),
        Column("where", label="Waar"),
        Column("words", label="Tekst van de link"),
        Column("target", label="Gaat naar", accessor=target_of, classname="aln-anywhere"),
        Column("why", label="Wat er mis is", accessor=why),
    ]
    list_export = ["place", "where", "words", "target", "why", "mend"]
    export_headings = {
        "place": "Staat op",
        "where": "Waar",
        "words": "Tekst van de link",
        "target": "Gaat naar",
        "why": "Wat er mis is",
        "mend": "Hier pas je hem aan",
    }
    export_filename = "kapotte-links"

    @property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return "Geen kapotte links met deze filters. Haal een filter weg."
        return (
            "We kennen geen kapotte links. Nieuwe teksten en andere websites bekijken we elke dag."
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not works_on_pages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet:
        links = broken_for(self.request.user).order_by("reading__page__title", "pk")
        return links.select_related("reading__page", "reading__content_type", "external")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset

    def to_row_dict(self, item: FoundLink) -> dict[str, Any]:
        return {
            "place": place_of(item),
            "where": item.where,
            "words": item.words,
            "target": target_of(item),
            "why": why(item),
            "mend": edit_url(item) or "",
        }


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    results = BrokenLinksReport.as_view(results_only=True)
    return [
        path("kapotte-links/", BrokenLinksReport.as_view(), name=REPORT),
        path("kapotte-links/resultaten/", results, name=BrokenLinksReport.index_results_url_name),
    ]


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return works_on_pages(request.user)


@hooks.register("register_reports_menu_item")
def report_in_menu() -> MenuItem:
    return ReportMenuItem(
        "Kapotte links", reverse(REPORT), name="broken-links", icon_name="link", order=110
    )


@dashboard.register
class BrokenLinks(dashboard.Panel):
    name = "broken_links"
    order = 239
    heading = "Kapotte links"

    def is_for_user(self) -> bool:
        return works_on_pages(self.user)

    def lines(self) -> Sequence[Line]:
        number = broken_for(self.user).count()
        words = "1 link werkt niet meer" if number == 1 else f"{number} links werken niet meer"
        return [Line(words, reverse(REPORT), "Kijk waar, en kies een andere")] if number else []
