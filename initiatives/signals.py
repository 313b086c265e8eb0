"""What raises the generation beside publishing: regions and organisations, which pages show."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save

from core import generation, page_texts
from initiatives.models import EmployerOrganisation, LabourMarketRegion, NetworkPage


def _raise(**_: Any) -> None:
    generation.raise_number()


def _tell_of_employers(sender: type[EmployerOrganisation], **_: Any) -> None:
    """The page about the network lists them all."""
    pages = NetworkPage.objects.all()
    page_texts.changed.send(sender, keys=[page.pk for page in pages if page.lists_employers])


def connect() -> None:
    """Connect every signal; called once, when the app is ready."""
    for model in (EmployerOrganisation, LabourMarketRegion):
        for signal in (post_save, post_delete):
            signal.connect(_raise, sender=model, dispatch_uid=f"generation-{model.__name__}")
    for signal in (post_save, post_delete):
        signal.connect(
            _tell_of_employers, sender=EmployerOrganisation, dispatch_uid="texts-of-employers"
        )
    m2m_changed.connect(
        _raise,
        sender=EmployerOrganisation.regions.through,
        dispatch_uid="generation-organisation-regions",
    )
