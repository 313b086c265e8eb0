"""Reminds who is coming, three working days before the meeting."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from core import scheduled_jobs
from core.workdays import add_workdays
from initiatives.events import mails
from initiatives.events.audit_log import record
from initiatives.events.models import EventPage
from initiatives.events.models.registrations import Registration

WORKDAYS_BEFORE = 3
FROM = time(9)
# Three working days are never further away than this, Christmas and New Year's Day included.
HORIZON = timedelta(days=14)


def due_at(event: EventPage) -> datetime:
    """Return the moment from which people are reminded: nine o'clock, three working days before."""
    return _due_for(timezone.localdate(event.starts_at))


def _due_for(day: date) -> datetime:
    before = add_workdays(day, -WORKDAYS_BEFORE)
    return timezone.make_aware(datetime.combine(before, FROM))


def due(now: datetime) -> QuerySet[Registration]:
    """Return who must be reminded at this moment."""
    today = timezone.localdate(now)
    days = [today + timedelta(days=number) for number in range(HORIZON.days)]
    is_due = Q(pk=None)
    for day, since in ((day, _due_for(day)) for day in days):
        if since <= now:
            # Who was reminded of another day than the one it has now is reminded again.
            missing = Q(reminded_at=None) | Q(reminded_at__lt=since)
            is_due |= missing & Q(event__starts_at__date=day)
    return Registration.objects.filter(
        is_due,
        state=Registration.State.CONFIRMED,
        event__live=True,
        event__cancellation=None,
        event__starts_at__gt=now,
        event__starts_at__lt=now + HORIZON,
    )


def remind() -> int:
    """Remind everybody whose meeting is three working days away; called every minute."""
    found = due(timezone.now()).select_related("event").order_by("event_id", "pk")
    return scheduled_jobs.each(found, _remind)


def _remind(found: Registration) -> None:
    """Judge anew under the lock, so that nobody is reminded who signs off at this moment."""
    event, now = found.event.lock_row(), timezone.now()
    registration = due(now).filter(pk=found.pk, event=event).first()
    if registration is None:
        return
    occasion = f"reminder:{timezone.localdate(event.starts_at):%Y-%m-%d}"
    mails.send(event, registration, mails.reminder(event, registration), "M19", occasion)
    registration.reminded_at = now
    registration.save(update_fields=["reminded_at"])
    record(registration, "remind")
