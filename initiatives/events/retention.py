"""Forgets who came: what people need after 14 days, who they are after four weeks.

Who signed off or never confirmed is forgotten two weeks after that, if that is sooner. What staff
wrote to all goes with the people it was for. The terms are promised in the form (domain guide,
paragraphs 8.2, 10 and 16). What stays is what counts can be made of: which meeting, how somebody is
involved, whether they came.
"""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.log_actions import log

from core import scheduled_jobs
from core.models import Deletion, OutgoingMail
from initiatives.events.models import Announcement, EventPage, NewDetails, Registration

FORGOTTEN = "events.registration.forgotten"
OVER = "bijeenkomst of aanmelding voorbij"

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
    rows = Registration.objects.filter(event__ends_at__lte=ended)
    filled_in_again = NewDetails.objects.filter(registration=OuterRef("pk"))
    return rows.filter(~Q(needs="") | Exists(filled_in_again))


def due_people(now: datetime) -> QuerySet[Registration]:
    """Return the registrations of which everything personal has to go."""
    ended = Q(event__ends_at__lte=now - settings.KEEP_PEOPLE_AFTER_MEETING)
    since = Coalesce("over_at", "created_at")
    over = Q(
        state__in=[Registration.State.CANCELLED, Registration.State.LAPSED],
        since__lte=now - settings.KEEP_REGISTRATION_AFTER_END,
    )
    return Registration.objects.alias(since=since).filter(ended | over, forgotten_at=None)


def due_announcements(now: datetime) -> QuerySet[Announcement]:
    """Return what staff wrote to everybody of a meeting that is long over."""
    ended = now - settings.KEEP_PEOPLE_AFTER_MEETING
    return Announcement.objects.filter(event__ends_at__lte=ended)


def forget() -> int:
    """Wipe what is due, the mails about it included, and note in the log how many of what."""
    now = timezone.now()
    needs = scheduled_jobs.each(
        due_needs(now).order_by("event_id"), partial(_forget_needs, now=now)
    )
    ended = EventPage.objects.filter(pk__in=due_people(now).values("event"))
    people = scheduled_jobs.each(ended, partial(_forget_people, now=now))
    return needs + people + scheduled_jobs.each(due_announcements(now), _forget_announcement)


def _forget_needs(found: Registration, now: datetime) -> None:
    found.event.lock_row()
    due_needs(now).filter(pk=found.pk).update(needs="")
    found.new_details.all().delete()


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
    wipe(registration, now)
    Deletion.note(registration, OVER)


def wipe(registration: Registration, now: datetime) -> None:
    """Wipe who it was and what we wrote to them. The caller holds the lock of the meeting."""
    kind = ContentType.objects.get_for_model(Registration)
    OutgoingMail.objects.filter(about_type=kind, about_key=registration.pk).delete()
    registration.new_details.all().delete()
    Registration.objects.filter(pk=registration.pk).update(
        **dict.fromkeys(PERSONAL, ""), forgotten_at=now
    )


def _forget_announcement(announcement: Announcement) -> None:
    Deletion.note(announcement, OVER)
    announcement.delete()
