"""Telling us of an initiative of others: one of three ways in (domain guide, T1)."""

import uuid
from dataclasses import astuple

from django.db import IntegrityError, transaction

from core import limits
from initiatives.applications.models import Application, Nomination
from initiatives.applications.models.choices import Route
from initiatives.applications.tips import Tip
from initiatives.applications.workflow.actions import VISITOR, Action
from initiatives.applications.workflow.engine import begin


def nominate(tip: Tip, form_key: uuid.UUID, network: str) -> None:
    """Keep an initiative as possible Koploper, and thank who told us (M1), in one transaction.

    The same words of the same form nominate once, however often they are sent. Raises
    limits.TooOften for the address or the network of who tells us.
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
