"""Serves meetings to calendars."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.listing import Listing, MovedFilter
from initiatives.events.calendars import calendar_of, name_of
from initiatives.events.listing import FACETS, MEETINGS
from initiatives.events.models import CalendarEntry, EventPage


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the calendar file of a meeting; one that is offline says that it is off."""
    # The host in a UID is that of the day it was made; the site may have moved since.
    entry = get_object_or_404(_entries(), uid__startswith=f"{name_of(pk)}@")
    return _calendar(calendar_of([entry], name=entry.title), f"bijeenkomst-{pk}.ics")


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Serve every meeting to come that the query asks for, to subscribe to.

    A filter that the site does not have (any more) is a 404, and not a calendar of everything.
    """
    now = timezone.now()
    events = EventPage.objects.filter(ends_at__gt=now)
    try:
        listing = Listing(events, FACETS, request.GET, request.path, MEETINGS)
    except MovedFilter as moved:
        return redirect(f"{request.path}?{moved.query}", permanent=True)
    if listing.left_out:
        raise Http404
    entries = _entries().filter(ends_at__gt=now)
    if listing.is_filtered:
        entries = entries.filter(event__in=listing.matching.order_by().values("pk"))
    return _calendar(calendar_of(entries, name=_name(listing)), "bijeenkomsten.ics")


def _entries():
    """Return what anybody may read: what is online, and what has to disappear from calendars."""
    online = EventPage.objects.published().values("pk")
    return CalendarEntry.objects.filter(event__in=online) | CalendarEntry.objects.filter(
        is_cancelled=True
    )


def _name(listing: Listing) -> str:
    chosen = [chip.label for chip in listing.chips]
    return ": ".join(["Bijeenkomsten Actie Leer Netwerk", *filter(None, [", ".join(chosen)])])


def _calendar(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
