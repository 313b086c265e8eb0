"""The last step: check every answer, send the application, or withdraw it before sending (T14).

An application that was sent is withdrawn from its status page (status_pages).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.link_views import DeadLink, opened_by
from initiatives.applications.application_form.pages import (
    SHOW_ERRORS,
    TO_CHECK,
    claims_help,
    draft_link,
    find_draft,
    first_unfinished,
    forget,
    just_sent,
    of_this_device,
    stages_of,
    step_url,
    token_of,
)
from initiatives.applications.application_form.step_views import set_aside_of
from initiatives.applications.form.definition import CHECK
from initiatives.applications.form.sheets import sheet_of
from initiatives.applications.intake import form_data
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from initiatives.applications.workflow.errors import NotAllowed, Refused


@draft_link
def check(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Show every question with its answer, and what is still missing."""
    reading = form_data.read(application.answers, application.form_version)
    context = {
        "application": application,
        "token": token_of(application),
        "step": CHECK,
        "stages": stages_of(application, reading, CHECK),
        "sheet": sheet_of(reading.document, application.form_version),
        "problems": [
            (problem.sentence, _place_of(application, problem))
            for problem in form_data.problems(application)
        ],
        "was_sent": SHOW_ERRORS in request.GET,
        "claims": claims_help(application.answers),
        "later_url": reverse("koploper-later", args=[token_of(application)]),
        "withdraw_url": reverse("koploper-withdraw", args=[token_of(application)]),
        **set_aside_of(application),
    }
    return render(request, "applications/application_form/check.html", context)


def _place_of(application: Application, problem: form_data.Problem) -> str:
    query = f"{TO_CHECK}=1&{SHOW_ERRORS}=1"
    return step_url(application, problem.step, query, problem.anchor)


GONE, NOT_FOUND = 410, 404


def _find_to_send(request: HttpRequest, token: str) -> Application:
    """Return the draft of this link, or what was sent by it just now. Raises DeadLink."""
    found, was_ours = personal_links.open_link(token, personal_links.RESUME)
    if found is None and was_ours:
        found = just_sent(token)
    if found is None:
        page = "applications/application_form/not_sent.html"
        status = GONE if was_ours else NOT_FOUND
        raise DeadLink(render(request, page, {"was_ours": was_ours}, status=status))
    return found


@csrf_exempt
@opened_by(_find_to_send, back="koploper-resume")
def send(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Send the application; who presses twice, or again after a lost connection, gets one receipt.

    Something that is missing is said on the page to check the answers. The link is all that is
    needed, as for every page of the form.
    """
    if application.state == State.DRAFT and request.method == "POST":
        try:
            application = apply(application, Action.SUBMIT, APPLICANT)
        except NotAllowed:
            return redirect(step_url(application, CHECK, f"{SHOW_ERRORS}=1"))
        except Refused:
            application.refresh_from_db()
            if application.submitted_at is None:  # else this is the second press
                raise
    if application.submitted_at is None:
        return redirect(personal_links.resume_url(application))
    status_token = personal_links.token_for(personal_links.STATUS, application)
    response = redirect("application-receipt", status_token)
    forget(response)
    return response


def _find_to_withdraw(request: HttpRequest, token: str) -> Application:
    """Return the draft of this link. Raises DeadLink; to the end, for whoever presses once more."""
    found, was_ours = personal_links.open_link(token, personal_links.RESUME)
    if found is None and was_ours and request.method == "POST":
        gone = personal_links.applications_of(token)
        if gone.filter(state=State.WITHDRAWN, submitted_at=None).exists():
            raise DeadLink(redirect("koploper-withdrawn"))
    return find_draft(request, token)


@opened_by(_find_to_withdraw, back="koploper-resume")
def withdraw(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Ask whether it is meant, then withdraw.

    Unlike the pages on which somebody types this one asks for a CSRF token: nothing gets lost when
    that has expired.
    """
    if request.method != "POST":
        back_url = step_url(application, first_unfinished(application))
        return _show(request, "withdraw.html", application=application, back_url=back_url)
    apply(application, Action.WITHDRAW, APPLICANT)
    response = redirect("koploper-withdrawn")
    if of_this_device(request) is None:
        forget(response)
    return response


@require_safe
@never_cache
def withdrawn(request: HttpRequest) -> HttpResponse:
    return _show(request, "withdrawn.html")


def _show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(request, f"applications/application_form/{template}", context)
