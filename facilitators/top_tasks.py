"""What visitors and facilitators come to do with the Pool, for search."""

from functools import partial

from django.urls import reverse

from core.models.pages import published
from core.top_tasks import TopTask
from facilitators.models import FacilitatorIndexPage


def _pool() -> FacilitatorIndexPage | None:
    return published(FacilitatorIndexPage.objects.all()).first()


def _apply() -> str:
    pool = _pool()
    return pool.apply_url if pool else ""


def _guide() -> str:
    pool = _pool()
    return pool.guide_url if pool else ""


TOP_TASKS = (
    TopTask(
        "Meld je aan voor de Facilitators Pool",
        "Begeleid je groepen of veranderingen in zorg en welzijn? Vertel wat je doet.",
        (
            "facilitator worden",
            "hoe word ik facilitator",
            "facilitator aanmelden",
            "facilitator inschrijven",
            "facilitator opgeven",
            "begeleider worden",
            "begeleider aanmelden",
            "pool aanmelden",
            "pool inschrijven",
            "leercoach worden",
        ),
        _apply,
    ),
    TopTask(
        "Pas je profiel als facilitator aan",
        "Nieuw adres, andere tekst of foto, even pauze? Vraag een link naar je profiel.",
        (
            "adres wijzigen",
            "adres veranderen",
            "e-mailadres wijzigen",
            "mailadres wijzigen",
            "e-mailadres veranderen",
            "gegevens wijzigen",
            "gegevens veranderen",
            "profiel aanpassen",
            "profiel wijzigen",
            "profiel veranderen",
            "profiel bijwerken",
            "profiel pauzeren",
            "profiel verwijderen",
            "mijn profiel",
            "foto wijzigen",
            "inloggen",
        ),
        partial(reverse, "facilitator-link"),
    ),
    TopTask(
        "Welke facilitator past bij jullie vraag?",
        "Beantwoord een paar vragen en zie wie jullie kan helpen.",
        (
            "facilitator zoeken",
            "facilitator vinden",
            "facilitator kiezen",
            "facilitator inhuren",
            "begeleider zoeken",
            "begeleider vinden",
            "begeleider inhuren",
            "facilitator past",
        ),
        _guide,
    ),
)
