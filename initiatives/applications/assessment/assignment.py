"""Who of the advisers looks after an application."""

from django.contrib.auth.models import User

from initiatives.applications.models import Application
from initiatives.applications.models.states import ENDED
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import ASSESS, Actor, require_adviser
from initiatives.applications.workflow.errors import (
    InvalidState,
    NotAllowed,
    obstacles_of,
)
from initiatives.applications.workflow.locking import under_lock


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
            audit_log.record(mine, audit_log.ASSIGNED, actor, adviser=adviser.pk)
        return mine


def _check(application: Application, actor: Actor) -> None:
    require_adviser(actor)
    if application.state in ENDED:
        raise InvalidState(
            f"Deze aanmelding is afgerond. {audit_log.last_move(application)}".strip()
        )
