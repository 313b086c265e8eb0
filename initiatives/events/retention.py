"""Forgets who came: what people need after 14 days, who they are after four weeks.

The terms are promised in the form (domain guide, paragraphs 8.2 and 10). What stays is what counts
can be made of: which meeting, how somebody is involved, whether they came.
"""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from core import scheduled_jobs
from core.models import OutgoingMail
from initiatives.events.models import EventPage, Registration

FORGOTTEN = "events.registration.forgotten"

PERSONAL = (
    "first_name",
    "infix",
    "last_name",
    "email",
    "organisation",
    "job_title",
    "needs",
)


def due_needs(now: datetime) -> QuerySet[Registration]:
    """Return the registrations of which the needs have to go."""
    ended = now - settings.KEEP_NEEDS_AFTER_MEETING
    return Registration.objects.filter(event__ends_at__lte=ended).exclude(needs="")


def due_people(now: datetime) -> QuerySet[Registration]:
    """Return the registrations of which everything personal has to go."""
    ended = now - settings.KEEP_PEOPLE_AFTER_MEETING
    return Registration.objects.filter(event__ends_at__lte=ended, forgotten_at=None)


def forget() -> int:
    """Wipe what is due, the mails about it included, and note in the log how many of what."""
    now = timezone.now()
    needs = scheduled_jobs.each(
        due_needs(now).order_by("event_id"), partial(_forget_needs, now=now)
    )
    ended = EventPage.objects.filter(pk__in=due_people(now).values("event"))
    return needs + scheduled_jobs.each(ended, partial(_forget_people, now=now))


def _forget_needs(found: Registration, now: datetime) -> None:
    found.event.lock_row()
    due_needs(now).filter(pk=found.pk).update(needs="")


def _forget_people(event: EventPage, now: datetime) -> int:
    """Wipe everybody of one meeting, and return for how many that failed."""
    meeting = event.lock_row()
    people = due_people(now).filter(event=meeting)
    number = people.count()
    failed = scheduled_jobs.each(people, partial(_forget_one, now=now))
    if number > failed:
        log(instance=meeting, action=FORGOTTEN, data={"number": number - failed})
    return failed


def _forget_one(registration: Registration, now: datetime) -> None:
    kind = ContentType.objects.get_for_model(Registration)
    OutgoingMail.objects.filter(about_type=kind, about_key=registration.pk).delete()
    Registration.objects.filter(pk=registration.pk).update(
        **dict.fromkeys(PERSONAL, ""), forgotten_at=now
    )
