"""What who runs the Pool sees first: who waits for them."""

from django.db.models import Count
from django.urls import reverse

from core import dashboard
from core.dashboard import Line, Way
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


@dashboard.register
class WaitingInPool(dashboard.Panel):
    """The numbers of the desk, each a link to the list of just those."""

    name = "pool"
    order = 45
    heading = "Facilitators Pool"
    nothing = "Er wacht niemand op je. Alle aanmeldingen en wijzigingen zijn bekeken."

    def is_for_user(self) -> bool:
        return self.user.has_perm("facilitators.change_profile")

    def lines(self) -> list[Line]:
        conditions = {value: todos()[value][1] for value in WORDS}
        numbers = Profile.objects.aggregate(
            **{value: Count("pk", filter=condition) for value, condition in conditions.items()}
        )
        return [
            Line(
                f"{number} {WORDS[value][number > 1]}",
                f"{_desk_url()}?{TodoFilter.parameter_name}={value}",
                is_urgent=value in URGENT,
            )
            for value, number in numbers.items()
            if number
        ]

    def ways(self) -> list[Way]:
        pool = FacilitatorIndexPage.objects.first()
        online = [Way("Bekijk de Pool op de site", pool.get_url())] if pool and pool.live else []
        return [Way("Alle profielen", _desk_url()), *online]


def _desk_url() -> str:
    return reverse("profielen_modeladmin_index")
