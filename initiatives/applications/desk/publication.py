"""What keeps a Koploper offline, and what an editor is told before it comes online.

Only an admitted initiative whose applicant allows it goes online (domain guide, paragraph 6.1);
`forbids` says so to every way of publishing. If the applicant approved no text, or another one than
this, that is only a warning.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page, PageSubscription

from core.page_guards import page_header
from initiatives.applications.membership import koploper_page
from initiatives.applications.models import Application
from initiatives.applications.models.states import MEMBERS, State

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


def of_pages(pages: Sequence[Page]) -> QuerySet[Application]:
    """Return the applications of these pages, with all that tells whether they were approved."""
    rows = Application.objects.filter(page__in=[page.pk for page in pages])
    return rows.select_related("page__latest_revision", "approved_revision")


def warn(request: HttpRequest, page: Page, *, is_kept: bool = True) -> HttpResponse | None:
    """Say first that the text was not approved; where it is forbidden there is no way on.

    `is_kept` says that what was written is the newest version by now; if not, it is in what was
    sent. The page that warns comes back with what was sent, and KNOWN.
    """
    refusal = forbids(page)
    application = of_pages([page]).first()
    if not refusal:
        if application is None or request.POST.get(KNOWN):
            return None
        if not koploper_page.lacks_approval(
            application, None if is_kept else as_sent(request, page)
        ):
            return None
    is_changed = bool(application and application.text_approved_at)
    title = "De tekst is veranderd" if is_changed else "De tekst is nog niet goedgekeurd"
    title = "Publiceren kan niet" if refusal else title
    back_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    context = {
        **page_header(title, back_url),
        "page": page,
        "refusal": refusal,
        "application": application,
        "is_changed": is_changed,
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


def as_sent(request: HttpRequest, page: Page) -> Mapping[str, Any] | None:
    """Return what the editor's form would make of a page, as a revision keeps it.

    None when the form is not complete: then it comes back with what to mend.
    """
    made = page.get_latest_revision_as_object()
    form = made.get_edit_handler().get_form_class()(
        request.POST,
        request.FILES,
        instance=made,
        subscription=PageSubscription(page=page, user=request.user),
        parent_page=page.get_parent(),
        for_user=request.user,
    )
    if not form.is_valid():
        return None
    content: Mapping[str, Any] = form.save(commit=False).serializable_data()
    return content


def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep one page for each application: a copy would know neither permission nor state."""
    if not Application.objects.filter(page=page.pk).exists():
        return None
    messages.error(
        request,
        "Deze pagina hoort bij een aanmelding als Koploper. Je kunt hier geen kopie van maken.",
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def refuse_many(request: HttpRequest, pages: Sequence[Page], view: Any) -> HttpResponse | None:
    """Send back who publishes several at once, when one of them is not approved."""
    below = [page for page in pages if request.POST.get("include_descendants")]
    drafts = [found for page in below for found in page.get_descendants().not_live()]
    found = [each for each in of_pages([*pages, *drafts]) if koploper_page.lacks_approval(each)]
    for application in found:
        why = (
            "is veranderd nadat de indiener die goedkeurde"
            if application.text_approved_at
            else "is nog niet goedgekeurd door de indiener"
        )
        messages.error(
            request,
            f"De tekst van ‘{application}’ {why}. Publiceer die pagina apart. Er is niets "
            "veranderd.",
        )
    return redirect(view.next_url) if found else None
