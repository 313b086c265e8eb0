"""Who of the advisers looks after an application."""

from django.contrib.auth.models import User

from initiatives.applications import history
from initiatives.applications.actors import ASSESS, Actor
from initiatives.applications.choices import Role
from initiatives.applications.locking import under_lock
from initiatives.applications.models import Application
from initiatives.applications.refusals import NotAllowed, NotNow, NotYours
from initiatives.applications.states import ENDED


def assign(application: Application, adviser: User, actor: Actor) -> Application:
    """Hand an application to an adviser, and return it.

    Raises NotYours for who is no adviser, NotNow when it is over, NotAllowed for somebody who
    cannot test it.
    """
    if actor.role != Role.ADVISER:
        raise NotYours("Alleen een adviseur van het Koplopernetwerk kiest wie de adviseur is.")
    with under_lock(application) as mine:
        if mine.state in ENDED:
            raise NotNow(f"Deze aanmelding is afgerond. {history.last_move(mine)}".strip())
        if not adviser.is_active or not adviser.has_perm(ASSESS):
            raise NotAllowed(["Kies iemand die adviseur van het Koplopernetwerk is."])
        if mine.adviser_id != adviser.pk:
            mine.adviser = adviser
            mine.save(update_fields=["adviser"])
            history.note(mine, history.ASSIGNED, actor, adviser=adviser.pk)
        return mine
