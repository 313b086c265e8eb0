"""Answers to the form, for tests: complete ones, to change where a test wants them otherwise."""

import copy
from typing import Any

LONG = "Teams leren van elkaar op de werkvloer, met een vaste begeleider en tijd in het rooster. "


def answers(**changes: Any) -> dict[str, Any]:
    """Return the answers to every question of the form, as somebody typed them; all are right."""
    complete: dict[str, Any] = {
        "naam": "Leerlijn op de Werkvloer",
        "samenvatting": LONG * 2,
        "start_maand": "9",
        "start_jaar": "2018",
        "fase": "in-gebruik",
        "themas": ["leven-lang-ontwikkelen"],
        "branches": ["ouderenzorg", "thuiszorg"],
        "arbeidsmarktregios": ["twente"],
        "website": "www.leerlijn.example",
        "organisaties": [
            {
                "naam": "Zorgorganisatie Voorbeeld",
                "soort": "zorg",
                "plaats": "Hengelo",
                "kvk": "0123 45.67",
                "rol": "Geeft de begeleiders tijd.",
            },
            {
                "naam": "School Voorbeeld",
                "soort": "onderwijs",
                "plaats": "Enschede",
                "kvk": "",
                "rol": "",
            },
        ],
        "c1_claim": "ja",
        "c1_uitleg": LONG,
        "c2_claim": "ja",
        "c2_uitleg": LONG,
        "c2_actielijnen": ["beter-leren", "anders-werken"],
        "c3_claim": "ja",
        "c3_uitleg": LONG,
        "c3_raat": "twente",
        "c3_resultaat": LONG,
        "c4_claim": "weet-ik-niet",
        "c4_uitleg": "",
        "c4_waar": [],
        "links": "www.leerlijn.example/filmpje\nhttps://leerlijn.example/boek",
        "delen": "Een stappenplan en lesmateriaal.",
        "publicatie": "ja",
        "route": "zelf_aangemeld",
        "weet_ervan": "",
        "voornaam": "Anna",
        "tussenvoegsel": "van der",
        "achternaam": "Test",
        "functie": "Praktijkopleider",
        "email": "anna+koploper@voorbeeld.example",
        "telefoon": "06 – 00 000 000",
        "werkgeversorganisatie": "weet-ik-niet",
    }
    return copy.deepcopy(complete) | changes
