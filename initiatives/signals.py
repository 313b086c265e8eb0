"""What raises the generation beside publishing: regions and organisations, which pages show."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save

from core import generation
from initiatives.models import EmployerOrganisation, LabourMarketRegion


def _raise(**_: Any) -> None:
    generation.raise_number()


def connect() -> None:
    """Connect every signal; called once, when the app is ready."""
    for model in (EmployerOrganisation, LabourMarketRegion):
        for signal in (post_save, post_delete):
            signal.connect(_raise, sender=model, dispatch_uid=f"generation-{model.__name__}")
    m2m_changed.connect(
        _raise,
        sender=EmployerOrganisation.regions.through,
        dispatch_uid="generation-organisation-regions",
    )
