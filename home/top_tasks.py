"""What visitors ask of the network itself, for search."""

from functools import partial

from core.site_context import url_below_home
from core.top_tasks import TopTask

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
        partial(url_below_home, "over-ons"),
    ),
)
