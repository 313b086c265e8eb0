"""The fixed choices of a profile (domain guide, paragraph 7.1). What editors extend is a model."""

from django.db import models


class Kind(models.TextChoices):
    FACILITATOR = "facilitator", "Facilitator"
    LEARNING_COACH = "leercoach", "Leercoach"
    COACH = "coach", "Coach"
    INNOVATION = "innovatieversneller", "Innovatieversneller"
    INTERVENTION = "interventiebegeleider", "Interventiebegeleider"
    PROCESS = "procesbegeleider", "Procesbegeleider"


class HelpQuestion(models.TextChoices):
    GUIDE_GROUPS = "groepen-begeleiden", "Groepen begeleiden"
    ACTION_LEARNING = "actieleren-ontwerpen", "Actieleren ontwerpen"
    VISION = "visie-ontwikkelen", "Een visie ontwikkelen"
    BOTTLENECK = "knelpunt-aanpakken", "Een knelpunt aanpakken"
    CREATIVE = "creatief-denken", "Creatief denken"
    CONNECT = "mensen-bij-elkaar", "De juiste mensen bij elkaar brengen"


class Level(models.TextChoices):
    WORK_FLOOR = "werkvloer", "Werkvloer en teams"
    MANAGEMENT = "management", "Management"
    BOARD = "bestuurlijk", "Bestuurlijk"
    STRATEGIC = "strategisch", "Strategisch"
    INTEGRAL = "integraal", "Integraal (meerdere lagen of organisaties samen)"


class GroupSize(models.TextChoices):
    SMALL = "klein", "Klein (tot en met 15 personen)"
    MIDDLE = "middelgroot", "Middelgroot (16 tot en met 50)"
    LARGE = "groot", "Groot (meer dan 50)"


class Deployment(models.TextChoices):
    ONE_MEETING = "een-bijeenkomst", "Eén bijeenkomst"
    SERIES = "reeks", "Reeks bijeenkomsten"
    CHANGE = "verandertraject", "Compleet verandertraject"
    STRATEGY = "strategie", "Meedenken over strategie"


class Availability(models.TextChoices):
    AVAILABLE = "beschikbaar", "Beschikbaar"
    LIMITED = "beperkt", "Beperkt beschikbaar"
    NOT_NOW = "niet", "Nu niet beschikbaar"
