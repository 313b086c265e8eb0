"""Takes the press on "Verstuur aanmelding", once or more often, and leads to the receipt."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from core.link_views import DeadLink, opened_by
from initiatives.applications.apply.opening import SHOW_ERRORS, forget, step_url
from initiatives.applications.form.definition import CHECK
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply
from initiatives.applications.workflow.errors import NotAllowed, Refused

GONE, NOT_FOUND = 410, 404
# For so long after it was sent a second press leads to the receipt; then the link is dead.
RETRY = timedelta(hours=24)


def _find(request: HttpRequest, token: str) -> Application:
    """Return the draft of this link, or what was sent by it just now. Raises DeadLink."""
    found, was_ours = personal_links.open_link(token, personal_links.RESUME)
    if found is None and was_ours:
        since = timezone.now() - RETRY
        found = personal_links.applications_of(token).filter(submitted_at__gte=since).first()
    if found is None:
        page = "applications/apply/not_sent.html"
        status = GONE if was_ours else NOT_FOUND
        raise DeadLink(render(request, page, {"was_ours": was_ours}, status=status))
    return found


@csrf_exempt
@opened_by(_find, back="koploper-resume")
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
