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
    ("van jou is te laat", "van jou zijn te laat", MINE | LATE),
    ("van het hele netwerk is te laat", "van het hele netwerk zijn te laat", LATE),
    (
        "van een adviseur die er niet meer is",
        "van een adviseur die er niet meer is",
        {TODO: "zonder-adviseur"},
    ),
    ("met een mail die niet aankwam", "met een mail die niet aankwam", {TODO: "mail"}),
    (
        "van jou met een antwoord dat te laat is",
        "van jou met een antwoord dat te laat is",
        MINE | {TODO: "antwoord-te-laat"},
    ),
    (
        "met een introductie op een afgelaste bijeenkomst",
        "met een introductie op een afgelaste bijeenkomst",
        {TODO: "opnieuw-plannen"},
    ),
)
TO_DO = (
    ("nieuwe tip", "nieuwe tips", {TODO: "tip"}),
    ("nieuw, nog door niemand opgepakt", "nieuw, nog door niemand opgepakt", {TODO: "oppakken"}),
    ("van jou om te toetsen", "van jou om te toetsen", MINE | {TODO: "toetsen"}),
    ("klaar voor besluit", "klaar voor besluit", {TODO: "besluiten"}),
    ("van jou om te introduceren", "van jou om te introduceren", MINE | {TODO: "introduceren"}),
    (
        "met een tekst die klaar is om te publiceren",
        "met een tekst die klaar is om te publiceren",
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

    Nothing to who neither assesses nor publishes.
    """
    if request.user.has_perm(ASSESS):
        return [WaitingApplications(request)]
    index = KoploperIndexPage.objects.first()
    publishes = index and index.permissions_for_user(request.user).can_publish_subpage()
    return [PagesToPublish()] if publishes else []
