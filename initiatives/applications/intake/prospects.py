"""Initiatives without an application yet: nominated by a visitor, or added by an adviser (T1)."""

import uuid
from dataclasses import astuple

from django.db import IntegrityError, transaction

from core import limits
from initiatives.applications.intake.nominations import Tip
from initiatives.applications.models import Application, Nomination
from initiatives.applications.models.choices import Route
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log, engine
from initiatives.applications.workflow.actions import VISITOR, Action, Actor, require_adviser
from initiatives.applications.workflow.engine import begin
from initiatives.applications.workflow.errors import InvalidState
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
    """Keep an initiative as possible Koploper. Raises PermissionDenied for anybody but an adviser.

    `contact` has values for some of CONTACT.
    """
    require_adviser(actor)
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
    require_adviser(actor)
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


def nominate(tip: Tip, form_key: uuid.UUID, network: str) -> None:
    """Keep an initiative as possible Koploper, and thank who told us (M1), in one transaction.

    The same words of the same form nominate once, however often they are sent. Raises
    limits.TooOften for the address or the network of whoever tells us.
    """
    key = uuid.uuid5(form_key, repr(astuple(tip)))
    try:
        with transaction.atomic():
            if _is_known(key):
                return
            limits.count("nomination", email=tip.email.lower(), network=network)
            application = Application(route=Route.NOMINATED, name=tip.name, email=tip.contact_email)
            begin(application, Action.ADD, VISITOR, tip=tip, form_key=key)
    except IntegrityError:
        # A double click that came while the first was being written.
        if not _is_known(key):
            raise


def _is_known(key: uuid.UUID) -> bool:
    return Nomination.objects.filter(form_key=key).exists()
