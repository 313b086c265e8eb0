"""Forgets who came: what people need after 14 days, who they are after four weeks.

The terms are promised in the form (domain guide, paragraphs 8.2 and 10). What stays is what counts
can be made of: which meeting, how somebody is involved, whether they came.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

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


@transaction.atomic
def forget() -> None:
    """Wipe what is due, the mails about it included, and note in the log how many of what."""
    now = timezone.now()
    due_needs(now).update(needs="")
    people = due_people(now).select_for_update()
    numbers: dict[int, list[int]] = {}
    for pk, event_pk in people.values_list("pk", "event_id"):
        numbers.setdefault(event_pk, []).append(pk)
    for event in EventPage.objects.filter(pk__in=numbers):
        pks = numbers[event.pk]
        OutgoingMail.objects.filter(
            about_type=ContentType.objects.get_for_model(Registration), about_key__in=pks
        ).delete()
        Registration.objects.filter(pk__in=pks).update(
            **dict.fromkeys(PERSONAL, ""), forgotten_at=now
        )
        log(instance=event, action=FORGOTTEN, data={"number": len(pks)})
