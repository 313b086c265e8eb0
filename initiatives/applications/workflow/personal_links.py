"""The personal links of an applicant: no password, and nothing about anybody in them.

A token names the random key of the application; a new key kills every link that went out. A link to
go on with the form works until the form is sent, one to see how it stands for as long as we know
whose application it is.
"""

import uuid

from django.conf import settings
from django.db.models import QuerySet

from core import links
from initiatives.applications.models import Application
from initiatives.applications.models.states import BEFORE_SUBMISSION

# What a link is for (core.links), and where it leads: apply/urls.py and follow_up/urls.py.
RESUME, STATUS = "aanmelding-verder", "aanmelding-status"
ADDRESSES = {RESUME: "/koploper-worden/verder/{}/", STATUS: "/mijn-aanmelding/{}/"}


def resume_url(application: Application) -> str:
    """Return the full address at which the applicant goes on with the form."""
    return _address(RESUME, application)


def status_url(application: Application) -> str:
    """Return the full address at which the applicant sees how it stands."""
    return _address(STATUS, application)


def token_for(purpose: str, application: Application) -> str:
    return links.make_token(purpose, application.key.hex)


def open_link(token: str, purpose: str) -> tuple[Application | None, bool]:
    """Return whose link this is, and whether it was ours at all.

    No application comes with a link that leads nowhere any more: the form was sent, a newer link
    was asked for, or the data were wiped.
    """
    if not links.is_genuine(token, purpose):
        return None, False
    found = applications_of(token)
    if purpose == RESUME:
        found = found.filter(state__in=BEFORE_SUBMISSION)
    return found.first(), True


def applications_of(token: str) -> QuerySet[Application]:
    """Return the one application that a genuine token names, or none; whatever its state."""
    return Application.objects.filter(key=uuid.UUID(links.key_of(token)), forgotten_at=None)


def _address(purpose: str, application: Application) -> str:
    return settings.SITE_URL + ADDRESSES[purpose].format(token_for(purpose, application))
