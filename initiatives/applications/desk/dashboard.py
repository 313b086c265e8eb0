"""What advisers see first: what waits for them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from wagtail.admin.ui.components import Component

from initiatives.applications.assessment import deadlines
from initiatives.applications.desk.figures_views import NAME as FIGURES
from initiatives.applications.desk.filters import AdviserFilter, TermFilter, TodoFilter, todos
from initiatives.applications.models import Application
from initiatives.applications.workflow.actions import ASSESS
from initiatives.models import KoploperIndexPage

ADVISER, TODO, TERM = (kind.parameter_name for kind in (AdviserFilter, TodoFilter, TermFilter))
MINE = {ADVISER: AdviserFilter.MINE}
LATE = {TERM: TermFilter.LATE}
# What to say of one and of more, and the filters that find them; the urgent ones stand in front.
URGENT = (
    ("aanmelding van jou is te laat", "aanmeldingen van jou zijn te laat", MINE | LATE),
    (
        "aanmelding is van een adviseur die er niet meer is",
        "aanmeldingen zijn van een adviseur die er niet meer is",
        {TODO: "zonder-adviseur"},
    ),
    (
        "aanmelding in het hele netwerk is te laat",
        "aanmeldingen in het hele netwerk zijn te laat",
        LATE,
    ),
    (
        "aanmelding heeft een mail die niet aankwam",
        "aanmeldingen hebben een mail die niet aankwam",
        {TODO: "mail"},
    ),
    (
        "aanmelding van jou wacht te lang op antwoord",
        "aanmeldingen van jou wachten te lang op antwoord",
        MINE | {TODO: "antwoord-te-laat"},
    ),
    (
        "aanmelding heeft een introductie op een afgelaste bijeenkomst",
        "aanmeldingen hebben een introductie op een afgelaste bijeenkomst",
        {TODO: "opnieuw-plannen"},
    ),
)
TO_DO = (
    ("nieuwe tip wacht op jullie", "nieuwe tips wachten op jullie", {TODO: "tip"}),
    (
        "nieuwe aanmelding is nog door niemand opgepakt",
        "nieuwe aanmeldingen zijn nog door niemand opgepakt",
        {TODO: "oppakken"},
    ),
    (
        "aanmelding van jou moet je nog toetsen",
        "aanmeldingen van jou moet je nog toetsen",
        MINE | {TODO: "toetsen"},
    ),
    (
        "aanmelding is klaar voor een besluit",
        "aanmeldingen zijn klaar voor een besluit",
        {TODO: "besluiten"},
    ),
    (
        "aanmelding van jou moet je nog introduceren",
        "aanmeldingen van jou moet je nog introduceren",
        MINE | {TODO: "introduceren"},
    ),
    (
        "aanmelding heeft een tekst die klaar is om te publiceren",
        "aanmeldingen hebben een tekst die klaar is om te publiceren",
        {TODO: "publiceren"},
    ),
)


class WaitingApplications(Component):
    """The numbers of the desk, each a link to the list of just those. Three queries."""

    name = "waiting_applications"
    order = 44
    template_name = "applications/admin/waiting.html"

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        desk = reverse("koploper-aanmeldingen_modeladmin_index")
        lines = [*URGENT, *TO_DO]
        numbers = self._numbers([filters for *_, filters in lines])
        return {
            "lines": [
                {
                    "number": number,
                    "words": many if number > 1 else one,
                    "url": f"{desk}?{_query(filters)}",
                    "is_urgent": nth < len(URGENT),
                }
                for nth, ((one, many, filters), number) in enumerate(
                    zip(lines, numbers, strict=True)
                )
                if number
            ],
            "desk_url": desk,
            "figures_url": reverse(FIGURES),
        }

    def _numbers(self, of_filters: list[Mapping[str, str]]) -> list[int]:
        """Return how many applications each of these sets of filters finds."""
        found = deadlines.of_many(
            Application.objects.under_way().only("pk", "state", "state_since", "submitted_at")
        )
        late = [pk for pk, term in found.items() if term.is_overdue]
        counts = {
            f"n{nth}": Count("pk", filter=self._condition(filters, late))
            for nth, filters in enumerate(of_filters)
        }
        counted = Application.objects.aggregate(**counts)
        return [counted[name] for name in counts]

    def _condition(self, filters: Mapping[str, str], late: list[int]) -> Q:
        condition = Q()
        if ADVISER in filters:
            condition &= Q(adviser=self.user.pk)
        if TERM in filters:
            condition &= Q(pk__in=late)
        if TODO in filters:
            condition &= todos()[filters[TODO]][1]
        return condition


def _query(filters: Mapping[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(filters)
    return query.urlencode()


class PagesToPublish(Component):
    """Pages of Koplopers with a text that the applicant approved, for whoever puts them online."""

    name = "pages_to_publish"
    order = 45
    template_name = "applications/admin/pages_to_publish.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        ready = Application.objects.filter(todos()["publiceren"][1]).order_by("text_approved_at")
        return {"applications": ready.only("name", "page", "text_approved_at")}


def panels(request: HttpRequest) -> list[Component]:
    """Return what the first screen shows of applications: their desk, or the pages that come of it.

    Nothing to somebody who neither assesses nor publishes.
    """
    if request.user.has_perm(ASSESS):
        return [WaitingApplications(request)]
    index = KoploperIndexPage.objects.first()
    publishes = index and index.permissions_for_user(request.user).can_publish_subpage()
    return [PagesToPublish()] if publishes else []
