"""A typing error in the address of an applicant, mended by an adviser.

Whoever made it gets none of our mails, so cannot ask for a link either. The links that went to the
wrong address open nothing any more; a new one goes to the right one.
"""

import uuid

from core.letters import Action, Facts, Letter, Paragraph
from initiatives.applications import letters
from initiatives.applications.models import Application
from initiatives.applications.models.choices import Role
from initiatives.applications.models.states import ENDED, State
from initiatives.applications.workflow import audit_log, personal_links
from initiatives.applications.workflow.actions import Actor
from initiatives.applications.workflow.errors import (
    CHANGED,
    ChangedMeanwhile,
    InvalidState,
    NotAllowed,
    PermissionDenied,
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
        if seen is not None and seen != audit_log.version(mine):
            raise ChangedMeanwhile(CHANGED)
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
        return letters.invited(application, actor, {})
    if application.state == State.DRAFT:
        why = "Met deze link ga je verder waar je was."
        link = Action("Ga verder met je aanmelding", personal_links.resume_url(application))
    else:
        why = "Met deze link zie je hoe het met je aanmelding staat, en wat je hebt gestuurd."
        link = Action("Bekijk je aanmelding", personal_links.status_url(application))
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
                "Oudere links werken niet meer. Deel de link niet: wie hem heeft, kan je "
                "aanmelding zien."
            ),
            *([Facts([("Kenmerk", reference)])] if reference else []),
            Paragraph("Heb jij je niet aangemeld? Laat het ons dan weten."),
        ],
    )
    return [Post("M3", application.email, letter)]


def _check(application: Application, actor: Actor) -> None:
    if actor.role != Role.ADVISER:
        raise PermissionDenied("Dit kan alleen een adviseur van het Koplopernetwerk.")
    if application.state in ENDED:
        raise InvalidState(
            f"Deze aanmelding is afgerond. {audit_log.last_move(application)}".strip()
        )
    if application.state == State.POTENTIAL:
        raise InvalidState("Er is nog niemand uitgenodigd. Wijzig de contactgegevens.")
