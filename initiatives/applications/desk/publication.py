"""What an editor is told before a Koploper comes online without the word of who applied."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page

from initiatives.applications.models import Application

# What the page that warns sends along, so that it warns once.
KNOWN = "tekst_niet_goedgekeurd_bekend"
CSRF = "csrfmiddlewaretoken"


def without_word(pages: Sequence[Page]) -> list[Application]:
    """Return the applications of these pages of which nobody approved the text, or refused it."""
    rows = Application.objects.filter(page__in=[page.pk for page in pages])
    return list(rows.exclude(text_approved_at__isnull=False, may_publish=True))


def warn(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say first that the text was not approved; where publication was refused there is no way on.

    The draft is kept by then. The page that warns comes back with what was sent, and KNOWN.
    """
    found = without_word([page])
    if not found:
        return None
    is_refused = not found[0].may_publish
    if request.POST.get(KNOWN) and not is_refused:
        return None
    title = "Publiceren kan niet" if is_refused else "De tekst is nog niet goedgekeurd"
    back_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    context = {
        "header_title": title,
        "page_title": title,
        "header_icon": "warning",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": back_url, "label": "Terug"},
            {"url": "", "label": title},
        ],
        "back_url": back_url,
        "page": page,
        "is_refused": is_refused,
        "known": KNOWN,
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != CSRF
        ],
    }
    template = "applications/admin/not_approved.html"
    return TemplateResponse(request, template, context, status=409 if is_refused else 200)


def refuse_many(request: HttpRequest, pages: Sequence[Page], view: Any) -> HttpResponse | None:
    """Send back who publishes several at once, when one of them is not approved."""
    found = without_word(pages)
    for application in found:
        messages.error(
            request,
            f"De tekst van ‘{application}’ is nog niet goedgekeurd door de indiener. Publiceer "
            "die pagina apart. Er is niets veranderd.",
        )
    return redirect(view.next_url) if found else None
