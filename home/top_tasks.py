"""What visitors ask of the network itself, for search."""

from wagtail.models import Page

from core.models.pages import published
from core.top_tasks import TopTask


def _about() -> str:
    page = published(Page.objects.filter(depth=3, slug="over-ons")).first()
    return page.get_url() if page else ""


TOP_TASKS = (
    TopTask(
        "Over het Actie Leer Netwerk",
        "Wie we zijn, wat we doen en wie eraan meedoet.",
        (
            "wie zijn jullie",
            "wie zit er achter",
            "wie is het actie leer netwerk",
            "wat is het actie leer netwerk",
            "wat doet het actie leer netwerk",
        ),
        _about,
    ),
)
