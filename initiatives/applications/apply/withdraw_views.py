"""Withdrawing an application that was not sent yet (T14): asks first, then says what happened.

What was sent is withdrawn by the link to its status (follow_up).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.link_views import DeadLink, opened_by
from initiatives.applications.apply.opening import find_draft, forget, of_this_device, step_url
from initiatives.applications.apply.progress import first_unfinished
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply


def _find(request: HttpRequest, token: str) -> Application:
    """Return the draft of this link. Raises DeadLink; to the end, for who presses once more."""
    found, was_ours = personal_links.open_link(token, personal_links.RESUME)
    if found is None and was_ours and request.method == "POST":
        gone = personal_links.applications_of(token)
        if gone.filter(state=State.WITHDRAWN, submitted_at=None).exists():
            raise DeadLink(redirect("koploper-withdrawn"))
    return find_draft(request, token)


@opened_by(_find, back="koploper-resume")
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
    return render(request, f"applications/apply/{template}", context)
