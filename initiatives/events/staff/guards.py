"""What keeps an editor from losing people: before a meeting is deleted or taken offline."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from initiatives.events.models import EventPage, Registration
from initiatives.events.staff.names import people

# What the page that warns sends along, so that it warns once.
KNOWN = "aanmeldingen_bekend"


@hooks.register("before_delete_page")
def keep_meetings_with_registrations(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse_deletion(request, [page])


@hooks.register("before_bulk_action")
def keep_them_in_bulk(
    request: HttpRequest, action: str, objects: Sequence[Any], view: Any
) -> HttpResponse | None:
    """Look at pages only: Wagtail asks about themes, images and users as well."""
    pages = [each for each in objects if isinstance(each, Page)]
    if action == "delete":
        return _refuse_deletion(request, pages)
    if action == "unpublish":
        return _refuse_to_unpublish_many(request, pages, view)
    return None


@hooks.register("before_unpublish_page")
def warn_before_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say first what happens to whoever registered; the page that says so comes back with KNOWN."""
    event = page.specific
    if request.POST.get(KNOWN) or not isinstance(event, EventPage) or event.is_past:
        return None
    number = Registration.objects.filter(event=event).active().count()
    if not number:
        return None
    title = "Offline halen"
    context = {
        **_furniture(title, reverse("wagtailadmin_pages:edit", args=[event.pk])),
        "event": event,
        "number": number,
        "known": KNOWN,
    }
    return TemplateResponse(request, "events/admin/unpublish_meeting.html", context)


def _refuse_deletion(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    """Return a page that says why not, when any of these pages or a page below has people."""
    kept = [
        event
        for page in pages
        for event in EventPage.objects.descendant_of(page, inclusive=True)
        .filter(registrations__isnull=False)
        .annotate(number=Count("registrations"))
        .defer_streamfields()
        .order_by("-starts_at")
    ]
    if not kept:
        return None
    parent = pages[0].get_parent()
    back_url = reverse("wagtailadmin_explore", args=[parent.pk])
    context = {
        **_furniture("Verwijderen kan niet", back_url),
        "kept": [(event, event.number, event.is_past) for event in kept],
    }
    return TemplateResponse(request, "events/admin/meeting_kept.html", context, status=409)


def _refuse_to_unpublish_many(
    request: HttpRequest, pages: Sequence[Page], view: Any
) -> HttpResponse | None:
    events = EventPage.objects.coming().filter(pk__in=[page.pk for page in pages])
    active = Registration.objects.filter(event__in=events).active()
    numbers = dict(active.order_by().values_list("event__title").annotate(Count("pk")))
    for title, number in numbers.items():
        messages.error(
            request,
            f"Voor ‘{title}’ heeft zich al iemand aangemeld ({people(number)}). Haal die pagina "
            "apart offline: dan zie je eerst wat er gebeurt. Er is niets veranderd.",
        )
    return redirect(view.next_url) if numbers else None


def _furniture(title: str, back_url: str) -> dict[str, object]:
    return {
        "header_title": title,
        "page_title": title,
        "header_icon": "calendar",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": back_url, "label": "Terug"},
            {"url": "", "label": title},
        ],
        "back_url": back_url,
    }
