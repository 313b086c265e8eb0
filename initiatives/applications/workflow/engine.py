"""The one way in which something happens to an application, and a preview of it.

Every other module that wants a state to change asks `apply`; nothing else writes `state`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.foreseeing import undone
from initiatives.applications import transitions
from initiatives.applications.models import Application
from initiatives.applications.models.choices import Role
from initiatives.applications.models.states import State
from initiatives.applications.transitions import Transition
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import Action, Actor
from initiatives.applications.workflow.errors import (
    InvalidState,
    NotAllowed,
    PermissionDenied,
    Refused,
)
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import Post, kept_of, send

# Who reads of the state in plain words, and of no colleague.
OUTSIDERS = (Role.APPLICANT, Role.VISITOR, Role.EMPLOYERS, Role.MINISTRY)


@dataclass(frozen=True)
class Asked:
    """What somebody asked for besides the action itself; see `apply`."""

    details: dict[str, Any]
    paragraph: str = ""
    no_mail: bool = False
    seen: int | None = None


def apply(
    application: Application,
    action: Action,
    actor: Actor,
    *,
    reason: str = "",
    paragraph: str = "",
    no_mail: bool = False,
    seen: int | None = None,
    **details: Any,
) -> Application:
    """Do this with an application, and return it as it then is.

    Row, line in the log and mail are written in one transaction, under a lock: of two people who
    decide at once one wins and the other reads who did. `paragraph` is added to every mail of the
    action, `no_mail` sends none; both are kept in the log. `seen` is audit_log.version of when the
    page was shown: what happened since then refuses the action.

    Raises PermissionDenied for the role, InvalidState for the state, ChangedMeanwhile, and
    NotAllowed with every reason that the guard has.
    """
    asked = Asked({**details, "reason": reason.strip()}, paragraph.strip(), no_mail, seen)
    return carry_out(application, action, actor, asked)[0]


def carry_out(
    application: Application, action: Action, actor: Actor, asked: Asked
) -> tuple[Application, list[Post]]:
    """Do what `apply` says; return the application and what was written about it."""
    _check_role(action, actor)
    with under_lock(application) as mine:
        row = _row_now(mine, action, actor)
        audit_log.check_unchanged(mine, asked.seen)
        return mine, _follow(row, mine, actor, asked)


@transaction.atomic
def begin(
    application: Application,
    action: Action,
    actor: Actor,
    *,
    reason: str = "",
    no_mail: bool = False,
    **details: Any,
) -> Application:
    """Keep a new application, that is not in the database yet: T1 and T3.

    Raises PermissionDenied for the role, NotAllowed for the guard, ValueError for an action that
    begins nothing.
    """
    _check_role(action, actor)
    row = transitions.beginning(action)
    if row is None or application.pk is not None:
        raise ValueError(f"{action} makes no new application of this.")
    application.state = ""
    _follow(row, application, actor, Asked({**details, "reason": reason.strip()}, no_mail=no_mail))
    return application


def obstacles(application: Application, action: Action, actor: Actor, **details: Any) -> list[str]:
    """Return why this cannot be done now, as sentences; nothing when it can.

    What a form has to ask, such as a reason, is judged when it is among the `details`.
    """
    try:
        _check_role(action, actor)
        row = _row_now(application, action, actor)
    except (PermissionDenied, InvalidState) as refused:
        return [refused.sentence]
    return row.guard(application, actor, details)


def _check_role(action: Action, actor: Actor) -> None:
    if actor.role not in transitions.roles_of(action):
        raise PermissionDenied(_who_may(action))


def _who_may(action: Action) -> str:
    label = transitions.label_of(action)
    roles = [role.label for role in Role if role in transitions.roles_of(action)]
    if not roles:
        return f"‘{label}’ staat op deze website niet aan."
    who = " of ".join(role[0].lower() + role[1:] for role in roles)
    return f"Dit mag alleen een {who} doen: ‘{label}’."


def _row_now(application: Application, action: Action, actor: Actor) -> Transition:
    row = transitions.row_of(action, application.state)
    if row is None:
        raise InvalidState(_not_now(application, action, actor))
    if actor.role not in row.roles:
        raise PermissionDenied(_who_may(action))
    return row


def _not_now(application: Application, action: Action, actor: Actor) -> str:
    """Say where it stands instead; to staff also who brought it there, and when."""
    state, label = State(application.state), transitions.label_of(action)
    if actor.role in OUTSIDERS:
        return f"‘{label}’ kan nu niet. De aanmelding staat op ‘{state.in_plain_words}’."
    sentence = f"‘{label}’ kan nu niet. De status is ‘{state.label}’."
    return f"{sentence} {audit_log.last_move(application)}".strip()


def _follow(row: Transition, mine: Application, actor: Actor, asked: Asked) -> list[Post]:
    """Do what a row says; role and state were found right, and the row is locked or new."""
    if sentences := row.guard(mine, actor, asked.details):
        raise NotAllowed(sentences)
    before, is_new = mine.state, mine.pk is None
    if is_new:
        _move(mine, row.target)
        mine.save()
    kept = row.effect(mine, actor, asked.details) or {}
    if not is_new:
        _move(mine, row.target)
        if actor.role == Role.APPLICANT:
            mine.touched_at = timezone.now()
        mine.save()
    posts = [post.with_paragraph(asked.paragraph) for post in row.mails(mine, actor, asked.details)]
    moved = {"from_state": before, "to_state": mine.state} if row.target else {}
    mailed = kept_of(posts, paragraph=asked.paragraph, no_mail=asked.no_mail)
    audit_log.record(
        mine, row.action, actor, reason=asked.details["reason"], **moved, **kept, **mailed
    )
    if not asked.no_mail:
        send(mine, posts)
    return posts


def _move(application: Application, target: State | None) -> None:
    if target:
        application.state = target
        application.state_since = timezone.now()


@dataclass(frozen=True)
class Preview:
    """`obstacles` are why it cannot be done; if there are any, nothing else is known.

    `target` is the state that follows. `posts` are the mails as they would go out, but for links
    that are their reader's alone: those open nothing.
    """

    obstacles: list[str]
    target: State | None = None
    posts: list[Post] = field(default_factory=list)


def preview(
    application: Application,
    action: Action,
    actor: Actor,
    *,
    reason: str = "",
    paragraph: str = "",
    **details: Any,
) -> Preview:
    """Return what `engine.apply` would do with the same arguments, and change nothing."""
    asked = Asked({**details, "reason": reason.strip()}, paragraph.strip())
    try:
        with undone():
            done, posts = carry_out(application, action, actor, asked)
        return Preview([], State(done.state), [post.for_other_eyes() for post in posts])
    except NotAllowed as refused:
        return Preview(refused.sentences)
    except Refused as refused:
        return Preview([refused.sentence])


def would_send(act: Callable[[], Sequence[Post]]) -> list[Post]:
    """Return the mails of something beside the table, as `act` returns them, and change nothing.

    Raises what `act` raises.
    """
    posts: Sequence[Post] = ()
    with undone():
        posts = act()
    return [post.for_other_eyes() for post in posts]
