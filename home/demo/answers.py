"""What the applicants of the demo filled in; nobody of them exists."""

from typing import Any

from django.utils import timezone

from home.demo.meetings import in_words
from initiatives.choices import ActionLine, Criterion, Spread

Table = dict[str, Any]
CLAIMS = {"J": "ja", "N": "nee", "?": "weet-ik-niet"}
NAMES = {
    "zorg": ("Zorgorganisatie Voorbeeld", "Tweede Zorgorganisatie Voorbeeld"),
    "welzijn": ("Welzijnsorganisatie Voorbeeld",),
    "onderwijs": ("Opleiding Voorbeeld",),
    "lokale-overheid": ("Gemeente Voorbeeld",),
    "andere-sector": ("Bedrijf Voorbeeld",),
}


def contact_of(number: int) -> dict[str, str]:
    """Return who applied: a role and a number in words instead of a name."""
    return {
        "first_name": "Indiener",
        "last_name": in_words(number).capitalize(),
        "email": f"indiener-{number}@voorbeeld.example",
    }


def answers_of(table: Table) -> dict[str, Any]:
    """Return what was typed; of a draft only the first two steps."""
    month, _, year = _start_of(table).partition("-")
    first = {
        "naam": table["name"],
        "samenvatting": table["summary"],
        "start_maand": month,
        "start_jaar": year,
        "fase": table["phase"],
        "themas": table["themes"],
        "branches": table["branches"],
        "arbeidsmarktregios": table["regions"],
        "website": "",
        "organisaties": _organisations(table),
    }
    return first | (_rest(table) if table["claims"] else {})


def _start_of(table: Table) -> str:
    """Return the month and year in which it began; most began some months before the loading."""
    if "start" in table:
        return str(table["start"])
    today = timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 - table["start_months_ago"], 12)
    return f"{month + 1}-{year}"


def _rest(table: Table) -> dict[str, Any]:
    contact = contact_of(table["number"])
    answers: dict[str, Any] = {
        "links": "",
        "delen": "Een werkblad, en wat we leerden in het eerste jaar.",
        "publicatie": "ja",
        "route": "zelf_aangemeld",
        "weet_ervan": "",
        "voornaam": contact["first_name"],
        "tussenvoegsel": "",
        "achternaam": contact["last_name"],
        "functie": "Projectleider",
        "email": contact["email"],
        "telefoon": "",
        "werkgeversorganisatie": table["employers"],
    }
    for criterion, letter in zip(Criterion, table["claims"], strict=True):
        key = f"c{criterion.number}"
        answers[f"{key}_claim"] = CLAIMS[letter]
        answers[f"{key}_uitleg"] = table.get(key, "")
        if letter == "J":
            answers |= _more_of(criterion, table)
    return answers


def _more_of(criterion: Criterion, table: Table) -> dict[str, Any]:
    if criterion == Criterion.INNOVATE:
        return {"c2_actielijnen": [ActionLine.values[table["number"] % len(ActionLine)]]}
    if criterion == Criterion.CHANGE:
        return {"c3_raat": table["regions"][0], "c3_resultaat": table["result"]}
    if criterion == Criterion.SCALE_UP:
        return {"c4_waar": [Spread.ORGANISATIONS.value, Spread.REGIONS.value]}
    return {}


def _organisations(table: Table) -> list[dict[str, str]]:
    names = {kind: iter(found) for kind, found in NAMES.items()}
    return [
        {
            "naam": next(names[kind]),
            "soort": kind,
            "plaats": table["place"],
            "kvk": "",
            "rol": "",
        }
        for kind in table["organisations"]
    ]
