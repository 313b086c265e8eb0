"""What raises the generation beside publishing: what visitors see that is no part of a page."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from core import generation
from facilitators.models import Method, Profile, WorkForm


def _raise(**_: Any) -> None:
    generation.raise_number()


def connect() -> None:
    """Connect every signal; called once, when the app is ready."""
    for model in (Method, Profile, WorkForm):
        for signal in (post_save, post_delete):
            signal.connect(_raise, sender=model, dispatch_uid=f"generation-{model.__name__}")
