"""What follows when rows of ours are saved, or a page is published by whatever way.

Visitors see parts of a profile that are no part of its page, so a change of those raises the
generation as publishing does. And a profile keeps up with its page: staff have Wagtail's own
buttons to put that online and take it offline.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from core import generation
from facilitators import profile_states
from facilitators.models import FacilitatorPage, Method, Profile, WorkForm


def _raise(**_: Any) -> None:
    generation.raise_number()


def _published(instance: FacilitatorPage, revision: Any, **_: Any) -> None:
    if instance.live:  # and not only planned
        profile_states.follow_publication(instance, revision)


def _unpublished(instance: FacilitatorPage, **_: Any) -> None:
    profile_states.follow_unpublication(instance, get_active_log_context().user)


def connect() -> None:
    """Connect every signal; called once, when the app is ready."""
    for model in (Method, Profile, WorkForm):
        for signal in (post_save, post_delete):
            signal.connect(_raise, sender=model, dispatch_uid=f"generation-{model.__name__}")
    page_published.connect(_published, sender=FacilitatorPage, dispatch_uid="profile-published")
    page_unpublished.connect(_unpublished, sender=FacilitatorPage, dispatch_uid="profile-offline")
