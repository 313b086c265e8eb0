"""Who does something with an application: a role, and the number of the user if there is one."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser

from initiatives.applications.choices import Role

ASSESS = "applications.assess_application"
VIEW = "applications.view_application"


@dataclass(frozen=True)
class Actor:
    role: Role
    user_id: int | None = None


APPLICANT = Actor(Role.APPLICANT)
VISITOR = Actor(Role.VISITOR)
SYSTEM = Actor(Role.SYSTEM)


def actor_of(user: AbstractUser) -> Actor:
    """Return as whom this member of staff acts. Who may only look acts as administrator."""
    if user.has_perm(ASSESS):
        return Actor(Role.ADVISER, user.pk)
    role = Role.ADMINISTRATOR if user.has_perm(VIEW) else Role.EDITOR
    return Actor(role, user.pk)
