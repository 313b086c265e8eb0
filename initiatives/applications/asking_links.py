"""A fresh personal link by mail, for who lost it; nobody learns whether an address is known."""

import uuid

from django.db import transaction

from core.letters import Action, Letter, Paragraph, Part
from initiatives.applications.models import Application
from initiatives.applications.models.states import BEFORE_SUBMISSION
from initiatives.applications.workflow import audit_log, personal_links
from initiatives.applications.workflow.actions import APPLICANT
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import Post, send

# More than anybody has; what came last goes first.
MOST = 10


def send_links(email: str) -> None:
    """Mail the applicant with this address a new link to each application that was sent.

    Former links to those work no more. Of an address that we do not know nothing happens.
    """
    known = Application.objects.filter(email__iexact=email, forgotten_at=None)
    sent = known.exclude(state__in=BEFORE_SUBMISSION).exclude(submitted_at=None)
    with transaction.atomic():
        found = [_with_new_key(one) for one in sent.order_by("-submitted_at", "-pk")[:MOST]]
        if found:
            newest = found[0]
            send(newest, [Post("M3", newest.email, _letter(found))])


def _with_new_key(application: Application) -> Application:
    with under_lock(application) as mine:
        mine.key = uuid.uuid4()
        mine.save(update_fields=["key"])
        audit_log.record(mine, "link_sent", APPLICANT)
        return mine


def _letter(found: list[Application]) -> Letter:
    several = len(found) > 1
    links: list[Part] = [
        Action(f"Bekijk aanmelding {application.reference}", personal_links.status_url(application))
        for application in found
    ]
    return Letter(
        "Je link naar je aanmelding",
        found[0].first_name,
        [
            Paragraph(
                f"Met deze {'links' if several else 'link'} zie je hoe het met je "
                f"{'aanmeldingen' if several else 'aanmelding'} voor het Koplopernetwerk staat."
            ),
            *links,
            Paragraph(
                "Oudere links werken niet meer. Deel de link niet: wie hem heeft, kan je "
                "aanmelding zien."
            ),
            Paragraph("Heb jij deze link niet gevraagd? Dan hoef je niets te doen."),
        ],
    )
