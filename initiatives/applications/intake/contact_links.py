"""Fresh personal links for applicants, and the correction of the address they go to (M3).

- `save_for_later` and `send_links_of_drafts` mail the way back to a draft; every such mail carries
  a new link, which kills the earlier ones.
- `send_links` mails the links of everything sent from an address; nobody learns whether an address
  is known.
- `readdress` lets an adviser correct a mistyped address. The applicant gets none of our mails, so
  cannot ask for a link. The links sent to the wrong address stop working; the right one gets a new
  one.
"""

import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import limits
from core.letters import Button, Facts, Letter, Paragraph, Part
from initiatives.applications import mails
from initiatives.applications.form.definition import steps_of
from initiatives.applications.intake import drafts
from initiatives.applications.models import Application
from initiatives.applications.models.states import BEFORE_SUBMISSION, ENDED, State
from initiatives.applications.workflow import audit_log, personal_links
from initiatives.applications.workflow.actions import APPLICANT, Actor, require_adviser
from initiatives.applications.workflow.errors import (
    InvalidState,
    NotAllowed,
    obstacles_of,
)
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import Post, kept_of, send

SAME = "Dit is al het e-mailadres van de indiener."


def obstacles(application: Application, actor: Actor) -> list[str]:
    """Return why the address cannot be changed now, as sentences; nothing when it can."""
    return obstacles_of(lambda: _check(application, actor))


def readdress(
    application: Application,
    actor: Actor,
    email: str,
    *,
    paragraph: str = "",
    seen: int | None = None,
) -> list[Post]:
    """Change the address and mail a new link there; return the mail.

    The log keeps that it changed, and no address. Whoever was warned at the former address that the
    application lapses is warned anew. Raises PermissionDenied, InvalidState when it is over or was
    not begun, NotAllowed for the same address, ChangedMeanwhile.
    """
    with under_lock(application) as mine:
        _check(mine, actor)
        audit_log.check_unchanged(mine, seen)
        if email == mine.email:
            raise NotAllowed([SAME])
        mine.email, mine.key, mine.warned_at = email, uuid.uuid4(), None
        # A supplement copies the answers into the columns once more; a draft shows them.
        mine.answers = {**mine.answers, "email": email}
        mine.revision += 1
        mine.save(update_fields=["email", "key", "warned_at", "answers", "revision"])
        posts = [post.with_paragraph(paragraph) for post in _posts(mine, actor)]
        mailed = kept_of(posts, paragraph=paragraph)
        audit_log.record(mine, audit_log.CONTACT_CHANGED, actor, fields=["email"], **mailed)
        send(mine, posts)
        return posts


def _posts(application: Application, actor: Actor) -> list[Post]:
    """Return the invitation once more, or M3 with the link to the form or the status."""
    if application.state == State.INVITED:
        return mails.invited(application, actor, {})
    if application.state == State.DRAFT:
        why = "Met deze link ga je verder waar je was."
        link = Button("Ga verder met je aanmelding", personal_links.resume_url(application))
    else:
        why = "Met deze link zie je hoe het met je aanmelding staat, en wat je hebt gestuurd."
        link = Button("Bekijk je aanmelding", personal_links.status_url(application))
    reference = application.reference
    letter = Letter(
        "Je link naar je aanmelding",
        application.first_name,
        [
            Paragraph(
                "We hebben je e-mailadres bij je aanmelding voor het Koplopernetwerk veranderd. "
                f"Voortaan krijg je onze mail op dit adres. {why}"
            ),
            link,
            Paragraph(
                "Oudere links werken niet meer. Deel de link niet: iedereen met de link kan je "
                "aanmelding zien."
            ),
            *([Facts([("Kenmerk", reference)])] if reference else []),
            Paragraph("Heb jij je niet aangemeld? Laat het ons dan weten."),
        ],
    )
    return [Post("M3", application.email, letter)]


def _check(application: Application, actor: Actor) -> None:
    require_adviser(actor)
    if application.state in ENDED:
        raise InvalidState(
            f"Deze aanmelding is afgerond. {audit_log.last_move(application)}".strip()
        )
    if application.state == State.POTENTIAL:
        raise InvalidState("Er is nog niemand uitgenodigd. Wijzig de contactgegevens.")


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
            send(newest, [Post("M3", newest.email, _all_links(found))])


def _with_new_key(application: Application) -> Application:
    with under_lock(application) as mine:
        mine.key = uuid.uuid4()
        mine.save(update_fields=["key"])
        audit_log.record(mine, "link_sent", APPLICANT)
        return mine


def _all_links(found: list[Application]) -> Letter:
    several = len(found) > 1
    links: list[Part] = [
        Button(f"Bekijk aanmelding {application.reference}", personal_links.status_url(application))
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
                "Oudere links werken niet meer. Deel de link niet: iedereen met de link kan je "
                "aanmelding zien."
            ),
            Paragraph("Heb jij deze link niet gevraagd? Dan hoef je niets te doen."),
        ],
    )


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
    return step.slug in application.saved_by or drafts.is_begun(step, rest)


def send_links_of_drafts(email: str) -> None:
    """Mail a new link for each application of this address that was not sent yet."""
    found = Application.objects.filter(email__iexact=email, state__in=OPEN)
    with transaction.atomic():
        for application in found.order_by("-touched_at", "-pk")[:MOST_AT_ONCE]:
            with under_lock(application) as mine:
                if mine.state in OPEN:
                    _send_link(mine, mine.email)


def _send_link(mine: Application, email: str) -> None:
    mine.key = uuid.uuid4()
    mine.touched_at = timezone.now()
    mine.save(update_fields=["key", "email", "answers", "touched_at"])
    send(mine, [Post("M3", email, _way_back(mine))])
    audit_log.record(mine, "link_sent", APPLICANT, mails=["M3"])


def _way_back(application: Application) -> Letter:
    days = settings.APPLICATION_LAPSES_AFTER.days
    return Letter(
        "Verder met je aanmelding",
        application.first_name,
        [
            Paragraph(
                "Je bent bezig met een aanmelding voor het Koplopernetwerk. Met deze link ga je "
                "verder waar je was, ook op een ander apparaat."
            ),
            Button("Ga verder met je aanmelding", personal_links.resume_url(application)),
            Paragraph(
                "Deel de link niet: iedereen met de link kan je antwoorden lezen en aanpassen. "
                "Vraag je "
                "een nieuwe link, dan werkt deze niet meer."
            ),
            Paragraph(
                f"Werk je {days} dagen niet aan de aanmelding? Dan wissen we de aanmelding. We "
                "waarschuwen "
                "je eerst."
            ),
            Paragraph("Heb jij dit niet gevraagd? Dan hoef je niets te doen."),
        ],
    )
