"""Who looked at an application: a line in its log, once an hour at most.

Mail scanners open links, and people reload pages; the log is only ever added to.
"""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from core.records import READ_ONCE_IN, shows
from initiatives.applications import history
from initiatives.applications.actors import Actor
from initiatives.applications.locking import under_lock
from initiatives.applications.models import Application


def note(
    request: HttpRequest,
    application: Application,
    actor: Actor,
    kind: str = history.VIEWED,
    **details: Any,
) -> None:
    """Write down that this actor saw the application, unless that is known by now.

    `kind` is one of history.READING. `details` tell apart readers without an account, such as the
    parties that are asked for advice. A request that shows nothing writes nothing.
    """
    if not shows(request):
        return
    recent = application.events.filter(
        kind=kind,
        role=actor.role,
        user_id=actor.user_id,
        details=details,
        at__gt=timezone.now() - READ_ONCE_IN,
    )
    if recent.exists():
        return
    with under_lock(application) as mine:
        if not recent.exists():
            history.note(mine, kind, actor, **details)
