"""The fixed choices of an initiative (domain guide, paragraphs 2.1, 2.7, 4 and 5)."""

from django.db import models

from core.models import Theme

# The three lines of the programme, which themes have too.
ActionLine = Theme.Line


class OrganisationKind(models.TextChoices):
    """The kinds that the criterion Samenwerken tells apart."""

    CARE = "zorg", "Zorgorganisatie"
    WELFARE = "welzijn", "Welzijnsorganisatie"
    EDUCATION = "onderwijs", "Onderwijsinstelling"
    LOCAL_GOVERNMENT = "lokale-overheid", "Gemeente of andere lokale overheid"
    OTHER_SECTOR = "andere-sector", "Organisatie uit een andere sector"


class Phase(models.TextChoices):
    IDEA = "idee", "Idee"
    TRIAL = "proef", "Proef"
    IN_USE = "in-gebruik", "In gebruik"
    IN_MORE_PLACES = "op-meer-plekken", "In gebruik op meer plekken"


class Spread(models.TextChoices):
    """Where an initiative could work too; the values are stored in applications."""

    ORGANISATIONS = "organisaties", "Andere organisaties"
    COLLABORATIONS = "samenwerkingen", "Andere samenwerkingen"
    REGIONS = "regios", "Andere regio's"


class Criterion(models.TextChoices):
    """The four criteria, in our own words. All weigh the same; three are enough."""

    COLLABORATE = "samenwerken", "Samenwerken"
    INNOVATE = "innoveren", "Innoveren"
    CHANGE = "veranderen", "Veranderen"
    SCALE_UP = "opschalen", "Opschalen"

    @property
    def number(self) -> int:
        """Return its place, from 1 to 4."""
        return list(type(self)).index(self) + 1

    @property
    def explanation(self) -> str:
        return EXPLANATIONS[self]


# So many of the four make a Koploper.
CRITERIA_NEEDED = 3

EXPLANATIONS = {
    Criterion.COLLABORATE: "Minstens twee organisaties doen mee. Eén daarvan is een zorg- of "
    "welzijnsorganisatie. De andere mag ook een school, een gemeente of een bedrijf uit een "
    "andere sector zijn.",
    Criterion.INNOVATE: "Het initiatief vernieuwt. Het helpt om meer mensen te laten kiezen voor "
    "zorg en welzijn, om beter te leren of om anders te werken.",
    Criterion.CHANGE: "De aanpak past bij het actieprogramma en bij het regionale plan (RAAT). "
    "Mensen op de werkvloer merken al resultaat, en de verandering blijft.",
    Criterion.SCALE_UP: "Anderen kunnen het ook gebruiken: andere organisaties, samenwerkingen of "
    "regio’s.",
}
