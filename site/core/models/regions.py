"""The parts of the country in which meetings are held and facilitators work."""

from django.db import models


class MeetingRegion(models.TextChoices):
    """Fixed: the network itself is organised by them (domain guide, paragraph 2.4)."""

    MIDDEN = "midden", "regio Midden"
    NOORD_OOST = "noord-oost", "regio Noord-Oost"
    WEST = "west", "regio West"
    ZUID = "zuid", "regio Zuid"
    NATIONAL = "landelijk", "landelijk"
