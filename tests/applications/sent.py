"""What tests of applications that were sent say again and again."""

from typing import Any

from initiatives.applications.models import Application
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import APPLICANT, Action
from initiatives.applications.workflow.engine import apply, begin
from tests.applications.answering import answers

EMAIL = "anna+koploper@voorbeeld.example"


def draft(**changes: Any) -> Application:
    """Return an application that is complete and not sent yet."""
    return begin(Application(answers=answers(**changes)), Action.START, APPLICANT)


def sent(**changes: Any) -> Application:
    """Return an application that was just sent."""
    return apply(draft(**changes), Action.SUBMIT, APPLICANT)


def address(application: Application, part: str = "") -> str:
    """Return the path behind the personal link of an application."""
    token = personal_links.token_for(personal_links.STATUS, application)
    return f"/mijn-aanmelding/{token}/{part}"
