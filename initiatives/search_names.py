"""Regions, towns and organisations that visitors look for."""

from collections.abc import Iterable

from core.models.pages import published
from initiatives.models import EmployerOrganisation, InitiativePage, LabourMarketRegion, TakingPart
from initiatives.models.regions import PARTS_OF_THE_COUNTRY


def regions() -> Iterable[str]:
    yield from (str(label) for _, label in PARTS_OF_THE_COUNTRY)
    yield from LabourMarketRegion.objects.values_list("name", flat=True)


def towns() -> Iterable[str]:
    """Return where organisations of Koplopers are that anybody may read about."""
    pages = published(InitiativePage.objects.all())
    taking_part = TakingPart.objects.filter(initiative__in=pages.values("pk"))
    return taking_part.values_list("place", flat=True).distinct()


def employers() -> Iterable[str]:
    return EmployerOrganisation.objects.active().values_list("name", flat=True)
