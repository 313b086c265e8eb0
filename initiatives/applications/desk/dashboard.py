"""What advisers see first: what waits for them."""

from collections.abc import Mapping

from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from core import dashboard
from core.dashboard import Line, Way
from core.page_lists import works_on
from core.times import workdays
from initiatives.applications.assessment import deadlines
from initiatives.applications.assessment.deadlines import Term
from initiatives.applications.desk.figures_views import NAME as FIGURES
from initiatives.applications.desk.filters import (
    FITS,
    SOON,
    AdviserFilter,
    TermFilter,
    TodoFilter,
    todos,
)
from initiatives.applications.models import Application
from initiatives.applications.workflow.actions import ASSESS
from initiatives.models import InitiativePage

ADVISER, TODO, TERM = (kind.parameter_name for kind in (AdviserFilter, TodoFilter, TermFilter))
MINE = {ADVISER: AdviserFilter.MINE}
LATE = {TERM: TermFilter.LATE}
IN_TIME = {TERM: TermFilter.SOON}
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
    (
        f"aanmelding van jou moet binnen {workdays(SOON)} klaar zijn",
        f"aanmeldingen van jou moeten binnen {workdays(SOON)} klaar zijn",
        MINE | IN_TIME,
    ),
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


@dashboard.register
class WaitingApplications(dashboard.Panel):
    """The numbers of the desk, each a link to the list of just those. Three queries."""

    name = "applications"
    order = 44
    heading = "Aanmeldingen als Koploper"
    nothing = "Er wacht niets op je. Alle aanmeldingen zijn opgepakt en op tijd."

    def is_for_user(self) -> bool:
        return self.user.has_perm(ASSESS)

    def lines(self) -> list[Line]:
        every = [*URGENT, *TO_DO]
        numbers = self._numbers([filters for *_, filters in every])
        return [
            Line(
                f"{number} {many if number > 1 else one}",
                f"{_desk_url()}?{_query(filters)}",
                is_urgent=nth < len(URGENT),
            )
            for nth, ((one, many, filters), number) in enumerate(zip(every, numbers, strict=True))
            if number
        ]

    def ways(self) -> list[Way]:
        return [Way("Alle aanmeldingen", _desk_url()), Way("Cijfers", reverse(FIGURES))]

    def _numbers(self, of_filters: list[Mapping[str, str]]) -> list[int]:
        """Return how many applications each of these sets of filters finds."""
        found = deadlines.of_many(
            Application.objects.under_way().only("pk", "state", "state_since", "submitted_at")
        )
        counts = {
            f"n{nth}": Count("pk", filter=self._condition(filters, found))
            for nth, filters in enumerate(of_filters)
        }
        counted = Application.objects.aggregate(**counts)
        return [counted[name] for name in counts]

    def _condition(self, filters: Mapping[str, str], found: Mapping[int, Term]) -> Q:
        condition = Q()
        if ADVISER in filters:
            condition &= Q(adviser=self.user.pk)
        if TERM in filters:
            fits = FITS[filters[TERM]]
            condition &= Q(pk__in=[pk for pk, term in found.items() if fits(term)])
        if TODO in filters:
            condition &= todos()[filters[TODO]][1]
        return condition


def _query(filters: Mapping[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(filters)
    return query.urlencode()


@dashboard.register
class PagesToPublish(dashboard.Panel):
    """Pages of Koplopers with a text that the applicant approved, for whoever puts them online.

    Advisers have them among their numbers.
    """

    name = "pages-to-publish"
    order = 45
    heading = "Koplopers om online te zetten"
    hint = "De indiener vindt de tekst goed."

    def is_for_user(self) -> bool:
        if self.user.has_perm(ASSESS):
            return False
        return works_on(self.user, InitiativePage, "publish")

    def lines(self) -> list[Line]:
        ready = Application.objects.filter(todos()["publiceren"][1]).order_by("text_approved_at")
        return [
            Line(
                application.name,
                reverse("wagtailadmin_pages:edit", args=[application.page_id]),
                date_format(timezone.localdate(application.text_approved_at), "j F Y"),
            )
            for application in ready.only("name", "page", "text_approved_at")
        ]


def _desk_url() -> str:
    return reverse("koploper-aanmeldingen_modeladmin_index")
