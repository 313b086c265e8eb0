"""What keeps a Koploper offline, and what an editor is told before it comes online.

Online is for whom is admitted and allows it (domain guide, paragraph 6.1); `forbids` says so to
every way of publishing. That the applicant did not approve the text yet is only a warning.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page

from initiatives.applications.models import Application
from initiatives.applications.states import MEMBERS, State

# What the page that warns sends along, so that it warns once.
KNOWN = "tekst_niet_goedgekeurd_bekend"
CSRF = "csrfmiddlewaretoken"


def forbids(page: Page) -> str:
    """Return why the page of an application may not be online at all, empty when it may."""
    application = Application.objects.filter(page=page.pk).first()
    if application is None:
        return ""
    if not application.may_publish:
        return "De indiener wil niet dat het initiatief op de website staat."
    if application.state not in MEMBERS:
        return (
            f"De aanmelding heeft de status ‘{State(application.state).label}’. Alleen wie is "
            "toegelaten of geïntroduceerd, staat op de website."
        )
    return ""


def without_word(pages: Sequence[Page]) -> list[Application]:
    """Return the applications of these pages of which the applicant did not approve the text."""
    rows = Application.objects.filter(page__in=[page.pk for page in pages])
    return list(rows.filter(text_approved_at=None))


def warn(request: HttpRequest, page: Page, *, is_kept: bool = True) -> HttpResponse | None:
    """Say first that the text was not approved; where it is forbidden there is no way on.

    `is_kept` says that what was written is a draft by now. The page that warns comes back with
    what was sent, and KNOWN.
    """
    refusal = forbids(page)
    if not refusal and (request.POST.get(KNOWN) or not without_word([page])):
        return None
    title = "Publiceren kan niet" if refusal else "De tekst is nog niet goedgekeurd"
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
        "refusal": refusal,
        "is_kept": is_kept,
        "known": KNOWN,
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != CSRF
        ],
    }
    template = "applications/admin/not_approved.html"
    return TemplateResponse(request, template, context, status=409 if refusal else 200)


def approves(request: HttpRequest) -> bool:
    """Tell whether the editor's form approves a task of a workflow, which may publish the page."""
    is_action = request.method == "POST" and request.POST.get("action-workflow-action")
    return bool(is_action) and request.POST.get("workflow-action-name") == "approve"


def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep one page for each application: a copy would know neither permission nor state."""
    if not Application.objects.filter(page=page.pk).exists():
        return None
    messages.error(
        request, "Deze pagina hoort bij een aanmelding als Koploper. Een kopie maken kan niet."
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def refuse_many(request: HttpRequest, pages: Sequence[Page], view: Any) -> HttpResponse | None:
    """Send back who publishes several at once, when one of them is not approved."""
    below = [page for page in pages if request.POST.get("include_descendants")]
    drafts = [found for page in below for found in page.get_descendants().not_live()]
    found = without_word([*pages, *drafts])
    for application in found:
        messages.error(
            request,
            f"De tekst van ‘{application}’ is nog niet goedgekeurd door de indiener. Publiceer "
            "die pagina apart. Er is niets veranderd.",
        )
    return redirect(view.next_url) if found else None
