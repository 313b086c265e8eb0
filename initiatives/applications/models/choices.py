"""The fixed choices of an application (domain guide, paragraphs 4, 6 and 6.3)."""

from django.db import models


class Route(models.TextChoices):
    """The three ways in."""

    SELF = "zelf_aangemeld", "Zelf aangemeld"
    NOMINATED = "voorgedragen", "Voorgedragen door anderen"
    APPROACHED = "benaderd", "Benaderd door het netwerk"


class Claim(models.TextChoices):
    """What the applicant says of a criterion; it never blocks anything."""

    YES = "ja", "Ja"
    NO = "nee", "Nee"
    UNKNOWN = "weet-ik-niet", "Weet ik niet"


class Verdict(models.TextChoices):
    """What the adviser finds of a criterion."""

    MET = "voldoet", "Voldoet"
    NOT_MET = "voldoet_niet", "Voldoet niet"
    UNCLEAR = "onduidelijk", "Nog niet duidelijk"


class AdviceValue(models.TextChoices):
    OPEN = "open", "Nog niet gegeven"
    POSITIVE = "positief", "Positief"
    NEGATIVE = "negatief", "Negatief"
    NONE = "geen_advies", "Geen advies"


class Role(models.TextChoices):
    """Who does something with an application (domain guide, paragraph 1)."""

    ADVISER = "adviseur", "Adviseur Koplopernetwerk"
    ADMINISTRATOR = "beheerder", "Functioneel beheerder"
    EDITOR = "redacteur", "Redacteur"
    APPLICANT = "indiener", "Indiener"
    VISITOR = "bezoeker", "Bezoeker"
    EMPLOYERS = "regio_adviseur", "Regionale werkgeversorganisatie"
    MINISTRY = "ministerie", "Ministerie"
    SYSTEM = "systeem", "Automatisch"
