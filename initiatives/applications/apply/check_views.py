"""The last step: every answer to check, and the button that sends the application."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from initiatives.applications import drafts, performing
from initiatives.applications.actors import APPLICANT
from initiatives.applications.apply.opening import draft_link, forget, step_url, token_of
from initiatives.applications.apply.progress import claims_help, stages_of
from initiatives.applications.apply.step_views import SHOW_ERRORS, TO_CHECK, set_aside_of
from initiatives.applications.deeds import Deed
from initiatives.applications.form.definition import CHECK, steps_of
from initiatives.applications.form.sheets import sheet_of
from initiatives.applications.models import Application
from initiatives.applications.personal_links import status_url
from initiatives.applications.refusals import NotAllowed, Refused


@csrf_exempt
@draft_link
def check(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Show every question with its answer; send the application when it is complete."""
    if request.method != "POST":
        return _show(request, application)
    if drafts.problems(application):
        return _show(request, application, was_sent=True)
    try:
        sent = performing.perform(application, Deed.SUBMIT, APPLICANT)
    except NotAllowed:
        return _show(request, application, was_sent=True)
    except Refused:
        return redirect("koploper-resume", token)
    response = redirect(status_url(sent))
    forget(response)
    return response


def _show(
    request: HttpRequest, application: Application, *, was_sent: bool = False
) -> HttpResponse:
    reading = drafts.read(application.answers, application.form_version)
    sheet = sheet_of(reading.document, application.form_version)
    steps = {step.slug: step for step in steps_of(application.form_version)}
    problems = drafts.problems(application)
    context = {
        "application": application,
        "step": CHECK,
        "stages": stages_of(application, reading, CHECK),
        "sheet": [
            (shown, step_url(application, steps[shown.slug], f"{TO_CHECK}=1"))
            for shown in sheet.steps
        ],
        "problems": [(problem.sentence, _place_of(application, problem)) for problem in problems],
        "was_sent": was_sent,
        "claims": claims_help(application.answers),
        "send_url": step_url(application, CHECK),
        "later_url": reverse("koploper-later", args=[token_of(application)]),
        **set_aside_of(application),
    }
    return render(request, "applications/apply/check.html", context)


def _place_of(application: Application, problem: drafts.Problem) -> str:
    query = f"{TO_CHECK}=1&{SHOW_ERRORS}=1"
    return step_url(application, problem.step, query, problem.anchor)
