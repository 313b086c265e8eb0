"""Keeps those who are asked for advice in step with the employer organisations.

Editors keep these organisations in an app below this one, so a signal is what reaches us.
"""

from typing import Any

from django.db.models.signals import post_save

from initiatives.applications.models import AdviceParty
from initiatives.models import EmployerOrganisation

TAKEN = "{} (werkgeversorganisatie)"


def _follow(instance: EmployerOrganisation, raw: bool = False, **_: Any) -> None:
    """Give an organisation its party; name and use of the party follow the organisation."""
    if raw:
        return
    party = AdviceParty.objects.filter(organisation=instance).first()
    if party is None:
        party = AdviceParty(organisation=instance, kind=AdviceParty.Kind.EMPLOYERS)
    others = AdviceParty.objects.exclude(pk=party.pk)
    is_taken = others.filter(name=instance.name).exists()
    name = TAKEN.format(instance.name[:90]) if is_taken else instance.name
    if party.pk and (party.name, party.is_active) == (name, instance.is_active):
        return
    party.name, party.is_active = name, instance.is_active
    party.save()


def connect() -> None:
    """Connect every signal; called once, when the app is ready."""
    post_save.connect(_follow, sender=EmployerOrganisation, dispatch_uid="advice-party-follows")
