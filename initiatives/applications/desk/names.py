"""Who works at the desk."""

from typing import Any

from django.contrib.auth import get_user_model

from initiatives.applications.workflow.actions import ASSESS


def advisers() -> Any:
    """Return the users who may test applications, by name."""
    users = get_user_model().objects.with_perm(
        ASSESS, include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
    )
    return users.order_by("first_name", "last_name", "username")
