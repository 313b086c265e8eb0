"""Bijeenkomsten: the list of meetings and its archive."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import path

from core.index_pages import IndexPage
from core.listing import Listing
from core.site_context import Link
from initiatives.events.listing import FACETS, MEETINGS
from initiatives.events.models.pages import EventPage
from initiatives.events.models.querysets import EventQuerySet


@dataclass(frozen=True)
class Year:
    """A year in the archive, with what the list would hold."""

    name: str
    count: int
    url: str


@dataclass(frozen=True)
class Shelf:
    """One of the lists of this page: what is coming, the archive, or one year of it."""

    heading: str
    url: str
    # What the breadcrumbs call it, and the lists of this page above it.
    name: str
    crumbs: Sequence[Link] = ()
    is_archive: bool = False


class EventIndexPage(IndexPage):
    """Bijeenkomsten: what is coming, soonest first, and an archive of what has been."""

    subpage_types: ClassVar[list[str]] = ["events.EventPage"]

    class Meta:
        verbose_name = "bijeenkomstenoverzicht"
        verbose_name_plural = "bijeenkomstenoverzichten"

    @path("")
    def list_coming(self, request: HttpRequest) -> HttpResponse:
        shelf = Shelf(self.title, self.get_url(), self.title)
        return self._answer(request, self.events().coming(), shelf)

    @path("archief/", name="archive")
    def list_past(self, request: HttpRequest) -> HttpResponse:
        shelf = Shelf(
            "Archief van bijeenkomsten",
            self.archive_url,
            "Archief",
            (Link(self.title, self.get_url()),),
            is_archive=True,
        )
        return self._answer(request, self.events().past(), shelf)

    @path("archief/<int:year>/", name="archive_of_year")
    def list_past_of_year(self, request: HttpRequest, year: int) -> HttpResponse:
        if not datetime.MINYEAR < year < datetime.MAXYEAR:
            raise Http404
        events = self.events().past().filter(starts_at__year=year)
        if not events.exists():
            raise Http404
        shelf = Shelf(
            f"Bijeenkomsten in {year}",
            f"{self.archive_url}{year}/",
            str(year),
            (Link(self.title, self.get_url()), Link("Archief", self.archive_url)),
            is_archive=True,
        )
        return self._answer(request, events, shelf)

    def events(self) -> EventQuerySet:
        """Return every meeting that anybody may read about."""
        return EventPage.objects.child_of(self).published()

    @property
    def archive_url(self) -> str:
        return f"{self.get_url()}{self.reverse_subpage('archive')}"

    def _answer(self, request: HttpRequest, events: EventQuerySet, shelf: Shelf) -> HttpResponse:
        listing = Listing(events, FACETS, request.GET, shelf.url, MEETINGS)
        context = {"listing": listing, "shelf": shelf, "years": self._years(listing)}
        return self.render(request, context_overrides=context)

    def _years(self, listing: Listing) -> list[Year]:
        """Return the years of the archive under the same choices, the last one first."""
        past = listing.narrowed(self.events().past()).order_by()
        numbers = past.annotate(year=ExtractYear("starts_at")).values("year")
        query = f"?{listing.query_string}" if listing.is_filtered else ""
        return [
            Year(str(row["year"]), row["number"], f"{self.archive_url}{row['year']}/{query}")
            for row in numbers.annotate(number=Count("pk")).order_by("-year")
        ]
