"""What follows when a meeting is published, taken offline or deleted."""

from typing import Any

from django.db import transaction
from wagtail.signals import page_published, page_unpublished

from initiatives.events import announcements, calendars, services
from initiatives.events.models import EventPage


@transaction.atomic
def _published(instance: EventPage, **_: Any) -> None:
    # Before its entry, as who calls it off does.
    instance.lock_row()
    if change := calendars.record(instance):
        announcements.announce_change(instance, change)
    # There may be more places than before.
    services.fill_places(instance)


def _unpublished(instance: EventPage, **_: Any) -> None:
    # Wagtail sends this before it deletes a page, too.
    calendars.withdraw(instance)


def connect() -> None:
    """Connect every signal; called once, when the app is ready."""
    page_published.connect(_published, sender=EventPage, dispatch_uid="meeting-published")
    page_unpublished.connect(_unpublished, sender=EventPage, dispatch_uid="meeting-unpublished")
