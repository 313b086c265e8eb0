"""Reminds who is coming, three working days before the meeting."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.workdays import add_workdays
from initiatives.events import letters
from initiatives.events.log_actions import note
from initiatives.events.models.registrations import Registration

if TYPE_CHECKING:
    from initiatives.events.models import EventPage

WORKDAYS_BEFORE = 3
FROM = time(9)
# Three working days are never further away than this, Christmas and New Year's Day included.
HORIZON = timedelta(days=14)


def due_at(event: "EventPage") -> datetime:
    """Return the moment from which people are reminded: nine o'clock, three working days before."""
    day = add_workdays(timezone.localdate(event.starts_at), -WORKDAYS_BEFORE)
    return timezone.make_aware(datetime.combine(day, FROM))


def remind() -> None:
    """Remind everybody whose meeting is three working days away; called every minute."""
    now = timezone.now()
    coming = Registration.objects.filter(
        state=Registration.State.CONFIRMED,
        event__live=True,
        event__cancellation=None,
        event__starts_at__gt=now,
        event__starts_at__lt=now + HORIZON,
    )
    one_each = coming.order_by("event_id").distinct("event_id").select_related("event")
    for registration in one_each:
        if due_at(registration.event) <= now:
            _remind_all(registration.event)


@transaction.atomic
def _remind_all(event: "EventPage") -> None:
    """Judge anew under the lock, so that nobody is reminded who signs off at this moment."""
    event, now = event.lock_row(), timezone.now()
    due = due_at(event)
    if event.is_cancelled or not event.live or not due <= now < event.starts_at:
        return
    # Who was reminded of another day than the one it has now is reminded again.
    missing = Q(reminded_at=None) | Q(reminded_at__lt=due)
    for registration in event.registrations.filter(missing, state=Registration.State.CONFIRMED):
        occasion = f"reminder:{timezone.localdate(event.starts_at):%Y-%m-%d}"
        letters.send(event, registration, letters.reminder(event, registration), "M19", occasion)
        registration.reminded_at = now
        registration.save(update_fields=["reminded_at"])
        note(registration, "remind")
