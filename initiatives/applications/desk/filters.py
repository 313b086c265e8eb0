"""How the list of applications can be narrowed down; every combination has its own address."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, TypeVar

from django.contrib.admin import SimpleListFilter
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.models import Branch, Theme
from core.models.mail import OutgoingMail
from core.records import ChoiceFilter, OneFilter
from initiatives.applications.assessment import assignment, deadlines
from initiatives.applications.assessment.deadlines import Term
from initiatives.applications.models import Advice, Application, Supplement
from initiatives.applications.models.choices import AdviceValue, Route
from initiatives.applications.models.states import MEMBERS, UNDER_WAY, State
from initiatives.applications.workflow.audit_log import named
from initiatives.choices import CRITERIA_NEEDED, Criterion
from initiatives.models import LabourMarketRegion

Chosen = TypeVar("Chosen", bound=SimpleListFilter)
# Within so many working days an application has to be dealt with: "binnenkort".
SOON = 5
UNDER_WAY_VALUE = "loopt"


def is_untouched() -> Q:
    """Return what keeps the drafts that somebody began and in which nothing was ever filled in."""
    return Q(state=State.DRAFT, answers={}, name="", email="")


class StateFilter(OneFilter):
    """One state, or everything that is sent and not decided.

    Who only looked at the form leaves a draft without a word: those show among the drafts alone.
    """

    title = "status"
    parameter_name = "status"

    def conditions(self) -> dict[str, tuple[str, Q]]:
        every = {state.value: (state.label, Q(state=state)) for state in State}
        return {UNDER_WAY_VALUE: ("Loopt", Q(state__in=UNDER_WAY)), **every}

    def queryset(self, request: HttpRequest, applications: QuerySet) -> QuerySet:
        if self.value() in self.conditions():
            return super().queryset(request, applications)
        return applications.exclude(is_untouched())


class AdviserFilter(SimpleListFilter):
    """Mine, nobody's, or of one of those who have any."""

    title = "adviseur"
    parameter_name = "adviseur"
    MINE, NOBODY = "ik", "niemand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        busy = Application.objects.exclude(adviser=None).values("adviser")
        users = get_user_model().objects.filter(pk__in=busy)
        others = sorted((named(user), str(user.pk)) for user in users)
        return [
            (self.MINE, "Ik"),
            (self.NOBODY, "Nog niemand"),
            *((key, name) for name, key in others),
        ]

    def queryset(self, request: HttpRequest, applications: QuerySet) -> QuerySet:
        value = self.value()
        if value == self.MINE:
            return applications.filter(adviser=request.user.pk)
        if value == self.NOBODY:
            return applications.filter(adviser=None)
        known = {key for key, _ in self.lookup_choices}
        return applications.filter(adviser=value) if value in known else applications


def is_open_advice() -> Q:
    """Return what keeps advice that was asked for and can still come."""
    return Q(value=AdviceValue.OPEN, revoked_at=None, conflict_at=None)


def is_late_answer() -> Q:
    """Return what keeps our questions to which an answer should have been there by now."""
    return Q(answered_at=None, ended_at=None, deadline__lt=timezone.localdate())


def todos() -> dict[str, tuple[str, Q]]:
    """Return what can be waited for: the label and the condition of each kind."""
    waits = Exists(Advice.objects.filter(is_open_advice(), application=OuterRef("pk")))
    silent = Exists(Supplement.objects.filter(is_late_answer(), application=OuterRef("pk")))
    is_offline = Q(state__in=MEMBERS, page__live=False, may_publish=True)
    at_advice = Q(state__in=(State.IN_CONSULTATION, State.PROPOSED))
    return {
        "oppakken": ("Oppakken", Q(state=State.SUBMITTED)),
        "tip": ("Nieuwe tip", Q(state=State.POTENTIAL, route=Route.NOMINATED)),
        "zonder-adviseur": ("Adviseur is weg", assignment.has_lost_adviser()),
        "toetsen": ("Toetsen", Q(state=State.IN_REVIEW)),
        "aanvulling": ("Wacht op aanvulling", Q(state=State.SUPPLEMENT_ASKED)),
        "antwoord-te-laat": ("Antwoord te laat", Q(state=State.SUPPLEMENT_ASKED) & Q(silent)),
        "advies": ("Wacht op advies", at_advice & Q(waits)),
        "besluiten": ("Besluiten: alle advies is binnen", at_advice & ~Q(waits)),
        "introduceren": ("Introduceren", Q(state=State.ADMITTED)),
        "opnieuw-plannen": (
            "Opnieuw plannen",
            Q(state=State.ADMITTED, introduction__cancellation__isnull=False),
        ),
        "tekst": (
            "Wacht op akkoord met de tekst",
            is_offline & Q(text_approved_at=None),
        ),
        "publiceren": (
            "Tekst klaar om te publiceren",
            is_offline & Q(text_approved_at__isnull=False),
        ),
        "mail": ("Mail kwam niet aan", Q(pk__in=with_failed_mail())),
    }


def with_failed_mail() -> QuerySet:
    """Return the keys of the applications about which a mail could not be delivered."""
    kind = ContentType.objects.get_for_model(Application)
    failed = OutgoingMail.objects.filter(about_type=kind, state=OutgoingMail.State.FAILED)
    return failed.values("about_key")


class TodoFilter(OneFilter):
    title = "te doen"
    parameter_name = "doen"

    def conditions(self) -> dict[str, tuple[str, Q]]:
        return todos()


def is_soon(term: Term) -> bool:
    """Tell whether what is still in time is due within a few working days."""
    return not term.is_overdue and term.left_workdays is not None and term.left_workdays <= SOON


class TermFilter(OneFilter):
    """Against the term. What is under way is counted in Python: working days have holidays."""

    title = "termijn"
    parameter_name = "termijn"
    LATE = "te-laat"
    SOON = "binnenkort"
    PAUSED = "staat-stil"

    @cached_property
    def terms(self) -> dict[int, Term]:
        """Return the terms of everything that is under way, by key; two queries."""
        columns = ("pk", "state", "state_since", "submitted_at")
        return deadlines.of_many(Application.objects.under_way().only(*columns))

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (self.LATE, "Te laat"),
            (self.SOON, f"Nog {SOON} werkdagen of minder"),
            (self.PAUSED, "Termijn staat stil"),
        ]

    def keys(self, value: str | None) -> list[int] | None:
        """Return which applications fit a value; None for a value that narrows nothing."""
        fits = FITS.get(value or "")
        if fits is None:
            return None
        return [pk for pk, term in self.terms.items() if fits(term)]

    def queryset(self, request: HttpRequest, applications: QuerySet) -> QuerySet:
        keys = self.keys(self.value())
        return applications if keys is None else applications.filter(pk__in=keys)

    def by_due_date(self) -> list[int]:
        """Return the keys of what is under way, what is due first in front."""
        last = date.max
        return sorted(self.terms, key=lambda pk: (self.terms[pk].due_on or last, pk))


FITS: dict[str, Callable[[Term], bool]] = {
    TermFilter.LATE: lambda term: term.is_overdue,
    TermFilter.SOON: is_soon,
    TermFilter.PAUSED: lambda term: term.is_paused,
}


class RegionFilter(OneFilter):
    """One labour-market region; what is national counts under each of them."""

    title = "regio"
    parameter_name = "regio"
    NATIONAL = "landelijk"

    def conditions(self) -> dict[str, tuple[str, Q]]:
        tied = Application.regions.through.objects
        every = {
            slug: (
                region.name,
                Q(pk__in=tied.filter(labourmarketregion=region).values("application"))
                | Q(is_national=True),
            )
            for slug, region in LabourMarketRegion.all_by_slug().items()
        }
        return {self.NATIONAL: ("Alleen landelijk", Q(is_national=True)), **every}

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the options by part of the country, as the form shows them."""
        regions = sorted(
            LabourMarketRegion.all_by_slug().values(),
            key=lambda region: (region.meeting_region, region.sort_name),
        )
        parts = groupby(regions, key=lambda region: region.get_meeting_region_display())
        return [
            ("Heel Nederland", [(self.NATIONAL, "Alleen landelijk")]),
            *(
                (label[0].upper() + label[1:], [(one.slug, one.name) for one in some])
                for label, some in parts
            ),
        ]


class ThemeFilter(OneFilter):
    title = "thema"
    parameter_name = "thema"

    def conditions(self) -> dict[str, tuple[str, Q]]:
        tied = Application.themes.through.objects
        return {
            slug: (theme.name, Q(pk__in=tied.filter(theme=theme).values("application")))
            for slug, theme in Theme.all_by_slug().items()
        }


class BranchFilter(OneFilter):
    """One branch; who chose all of them counts under each."""

    title = "branche"
    parameter_name = "branche"

    def conditions(self) -> dict[str, tuple[str, Q]]:
        tied = Application.branches.through.objects
        return {
            slug: (
                branch.name,
                Q(pk__in=tied.filter(branch=branch).values("application")) | Q(all_branches=True),
            )
            for slug, branch in Branch.all_by_slug().items()
        }


class RouteFilter(ChoiceFilter):
    title = "route"
    parameter_name = "route"
    field = "route"
    choices_of_field = Route


class ClaimFilter(OneFilter):
    """What the applicant says to meet."""

    title = "criteria volgens de indiener"
    parameter_name = "criterium"

    def conditions(self) -> dict[str, tuple[str, Q]]:
        each = {
            criterion.value: (
                f"{criterion.number}. {criterion.label}",
                Q(claimed__contains=[criterion]),
            )
            for criterion in Criterion
        }
        enough = Q(claimed__len__gte=CRITERIA_NEEDED)
        return {
            **each,
            "genoeg": (f"{CRITERIA_NEEDED} of meer", enough),
            "te-weinig": (f"Minder dan {CRITERIA_NEEDED}", ~enough),
        }


FILTERS = (
    StateFilter,
    TodoFilter,
    AdviserFilter,
    TermFilter,
    RegionFilter,
    ThemeFilter,
    BranchFilter,
    RouteFilter,
    ClaimFilter,
)


def the(kind: type[Chosen], specs: Iterable[Any]) -> Chosen:
    """Return the filter of this kind from those of a list."""
    return next(spec for spec in specs if isinstance(spec, kind))
