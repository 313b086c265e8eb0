"""The list of meetings in the admin; and what an editor hears who announces one that is over."""

import django_filters  # type: ignore[import-untyped]
from django.db.models import Case, Q, QuerySet, When
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.models import MeetingRegion
from core.page_lists import PageListingViewSet, PageListView, StateFilter, short_date
from core.states import State
from initiatives.events.models import EventPage

COMING, PAST = "komt", "geweest"


class WhenFilter(django_filters.ChoiceFilter):
    """Meetings to come, or those that have been."""

    def filter(self, events: QuerySet, when: str) -> QuerySet:
        if when == COMING:
            return events.filter(ends_at__gt=timezone.now())
        return events.filter(ends_at__lte=timezone.now()) if when == PAST else events


class EventFilterSet(WagtailFilterSet):
    when = WhenFilter(label="Wanneer", choices=[(COMING, "Komt nog"), (PAST, "Geweest")])
    kind = django_filters.MultipleChoiceFilter(
        label="Soort", choices=EventPage.Kind.choices, widget=CheckboxSelectMultiple
    )
    region = django_filters.MultipleChoiceFilter(
        label="Regio", choices=MeetingRegion.choices, widget=CheckboxSelectMultiple
    )
    state = StateFilter(label="Status", choices=State.choices, widget=CheckboxSelectMultiple)

    class Meta:
        model = EventPage
        fields: list[str] = []


def places_of(event: EventPage) -> str:
    """Return how many places are taken, and of how many."""
    if event.register_by != EventPage.RegisterBy.HERE:
        return "–"
    return str(event.places_taken) + (f" van {event.capacity}" if event.capacity else "")


def note_of(event: EventPage) -> str:
    return "Afgelast" if event.is_cancelled else ""


class EventListView(PageListView):
    """Opens with what is coming, soonest first; what has been follows, the last first."""

    default_ordering = "-starts_at"
    add_item_label = "Nieuwe bijeenkomst"
    noun = "bijeenkomsten"

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        events = super().annotate_queryset(pages)
        return events.select_related("cancellation").with_places_taken()

    def order_queryset(self, events: PageQuerySet) -> PageQuerySet:
        if self.is_explicitly_ordered or self.is_searching:
            return super().order_queryset(events)
        is_past = Q(ends_at__lte=timezone.now())
        return events.alias(
            is_past=Case(When(is_past, then=1), default=0),
            comes_at=Case(When(is_past, then=None), default="starts_at"),
        ).order_by("is_past", "comes_at", "-starts_at", "pk")


class EventListViewSet(PageListingViewSet):
    model = EventPage
    index_view_class = EventListView
    name = "bijeenkomsten"
    icon = "calendar"
    menu_label = "Bijeenkomsten"
    menu_order = 95
    add_to_admin_menu = True
    list_per_page = 50
    filterset_class = EventFilterSet
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Titel", sort_key="title", classname="title"),
        Column("date", label="Datum", accessor=short_date, sort_key="starts_at"),
        Column("region", label="Regio", accessor="get_region_display", sort_key="region"),
        Column("places", label="Plaatsen bezet", accessor=places_of),
        Column("note", label="", accessor=note_of),
        PageStatusColumn("status", label="Status", sort_key="live"),
    ]


@hooks.register("register_admin_viewset")
def list_of_meetings() -> EventListViewSet:
    return EventListViewSet()


@hooks.register("after_publish_page")
def say_that_it_is_overfull(request: HttpRequest, page: Page) -> None:
    if isinstance(page, EventPage) and page.is_overfull:
        messages.warning(
            request,
            f"Er zijn al {page.places_taken} plaatsen bezet, en je vulde er {page.capacity} in. "
            "Niemand wordt afgemeld: verhoog het aantal, of meld zelf mensen af.",
        )


@hooks.register("after_publish_page")
def say_that_it_is_over(request: HttpRequest, page: Page) -> None:
    """Warn once of a date in the past: it may be a slip, it may be meant for the archive."""
    is_first = page.first_published_at == page.last_published_at
    if isinstance(page, EventPage) and is_first and page.is_past:
        messages.warning(
            request,
            "Deze bijeenkomst is al geweest. De pagina staat daarom meteen in het archief. "
            "Klopt de datum niet? Pas die dan aan.",
        )
