"""Fills in the labour-market regions and the employer organisations (domain guide, 2.5 and 2.6).

They are facts that the list and the application form cannot do without, so they are no demo content.
"""

import re

from django.db import migrations
from django.utils.text import slugify

MIDDEN, NOORD_OOST, WEST, ZUID = "midden", "noord-oost", "west", "zuid"

# In the order of their numbers, which count from 1.
REGIONS = [
    ("Groningen", NOORD_OOST),
    ("Drenthe", NOORD_OOST),
    ("Friesland", NOORD_OOST),
    ("IJsselvecht", NOORD_OOST),
    ("Twente", NOORD_OOST),
    ("Noordwest-Veluwe en Stedendriehoek", NOORD_OOST),
    ("Achterhoek", NOORD_OOST),
    ("Zuid-West Gelderland", MIDDEN),
    ("Midden-Gelderland", MIDDEN),
    ("Flevoland", MIDDEN),
    ("Gooi- en Vechtstreek", MIDDEN),
    ("Zuidoost-Brabant", ZUID),
    ("Noord- en Midden-Limburg", ZUID),
    ("Midden-Brabant", ZUID),
    ("West-Brabant", ZUID),
    ("Noordoost-Brabant", ZUID),
    ("Zuid-Limburg", ZUID),
    ("Utrecht en omgeving", MIDDEN),
    ("Amersfoort en omgeving", MIDDEN),
    ("Noord-Holland Noord", WEST),
    ("Zaanstreek en Waterland", WEST),
    ("Amsterdam", WEST),
    ("Amstelland, Kennemerland en Meerlanden", WEST),
    ("Rijnstreek", WEST),
    ("Rijnmond", WEST),
    ("Haaglanden", WEST),
    ("Drechtsteden", WEST),
    ("Zeeland", ZUID),
]

ORGANISATIONS = [
    ("ZorgpleinNoord", "Groningen, Drenthe en Friesland", [1, 2, 3]),
    ("Venturaplus", "Friesland", [3]),
    (
        "WGV Zorg en Welzijn",
        "Twente, Achterhoek, regio Zwolle en Stedendriehoek/Noord-Veluwe",
        [4, 5, 6, 7],
    ),
    (
        "WZW",
        "Zuid-, Midden- en West-Gelderland: Arnhem, Nijmegen, Ede en Rivierenland",
        [8, 9],
    ),
    ("Utrechtzorg", "Utrecht, Amersfoort-Eemland en Gooi en Vechtstreek", [11, 18, 19]),
    (
        "SIGRA",
        "Amsterdam, Diemen, Amstelland, Zaanstreek-Waterland en Noord-Holland Noord",
        [20, 21, 22],
    ),
    ("VBZ (samen Voor Betere Zorg)", "Kennemerland, Amstelland en Meerlanden", [23]),
    ("ZorgZijn Werkt", "Haaglanden en Nieuwe Waterweg Noord", [26]),
    ("deRotterdamseZorg", "Rotterdam Rijnmond", [25]),
    (
        "Werkgeversvereniging Zorg en Welzijn Zuid-Holland Zuid",
        "Drechtsteden en Hoeksche Waard",
        [27],
    ),
    ("Viazorg", "Zeeland", [28]),
    ("Transvorm", "Noord-Brabant", [12, 14, 15, 16]),
    ("Zorg aan Zet", "Limburg", [13, 17]),
]
# Known from older sources only: kept for what mentions it, and not offered.
FORMER = {"Venturaplus"}


def named(name):
    # No name has accents, so this much of core.sorting does.
    sort_name = re.sub(r"[^\w\s,]", "", name.casefold())
    return {"name": name, "slug": slugify(name), "sort_name": sort_name}


def fill(apps, schema_editor):
    Region = apps.get_model("initiatives", "LabourMarketRegion")
    Organisation = apps.get_model("initiatives", "EmployerOrganisation")
    for number, (name, meeting_region) in enumerate(REGIONS, start=1):
        Region.objects.create(number=number, meeting_region=meeting_region, **named(name))
    for name, area, numbers in ORGANISATIONS:
        organisation = Organisation.objects.create(
            area=area, is_active=name not in FORMER, **named(name)
        )
        organisation.regions.set(Region.objects.filter(number__in=numbers))


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]

    operations = [migrations.RunPython(fill)]
