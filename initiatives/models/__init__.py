"""Koplopers, and the regions and employer organisations that they belong to."""

from initiatives.models.index import KoploperIndexPage, NetworkPage
from initiatives.models.pages import InitiativePage, TakingPart
from initiatives.models.regions import EmployerOrganisation, LabourMarketRegion

__all__ = [
    "EmployerOrganisation",
    "InitiativePage",
    "KoploperIndexPage",
    "LabourMarketRegion",
    "NetworkPage",
    "TakingPart",
]
