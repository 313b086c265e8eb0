"""Who of the advisers looks after an application."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Q

from core.groups import ADVISERS
from initiatives.applications import handovers
from initiatives.applications.models import Application
from initiatives.applications.models.states import ENDED, UNDER_WAY, State
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import ASSESS, Actor, require_adviser
from initiatives.applications.workflow.errors import (
    InvalidState,
    NotAllowed,
    obstacles_of,
)
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import kept_of, send

# An adviser looks after a case until it was introduced; before one is taken up nobody has it.
RUNNING = (*UNDER_WAY, State.ADMITTED)
TAKEN_UP = tuple(state for state in UNDER_WAY if state != State.SUBMITTED)


def has_lost_adviser() -> Q:
    """Return what keeps running cases of an adviser who has gone, or is adviser no more."""
    users = get_user_model().objects.filter(is_active=True)
    able = users.filter(Q(is_superuser=True) | Q(groups__name=ADVISERS))
    has_gone = Q(adviser__isnull=False) & ~Q(adviser__in=able.values("pk"))
    return Q(state__in=RUNNING) & has_gone | Q(state__in=TAKEN_UP, adviser=None)


def running_of(users: Iterable[Any]) -> int:
    """Return how many cases these users still have to see through."""
    return Application.objects.filter(state__in=RUNNING, adviser__in=users).count()


def obstacles(application: Application, actor: Actor) -> list[str]:
    """Return why nobody can be chosen now, as sentences; nothing when somebody can."""
    return obstacles_of(lambda: _check(application, actor))


def assign(
    application: Application, adviser: User, actor: Actor, *, seen: int | None = None
) -> Application:
    """Hand an application to an adviser, and return it.

    `seen` is the audit_log.version of the page that was shown. Raises PermissionDenied for anybody
    but an adviser, InvalidState when the application is over, NotAllowed for somebody who cannot
    assess it, ChangedMeanwhile.
    """
    with under_lock(application) as mine:
        _check(mine, actor)
        audit_log.check_unchanged(mine, seen)
        if not adviser.is_active or not adviser.has_perm(ASSESS):
            raise NotAllowed(["Kies iemand die adviseur van het Koplopernetwerk is."])
        if mine.adviser_id != adviser.pk:
            mine.adviser = adviser
            mine.save(update_fields=["adviser"])
            posts = handovers.assigned(mine, adviser, actor)
            audit_log.record(mine, audit_log.ASSIGNED, actor, adviser=adviser.pk, **kept_of(posts))
            send(mine, posts)
        return mine


def _check(application: Application, actor: Actor) -> None:
    require_adviser(actor)
    if application.state in ENDED:
        raise InvalidState(
            f"Deze aanmelding is afgerond. {audit_log.last_move(application)}".strip()
        )
