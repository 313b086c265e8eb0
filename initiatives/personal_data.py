"""Koplopers are organisations: their pages name nobody (core.personal_data)."""

from core.personal_data.registry import needs_none

needs_none(
    "Organisaties, en teksten die de indiener goedkeurde, voor iedereen.",
    "initiatives.InitiativePage",
    "initiatives.TakingPart",
    "initiatives.EmployerOrganisation",
    "initiatives.LabourMarketRegion",
)
needs_none(
    "Teksten van redacteuren, voor iedereen.",
    "initiatives.KoploperIndexPage",
    "initiatives.NetworkPage",
)
