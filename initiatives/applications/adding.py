"""What advisers keep of an initiative before there is an application: T1, and whom to invite."""

from django.db import transaction

from initiatives.applications.models import Application
from initiatives.applications.models.choices import Role, Route
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log, engine, errors
from initiatives.applications.workflow.actions import Action, Actor
from initiatives.applications.workflow.errors import InvalidState, PermissionDenied
from initiatives.applications.workflow.locking import under_lock
from initiatives.models import LabourMarketRegion

TOO_LATE = (
    "De contactgegevens kun je alleen wijzigen zolang niemand is uitgenodigd. Daarna alleen het "
    "e-mailadres."
)
# What is known of the contact person.
CONTACT = ("first_name", "infix", "last_name", "job_title", "email", "phone")


def add(
    actor: Actor,
    *,
    name: str,
    route: Route,
    contact: dict[str, str],
    regions: list[LabourMarketRegion],
) -> Application:
    """Keep an initiative as possible Koploper. Raises PermissionDenied for who is no adviser.

    `contact` has values for some of CONTACT.
    """
    if actor.role != Role.ADVISER:
        raise PermissionDenied(errors.ONLY_ADVISERS)
    application = Application(name=name, route=route, **_of_contact(contact))
    with transaction.atomic():
        engine.begin(application, Action.ADD, actor)
        application.regions.set(regions)
    return application


def may_change_contact(application: Application) -> bool:
    """Tell whether what we know of the contact person is ours: nobody wrote it there themselves."""
    return application.state == State.POTENTIAL and not application.forgotten_at


def change_contact(application: Application, actor: Actor, contact: dict[str, str]) -> None:
    """Change whom to invite. Raises PermissionDenied, and InvalidState once somebody was invited.

    The log keeps what was changed, and nothing of the person.
    """
    if actor.role != Role.ADVISER:
        raise PermissionDenied(errors.ONLY_ADVISERS)
    new = _of_contact(contact)
    with under_lock(application) as mine:
        if not may_change_contact(mine):
            raise InvalidState(f"{TOO_LATE} {audit_log.last_move(mine)}".strip())
        changed = [field for field, value in new.items() if getattr(mine, field) != value]
        if not changed:
            return
        for field in changed:
            setattr(mine, field, new[field])
        mine.save(update_fields=changed)
        audit_log.record(mine, audit_log.CONTACT_CHANGED, actor, fields=changed)


def _of_contact(contact: dict[str, str]) -> dict[str, str]:
    return {field: contact[field] for field in CONTACT if field in contact}
