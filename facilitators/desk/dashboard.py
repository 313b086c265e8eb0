"""What who runs the Pool sees first: who waits for them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from facilitators import deadlines
from facilitators.desk.filters import TodoFilter, todos
from facilitators.models import FacilitatorIndexPage, Profile

# What to say of one and of more, by the value of the filter that finds them.
WORDS = {
    "aanmelding": ("aanmelding om te beoordelen", "aanmeldingen om te beoordelen"),
    "wijziging": ("gewijzigd profiel om te bekijken", "gewijzigde profielen om te bekijken"),
    "te-laat": (
        f"wacht al langer dan {deadlines.answer()}",
        f"wachten al langer dan {deadlines.answer()}",
    ),
    "mail": ("profiel met mail die niet aankwam", "profielen met mail die niet aankwam"),
}
URGENT = {"te-laat", "mail"}


class WaitingInPool(Component):
    """The numbers of the desk, each a link to the list of just those."""

    name = "waiting_in_pool"
    order = 45
    template_name = "facilitators/admin/waiting.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        conditions = {value: todos()[value][1] for value in WORDS}
        numbers = Profile.objects.aggregate(
            **{value: Count("pk", filter=condition) for value, condition in conditions.items()}
        )
        desk = reverse("profielen_modeladmin_index")
        return {
            "lines": [
                {
                    "number": number,
                    "words": WORDS[value][number > 1],
                    "url": f"{desk}?{TodoFilter.parameter_name}={value}",
                    "is_urgent": value in URGENT,
                }
                for value, number in numbers.items()
                if number
            ],
            "desk_url": desk,
            "pool": FacilitatorIndexPage.objects.first(),
        }


def panels(request: HttpRequest) -> list[Component]:
    """Return what the first screen shows of the Pool: nothing to anybody who does not run it."""
    return [WaitingInPool()] if request.user.has_perm("facilitators.change_profile") else []
