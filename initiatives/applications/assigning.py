"""Who of the advisers looks after an application."""

from django.contrib.auth.models import User

from initiatives.applications import history
from initiatives.applications.actors import ASSESS, Actor
from initiatives.applications.choices import Role
from initiatives.applications.judging import CHANGED
from initiatives.applications.locking import under_lock
from initiatives.applications.models import Application
from initiatives.applications.refusals import (
    ChangedMeanwhile,
    NotAllowed,
    NotNow,
    NotYours,
    obstacles_of,
)
from initiatives.applications.states import ENDED


def obstacles(application: Application, actor: Actor) -> list[str]:
    """Return why nobody can be chosen now, as sentences; nothing when somebody can."""
    return obstacles_of(lambda: _check(application, actor))


def assign(
    application: Application, adviser: User, actor: Actor, *, seen: int | None = None
) -> Application:
    """Hand an application to an adviser, and return it.

    `seen` is history.mark of when the page was shown. Raises NotYours for who is no adviser, NotNow
    when it is over, NotAllowed for somebody who cannot test it, ChangedMeanwhile.
    """
    with under_lock(application) as mine:
        _check(mine, actor)
        if seen is not None and seen != history.mark(mine):
            raise ChangedMeanwhile(CHANGED)
        if not adviser.is_active or not adviser.has_perm(ASSESS):
            raise NotAllowed(["Kies iemand die adviseur van het Koplopernetwerk is."])
        if mine.adviser_id != adviser.pk:
            mine.adviser = adviser
            mine.save(update_fields=["adviser"])
            history.note(mine, history.ASSIGNED, actor, adviser=adviser.pk)
        return mine


def _check(application: Application, actor: Actor) -> None:
    if actor.role != Role.ADVISER:
        raise NotYours("Alleen een adviseur van het Koplopernetwerk kiest wie de adviseur is.")
    if application.state in ENDED:
        raise NotNow(f"Deze aanmelding is afgerond. {history.last_move(application)}".strip())
