"""Telling us of an initiative of others: one of three ways in (domain guide, T1)."""

import uuid
from dataclasses import astuple, dataclass

from django.db import IntegrityError, transaction

from core import letters, limits
from initiatives.applications import receipts
from initiatives.applications.actors import VISITOR
from initiatives.applications.choices import Route
from initiatives.applications.models import Application, ApplicationEvent, Nomination
from initiatives.applications.states import State

# The kind of the line in the log.
NOMINATED = "nominate"


@dataclass(frozen=True)
class Tip:
    """What somebody says of an initiative of others, and who says it.

    `contact` is whom to speak to there, as it was typed; `contact_email` may be empty.
    """

    name: str
    reason: str
    place: str
    contact: str
    contact_email: str
    first_name: str
    infix: str
    last_name: str
    organisation: str
    email: str


def nominate(tip: Tip, form_key: uuid.UUID, network: str) -> None:
    """Keep an initiative as possible Koploper, and thank who told us (M1), in one transaction.

    The same words of the same form nominate once, however often they are sent. Raises
    limits.TooOften for the address or the network of who tells us.
    """
    key = uuid.uuid5(form_key, repr(astuple(tip)))
    try:
        with transaction.atomic():
            if not _is_known(key):
                limits.count("nomination", email=tip.email.lower(), network=network)
                _keep(tip, key)
    except IntegrityError:
        # A double click that came while the first was being written.
        if not _is_known(key):
            raise


def _is_known(key: uuid.UUID) -> bool:
    return Nomination.objects.filter(form_key=key).exists()


def _keep(tip: Tip, key: uuid.UUID) -> None:
    application = Application.objects.create(
        state=State.POTENTIAL, route=Route.NOMINATED, name=tip.name, email=tip.contact_email
    )
    nomination = Nomination.objects.create(
        application=application,
        form_key=key,
        reason=tip.reason,
        place=tip.place,
        contact=tip.contact,
        first_name=tip.first_name,
        infix=tip.infix,
        last_name=tip.last_name,
        organisation=tip.organisation,
        email=tip.email,
    )
    ApplicationEvent.objects.create(
        application=application, kind=NOMINATED, role=VISITOR.role, to_state=State.POTENTIAL
    )
    letters.queue(
        receipts.thanks_for_tip(nomination),
        to=tip.email,
        kind="M1",
        key=f"nomination:{key}",
        about=application,
    )
