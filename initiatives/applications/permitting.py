"""Whether the website may show an initiative, which its applicant may change at any time.

The form promises so ("Je kunt dit later veranderen"). A first Yes after admission does what comes
with admitting somebody who had said Yes before: the page, and word to who nominated the initiative.
"""

from typing import Any

from django.utils import timezone

from initiatives.applications import acts, history, publishing, tips
from initiatives.applications.actors import Actor
from initiatives.applications.choices import Role
from initiatives.applications.form.definition import YesNo
from initiatives.applications.judging import CHANGED
from initiatives.applications.locking import under_lock
from initiatives.applications.models import Application
from initiatives.applications.posts import Post, kept_of, send
from initiatives.applications.refusals import (
    ChangedMeanwhile,
    NotAllowed,
    NotNow,
    NotYours,
    obstacles_of,
)
from initiatives.applications.states import MEMBERS, UNDER_WAY

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
    history.mark of when the page was shown.

    Raises NotYours, NotNow before sending and when it is over, NotAllowed, ChangedMeanwhile.
    """
    with under_lock(application) as mine:
        _check(mine, actor)
        if seen is not None and seen != history.mark(mine):
            raise ChangedMeanwhile(CHANGED)
        if mine.may_publish is yes:
            return []
        mine.may_publish = yes
        # A supplement copies the answers into the columns once more.
        mine.answers = {**mine.answers, QUESTION: YesNo.YES if yes else YesNo.NO}
        mine.revision += 1
        kept, posts = _say_yes(mine, actor) if yes else _say_no(mine, actor)
        mine.save()
        kind = history.PERMITTED if yes else history.NOT_PERMITTED
        history.note(mine, kind, actor, **kept, **kept_of(posts, no_mail=no_mail and bool(posts)))
        if not no_mail:
            send(mine, posts)
        return posts


def _say_yes(mine: Application, actor: Actor) -> tuple[dict[str, Any], list[Post]]:
    if mine.state not in MEMBERS:
        return {}, []
    kept: dict[str, Any] = {}
    if mine.page_id is None:
        if publishing.lacks_list():
            raise NotAllowed([publishing.NO_LIST])
        joined_on = timezone.localdate(mine.decided_at or mine.state_since)
        kept["page"] = publishing.prepare_page(mine, actor, joined_on)
    return kept, tips.tell(mine, actor, {})


def _say_no(mine: Application, actor: Actor) -> tuple[dict[str, Any], list[Post]]:
    acts.take_offline(mine, actor)
    mine.text_approved_at = mine.approved_revision = None
    return {}, []


def _check(application: Application, actor: Actor) -> None:
    if actor.role not in (Role.APPLICANT, Role.ADVISER):
        raise NotYours("Dit kan alleen de indiener, of een adviseur van het Koplopernetwerk.")
    if application.state not in (*UNDER_WAY, *MEMBERS):
        raise NotNow("Dit kan alleen zolang de aanmelding loopt, of het initiatief Koploper is.")
