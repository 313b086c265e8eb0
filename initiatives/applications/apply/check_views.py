"""The last step: every answer to check, with the button that sends (send_views takes its press)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from initiatives.applications import drafts
from initiatives.applications.apply.opening import (
    SHOW_ERRORS,
    TO_CHECK,
    draft_link,
    step_url,
    token_of,
)
from initiatives.applications.apply.progress import claims_help, stages_of
from initiatives.applications.apply.step_views import set_aside_of
from initiatives.applications.form.definition import CHECK
from initiatives.applications.form.sheets import sheet_of
from initiatives.applications.models import Application


@draft_link
def check(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Show every question with its answer, and what is still missing."""
    reading = drafts.read(application.answers, application.form_version)
    context = {
        "application": application,
        "token": token_of(application),
        "step": CHECK,
        "stages": stages_of(application, reading, CHECK),
        "sheet": sheet_of(reading.document, application.form_version),
        "problems": [
            (problem.sentence, _place_of(application, problem))
            for problem in drafts.problems(application)
        ],
        "was_sent": SHOW_ERRORS in request.GET,
        "claims": claims_help(application.answers),
        "later_url": reverse("koploper-later", args=[token_of(application)]),
        "withdraw_url": reverse("koploper-withdraw", args=[token_of(application)]),
        **set_aside_of(application),
    }
    return render(request, "applications/apply/check.html", context)


def _place_of(application: Application, problem: drafts.Problem) -> str:
    query = f"{TO_CHECK}=1&{SHOW_ERRORS}=1"
    return step_url(application, problem.step, query, problem.anchor)
