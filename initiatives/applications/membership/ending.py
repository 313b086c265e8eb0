"""A Koploper who wants to stop: advisers end the taking part (T17), on request."""

from datetime import timedelta

from django.utils import timezone

from core.letters import Button, Facts, Letter, Paragraph, Quote
from initiatives.applications.models import Application
from initiatives.applications.models.states import MEMBERS
from initiatives.applications.workflow import audit_log, outgoing_mail, personal_links
from initiatives.applications.workflow.actions import APPLICANT
from initiatives.applications.workflow.errors import InvalidState
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import Post, applicant_post, send

ASKED = "end_asked"
LONGEST = 1_000  # characters of the reason


def was_asked(application: Application) -> bool:
    """Tell whether the applicant asked for it since the application came to where it stands."""
    since = application.state_since - timedelta(seconds=1)
    return application.events.filter(kind=ASKED, at__gte=since).exists()


def check(application: Application) -> None:
    """Raise InvalidState for what takes no part in the network, or no more."""
    if application.state not in MEMBERS:
        raise InvalidState("Je aanmelding is geen deelname, of die is al gestopt.")


def ask_to_end(application: Application, reason: str) -> None:
    """Tell the advisers that a Koploper wants to stop, once, and confirm it by mail (M15b).

    Raises InvalidState for whoever is none.
    """
    with under_lock(application) as mine:
        check(mine)
        if was_asked(mine):
            return
        audit_log.record(mine, ASKED, APPLICANT, reason=reason.strip()[:LONGEST])
        to_advisers = [_post(mine, reason, *to) for to in outgoing_mail.advisers_of(mine)]
        send(mine, [*to_advisers, _received(mine)])


def _received(application: Application) -> Post:
    return applicant_post(
        "M15b",
        application,
        "We hebben je verzoek om te stoppen",
        Paragraph(
            "Je hebt gevraagd om te stoppen als Koploper. Een adviseur neemt contact met je op en "
            "regelt het. Je krijgt een mail als het klaar is."
        ),
        Button(outgoing_mail.SEE, personal_links.status_url(application)),
        Paragraph(outgoing_mail.OWN_LINK),
        *outgoing_mail.reference_facts(application),
    )


def _post(application: Application, reason: str, address: str, first_name: str) -> Post:
    letter = Letter(
        f"{application.reference} wil stoppen als Koploper",
        first_name,
        [
            Paragraph("De indiener vraagt om de deelname aan het Koplopernetwerk te beëindigen."),
            Quote(reason.strip() or "Er is geen reden gegeven."),
            Facts([("Kenmerk", application.reference), ("Sinds", _since(application))]),
            Button("Bekijk de aanmelding", outgoing_mail.desk_url(application)),
        ],
    )
    return Post("stoppen", address, letter, key=address, is_private=False)


def _since(application: Application) -> str:
    return f"{timezone.localdate(application.state_since):%d-%m-%Y}"
