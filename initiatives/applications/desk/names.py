"""How the desk calls people who work here."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser

from initiatives.applications.actors import ASSESS


def named(user: AbstractUser | None) -> str:
    """Return a name to show; empty for who has no account any more."""
    return (user.get_full_name() or user.get_username()) if user else ""


def advisers() -> Any:
    """Return the users who may test applications, by name."""
    users = get_user_model().objects.with_perm(
        ASSESS, include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
    )
    return users.order_by("first_name", "last_name", "username")
