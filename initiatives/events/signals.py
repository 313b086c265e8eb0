"""What follows when a meeting is published, taken offline or deleted."""

from typing import Any

from wagtail.signals import page_published, page_unpublished

from initiatives.events import calendars
from initiatives.events.models import EventPage


def _published(instance: EventPage, **_: Any) -> None:
    calendars.record(instance)


def _unpublished(instance: EventPage, **_: Any) -> None:
    # Wagtail sends this before it deletes a page, too.
    calendars.withdraw(instance)


def connect() -> None:
    """Connect every signal; called once, when the app is ready."""
    page_published.connect(_published, sender=EventPage, dispatch_uid="meeting-published")
    page_unpublished.connect(_unpublished, sender=EventPage, dispatch_uid="meeting-unpublished")
