"""What follows when a meeting is published, taken offline or deleted, and when pages change."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from core import page_texts
from initiatives.events import announcements, calendars, places
from initiatives.events.models import Cancellation, EventPage


@transaction.atomic
def _published(instance: EventPage, **_: Any) -> None:
    # Before its entry, as who calls it off does.
    instance.lock_row()
    if change := calendars.record(instance):
        announcements.announce_change(instance, change)
    # There may be more places than before.
    places.fill_places(instance)


def _called_off(instance: Cancellation, **_: Any) -> None:
    page_texts.changed.send(EventPage, keys=[instance.event_id])


def _unpublished(instance: EventPage, **_: Any) -> None:
    # Wagtail sends this before it deletes a page, too.
    calendars.withdraw(instance)


def connect() -> None:
    """Connect every signal; called once, when the app is ready."""
    page_published.connect(_published, sender=EventPage, dispatch_uid="meeting-published")
    post_save.connect(_called_off, sender=Cancellation, dispatch_uid="meeting-called-off")
    page_unpublished.connect(_unpublished, sender=EventPage, dispatch_uid="meeting-unpublished")


def moments() -> Iterator[datetime]:
    """Yield every moment to come at which registration closes or a meeting begins or ends."""
    now = timezone.now()
    events = EventPage.objects.live().filter(ends_at__gt=now)
    for event in events.only("starts_at", "ends_at", "registration_closes_at"):
        yield from (event.closes_at, event.starts_at, event.ends_at)
