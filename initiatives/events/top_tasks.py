"""What visitors come to do with meetings, for search."""

from core.models.pages import published
from core.top_tasks import TopTask
from initiatives.events.models import EventIndexPage


def list_address() -> str:
    """Return where the coming meetings are; "" without a list."""
    page = published(EventIndexPage.objects.all()).first()
    return page.get_url() if page else ""


TOP_TASKS = (
    TopTask(
        "Kies een bijeenkomst en meld je aan",
        "Alle bijeenkomsten die nog komen. Aanmelden doe je op de pagina van de bijeenkomst.",
        (
            "bijeenkomst aanmelden",
            "bijeenkomst inschrijven",
            "bijeenkomst opgeven",
            "bijeenkomst registreren",
            "bijeenkomst volgende",
            "bijeenkomst eerstvolgende",
            "bijeenkomst komende",
            "bijeenkomst wanneer",
            "werkdag aanmelden",
            "webinar aanmelden",
            "werkbezoek aanmelden",
            "agenda",
            "kalender",
        ),
        list_address,
    ),
)
