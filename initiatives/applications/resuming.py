"""The mail with which somebody goes on with an application later, or elsewhere (M3).

Every such mail has a new link, and with it the former ones are dead.
"""

import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import limits
from core.letters import Action, Letter, Paragraph
from initiatives.applications import writing
from initiatives.applications.form.definition import steps_of
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log, personal_links
from initiatives.applications.workflow.actions import APPLICANT
from initiatives.applications.workflow.errors import InvalidState
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import Post, send

# In these somebody has a link to the form.
OPEN = (State.INVITED, State.DRAFT)
MOST_AT_ONCE = 5


def save_for_later(application: Application, email: str, network: str = "") -> Application:
    """Mail a new link to an address that the applicant names; return the application with it.

    The address becomes that of the applicant for as long as nothing else is known of them: who made
    a typing error names another. Raises TooOften, and InvalidState when there is nothing to go on
    with.
    """
    with transaction.atomic():
        limits.count("koploper-link", email=email.lower(), network=network)
        with under_lock(application) as mine:
            if mine.state not in OPEN:
                raise InvalidState("Deze aanmelding is al verstuurd of ingetrokken.")
            is_first = not _told_who_they_are(mine)
            if is_first or not mine.email:
                mine.email = email
            if is_first or not mine.answers.get("email"):
                mine.answers = {**mine.answers, "email": email}
            _send_link(mine, email)
            return mine


def _told_who_they_are(application: Application) -> bool:
    """Tell whether the step with the contact data was stored, or filled in from what we knew."""
    step = next(one for one in steps_of(application.form_version) if "email" in one.keys)
    rest = {**application.answers, "email": ""}
    return step.slug in application.saved_by or writing.is_begun(step, rest)


def ask_link(email: str, network: str = "") -> None:
    """Mail a new link for each application of this address that was not sent yet.

    The caller cannot tell whether there is any. Raises TooOften.
    """
    with transaction.atomic():
        limits.count("koploper-link", email=email.lower(), network=network)
        found = Application.objects.filter(email__iexact=email, state__in=OPEN)
        for application in found.order_by("-touched_at", "-pk")[:MOST_AT_ONCE]:
            with under_lock(application) as mine:
                if mine.state in OPEN:
                    _send_link(mine, mine.email)


def _send_link(mine: Application, email: str) -> None:
    mine.key = uuid.uuid4()
    mine.touched_at = timezone.now()
    mine.save(update_fields=["key", "email", "answers", "touched_at"])
    send(mine, [Post("M3", email, _letter(mine))])
    audit_log.record(mine, "link_sent", APPLICANT, mails=["M3"])


def _letter(application: Application) -> Letter:
    days = settings.APPLICATION_LAPSES_AFTER.days
    return Letter(
        "Verder met je aanmelding",
        application.first_name,
        [
            Paragraph(
                "Je bent bezig met een aanmelding voor het Koplopernetwerk. Met deze link ga je "
                "verder waar je was, ook op een ander apparaat."
            ),
            Action("Ga verder met je aanmelding", personal_links.resume_url(application)),
            Paragraph(
                "Deel de link niet: wie hem heeft, kan je antwoorden lezen en aanpassen. Vraag je "
                "een nieuwe link, dan werkt deze niet meer."
            ),
            Paragraph(
                f"Werk je {days} dagen niet aan de aanmelding? Dan wissen we hem. We waarschuwen "
                "je eerst."
            ),
            Paragraph("Heb jij dit niet gevraagd? Dan hoef je niets te doen."),
        ],
    )
