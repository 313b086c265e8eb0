"""Whether the website may show the initiative: asked in the form, changed here at any time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from initiatives.applications import permitting
from initiatives.applications.follow_up.views import about, by_link
from initiatives.applications.form.definition import YesNo
from initiatives.applications.models import Application
from initiatives.applications.models.states import MEMBERS
from initiatives.applications.workflow.actions import APPLICANT
from initiatives.applications.workflow.errors import NotAllowed

CONFLICT = 409


@by_link
def permission(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Ask whether it is meant, then change it; what is so already stays so."""
    if obstacles := permitting.obstacles(application, APPLICANT):
        raise NotAllowed(obstacles)
    is_refused = False
    answer = request.POST.get(permitting.QUESTION)
    if request.method == "POST" and answer in YesNo.values:
        try:
            permitting.permit(application, APPLICANT, yes=answer == YesNo.YES)
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
