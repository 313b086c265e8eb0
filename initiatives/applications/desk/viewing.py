"""Who looked at the personal data of an application: a line in its log, once an hour at most."""

from datetime import timedelta

from django.utils import timezone

from initiatives.applications import history
from initiatives.applications.actors import Actor
from initiatives.applications.models import Application

ONCE_IN = timedelta(hours=1)


def note(application: Application, actor: Actor) -> None:
    """Write down that this member of staff saw the application, unless that is known by now."""
    recent = application.events.filter(
        kind=history.VIEWED, user_id=actor.user_id, at__gt=timezone.now() - ONCE_IN
    )
    if not recent.exists():
        history.note(application, history.VIEWED, actor)
