"""Whether the website may show an initiative, which its applicant may change at any time.

The form promises so ("Je kunt dit later veranderen"). A first Yes after admission does what
admission does when the answer was Yes already: it makes the page and tells the nominator.
"""

from typing import Any

from django.utils import timezone

from initiatives.applications.assessment import decision
from initiatives.applications.form.definition import YesNo
from initiatives.applications.intake import nominations
from initiatives.applications.membership import koploper_page
from initiatives.applications.models import Application
from initiatives.applications.models.choices import Role
from initiatives.applications.models.states import MEMBERS, UNDER_WAY
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import Actor
from initiatives.applications.workflow.errors import (
    InvalidState,
    NotAllowed,
    PermissionDenied,
    obstacles_of,
)
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import Post, kept_of, send

QUESTION = "publicatie"  # of the form


def obstacles(application: Application, actor: Actor) -> list[str]:
    """Return why this cannot be changed now, as sentences; nothing when it can."""
    return obstacles_of(lambda: _check(application, actor))


def permit(
    application: Application,
    actor: Actor,
    *,
    yes: bool,
    no_mail: bool = False,
    seen: int | None = None,
) -> list[Post]:
    """Keep whether the website may show an initiative; return the mails of it.

    No takes the page offline, and withdraws the word that its text is right. Yes of a member makes
    the page, as admission does, when there is none. What is so already changes nothing. `seen` is
    audit_log.version of when the page was shown.

    Raises PermissionDenied, InvalidState before sending and when it is over, NotAllowed,
    ChangedMeanwhile.
    """
    with under_lock(application) as mine:
        _check(mine, actor)
        audit_log.check_unchanged(mine, seen)
        if mine.may_publish is yes:
            return []
        mine.may_publish = yes
        # A supplement copies the answers into the columns once more.
        mine.answers = {**mine.answers, QUESTION: YesNo.YES if yes else YesNo.NO}
        mine.revision += 1
        kept, posts = _say_yes(mine, actor) if yes else _say_no(mine, actor)
        mine.save()
        kind = audit_log.PERMITTED if yes else audit_log.NOT_PERMITTED
        audit_log.record(
            mine, kind, actor, **kept, **kept_of(posts, no_mail=no_mail and bool(posts))
        )
        if not no_mail:
            send(mine, posts)
        return posts


def _say_yes(mine: Application, actor: Actor) -> tuple[dict[str, Any], list[Post]]:
    if mine.state not in MEMBERS:
        return {}, []
    kept: dict[str, Any] = {}
    if mine.page_id is None:
        if koploper_page.lacks_list():
            raise NotAllowed([koploper_page.NO_LIST])
        joined_on = timezone.localdate(mine.decided_at or mine.state_since)
        kept["page"] = koploper_page.prepare_page(mine, actor, joined_on)
    return kept, nominations.tell(mine, actor, {})


def _say_no(mine: Application, actor: Actor) -> tuple[dict[str, Any], list[Post]]:
    decision.take_offline(mine, actor)
    mine.text_approved_at = mine.approved_revision = None
    return {}, []


def _check(application: Application, actor: Actor) -> None:
    if actor.role not in (Role.APPLICANT, Role.ADVISER):
        raise PermissionDenied(
            "Dit kan alleen de indiener, of een adviseur van het Koplopernetwerk."
        )
    if application.state not in (*UNDER_WAY, *MEMBERS):
        raise InvalidState(
            "Dit kan alleen zolang de aanmelding loopt, of het initiatief Koploper is."
        )
