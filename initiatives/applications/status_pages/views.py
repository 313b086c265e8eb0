"""The pages of somebody who applied: status, copy of the answers, permission, withdrawal.

Applicants have no account: the link in their mail is all they need (personal_links).
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import limits, receipts, times
from core.link_views import DeadLink, only_read_and_send, opened_by
from core.promised_links import promise
from core.refusals import giving_back, typed_at
from initiatives.applications.form.definition import YesNo
from initiatives.applications.form.sheets import sheet_of
from initiatives.applications.intake import submission
from initiatives.applications.membership import ending, koploper_page, publication_consent
from initiatives.applications.models import Application
from initiatives.applications.models.states import BEFORE_SUBMISSION, MEMBERS, State
from initiatives.applications.status_pages.forms import EndForm, LinkForm, ReplyForm, TextForm
from initiatives.applications.status_pages.progress import progress_of
from initiatives.applications.status_pages.status import standing_of
from initiatives.applications.tasks import send_links
from initiatives.applications.workflow import engine, outgoing_mail, personal_links
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.errors import NotAllowed

GONE, NOT_FOUND, TOO_MANY = 410, 404, 429
# In which much is typed, by the name of their address.
FORMS = {
    "application-correct-text": TextForm,
    "application-end": EndForm,
    "application-supplement": ReplyForm,
}


def _find(request: HttpRequest, token: str) -> Application:
    """Return whose link it is. Raises DeadLink for one that is garbled or replaced."""
    application, was_ours = personal_links.open_link(token, personal_links.STATUS)
    if application is None:
        status = GONE if was_ours else NOT_FOUND
        typed = typed_at(request, FORMS)
        page = "dead_link.html"
        raise DeadLink(
            _show(request, page, status, was_ours=was_ours, form=LinkForm(), typed=typed)
        )
    if application.state in BEFORE_SUBMISSION:
        raise DeadLink(redirect(personal_links.resume_url(application)))
    return application


by_link = opened_by(_find, back="application")


@by_link
def status(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Show where an application stands, what is next, and what can be done."""
    can_reapply = not engine.obstacles(application, Action.REAPPLY, APPLICANT)
    has_text = koploper_page.may_be_judged(application)
    return about(
        request,
        application,
        token,
        "status.html",
        standing=standing_of(application),
        steps=progress_of(application),
        sheet=sheet_of(application.answers, application.form_version),
        page_url=_page_url(application),
        can_permit=not publication_consent.obstacles(application, APPLICANT),
        has_text=has_text,
        text_waits=has_text and koploper_page.lacks_approval(application),
        can_reapply=can_reapply,
        can_withdraw=not engine.obstacles(application, Action.WITHDRAW, APPLICANT),
        can_end=application.state in MEMBERS and not ending.was_asked(application),
        end_was_asked=application.state in MEMBERS and ending.was_asked(application),
    )


@by_link
def receipt(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Say that it was sent, and what happens next; the same however often it is read."""
    return about(
        request,
        application,
        token,
        "receipt.html",
        sheet=sheet_of(application.answers, application.form_version),
        hears_by=submission.hears_by(application),
        workdays=outgoing_mail.WORKDAYS_TO_HEAR,
    )


@by_link
def copy(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Show a clean sheet of what was sent, to print or keep."""
    sheet = sheet_of(application.answers, application.form_version)
    return about(request, application, token, "copy.html", sheet=sheet)


@by_link
def withdraw(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Ask whether it is meant, then withdraw."""
    if application.state == State.WITHDRAWN:
        return redirect("application", token)
    if obstacles := engine.obstacles(application, Action.WITHDRAW, APPLICANT):
        raise NotAllowed(obstacles)
    if request.method == "POST":
        engine.apply(application, Action.WITHDRAW, APPLICANT)
        messages.success(request, "Je aanmelding is ingetrokken. We bevestigen dat ook per mail.")
        return redirect("application", token)
    return about(request, application, token, "withdraw.html")


@by_link
def reapply(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Begin a new application with a copy of the answers, and go on there."""
    begun = application.followed_by.filter(state=State.DRAFT).order_by("pk")
    if follower := begun.last():
        return redirect(personal_links.resume_url(follower))
    if obstacles := engine.obstacles(application, Action.REAPPLY, APPLICANT):
        raise NotAllowed(obstacles)
    if request.method == "POST":
        engine.apply(application, Action.REAPPLY, APPLICANT)
        messages.success(request, "Je vorige antwoorden staan klaar. Pas ze aan waar dat nodig is.")
        return redirect(personal_links.resume_url(begun.latest("pk")))
    return about(request, application, token, "reapply.html")


@by_link
def end(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Take the request of a Koploper to stop; advisers end it."""
    form = EndForm(request.POST if request.method == "POST" else None)
    with giving_back(form):
        ending.check(application)
        if ending.was_asked(application):
            return redirect("application", token)
        if not form.is_valid():
            return about(request, application, token, "end.html", form=form)
        ending.ask_to_end(application, form.cleaned_data["reden"])
        messages.success(
            request, "Je verzoek om te stoppen is verstuurd. We bevestigen dat ook per mail."
        )
    return redirect("application", token)


@never_cache
@only_read_and_send
def ask_link(request: HttpRequest) -> HttpResponse:
    """Send a new link; nobody learns from the answer whether the address is known."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, "ask_link.html", form=form)
    email = form.cleaned_data["email"]
    try:
        promise(request, "application-link", send_links, email)
    except limits.TooOften as refused:
        response = _show(request, "ask_link.html", TOO_MANY, form=form, until=refused)
        response.headers["Retry-After"] = str(refused.seconds)
        return response
    return receipts.lead_to("application-link-sent", address=email)


@require_safe
@never_cache
def link_sent(request: HttpRequest) -> HttpResponse:
    return _show(request, "link_sent.html", address=receipts.address_typed(request))


def _page_url(application: Application) -> str:
    page = application.page
    return page.get_url() if page and page.live else ""


def about(
    request: HttpRequest,
    application: Application,
    token: str,
    template: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Show a page about an application, with the facts by which its applicant knows it."""
    sent_at = application.submitted_at
    facts = [
        ("Initiatief", application.name),
        ("Kenmerk", application.reference),
        ("Verstuurd op", times.moment(sent_at) if sent_at else ""),
    ]
    shown = {"application": application, "token": token, **more}
    return _show(request, template, status, facts=[one for one in facts if one[1]], **shown)


def _show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"applications/status_pages/{template}", context, status=status)


CONFLICT = 409


@by_link
def permission(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Ask whether it is meant, then change it; what is so already stays so."""
    if obstacles := publication_consent.obstacles(application, APPLICANT):
        raise NotAllowed(obstacles)
    is_refused = False
    answer = request.POST.get(publication_consent.QUESTION)
    if request.method == "POST" and answer in YesNo.values:
        try:
            publication_consent.permit(application, APPLICANT, yes=answer == YesNo.YES)
            messages.success(request, "Je keuze is bewaard.")
            return redirect("application", token)
        except NotAllowed:
            is_refused = True
    return about(
        request,
        application,
        token,
        "permission.html",
        CONFLICT if is_refused else 200,
        is_member=application.state in MEMBERS,
        is_refused=is_refused,
    )
