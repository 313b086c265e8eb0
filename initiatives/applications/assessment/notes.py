"""What advisers write down for each other about an application; its applicant never reads it.

A note is a line of the log with words. So it is wiped and exported with all that was written, names
its writer by number, and is never changed.
"""

from datetime import timedelta

from django.utils import timezone

from initiatives.applications.models import Application
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import Actor, require_adviser
from initiatives.applications.workflow.errors import InvalidState
from initiatives.applications.workflow.locking import under_lock

LONGEST = 2_000  # characters
# Who sends the same note twice this shortly pressed the button twice.
DOUBLE_CLICK = timedelta(minutes=2)
WIPED = "De gegevens van deze aanmelding zijn gewist. Schrijf er niets nieuws bij."


def write(application: Application, text: str, actor: Actor) -> None:
    """Write a note; the same one of the same adviser, a moment later, is the same note.

    Raises PermissionDenied for anybody but an adviser, and InvalidState once everything personal
    was wiped.
    """
    require_adviser(actor)
    with under_lock(application) as mine:
        if mine.forgotten_at is not None:
            raise InvalidState(WIPED)
        since = timezone.now() - DOUBLE_CLICK
        same = mine.events.filter(
            kind=audit_log.NOTED, user_id=actor.user_id, words__reason=text, at__gte=since
        )
        if not same.exists():
            audit_log.record(mine, audit_log.NOTED, actor, reason=text)
