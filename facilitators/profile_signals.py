"""What follows for a profile when its page is published or taken offline, by whatever way."""

from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from facilitators import services
from facilitators.models import FacilitatorPage


def _published(instance: FacilitatorPage, revision: Any, **_: Any) -> None:
    if instance.live:  # and not only planned
        services.follow_publication(instance, revision)


def _unpublished(instance: FacilitatorPage, **_: Any) -> None:
    services.follow_unpublication(instance, get_active_log_context().user)


def connect() -> None:
    """Connect every signal; called once, when the app is ready."""
    page_published.connect(_published, sender=FacilitatorPage, dispatch_uid="profile-published")
    page_unpublished.connect(_unpublished, sender=FacilitatorPage, dispatch_uid="profile-offline")
