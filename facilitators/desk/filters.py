"""How the lists of the desk can be narrowed down."""

from datetime import datetime, time
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.models import MeetingRegion
from core.models.mail import OutgoingMail
from core.records import ChoiceFilter, OneFilter
from core.workdays import add_workdays
from facilitators import availability, deadlines
from facilitators.models.profiles import Profile

State = Profile.State
TO_JUDGE = (State.APPLIED, State.IN_REVIEW)


def overdue_before() -> datetime:
    """Return the moment before which whoever wrote to us should have had an answer."""
    day = add_workdays(timezone.localdate(), -deadlines.WORKDAYS_TO_ANSWER)
    return timezone.make_aware(datetime.combine(day, time.min))


class StateFilter(ChoiceFilter):
    title = "status"
    parameter_name = "status"
    field = "state"
    choices_of_field = State


def todos() -> dict[str, tuple[str, Q]]:
    """Return what waits for the Pool managers: the label and the condition of each kind."""
    before = overdue_before()
    judge = Q(state__in=TO_JUDGE)
    change = Q(review_asked_at__isnull=False)
    late = (judge & Q(applied_at__lt=before)) | Q(review_asked_at__lt=before)
    kind = ContentType.objects.get_for_model(Profile)
    failed = OutgoingMail.objects.filter(about_type=kind, state=OutgoingMail.State.FAILED)
    return {
        "alles": ("Alles wat wacht", judge | change),
        "aanmelding": ("Aanmelding beoordelen", judge),
        "wijziging": ("Wijziging bekijken", change),
        "te-laat": (f"Wacht langer dan {deadlines.answer()}", late),
        "mail": ("Mail kwam niet aan", Q(pk__in=failed.values("about_key"))),
    }


class TodoFilter(OneFilter):
    title = "te doen"
    parameter_name = "doen"

    def conditions(self) -> dict[str, tuple[str, Q]]:
        return todos()


class AvailabilityFilter(OneFilter):
    """By what the list says in its column: who named a month that has come is available."""

    title = "beschikbaarheid"
    parameter_name = "beschikbaar"

    def conditions(self) -> dict[str, tuple[str, Q]]:
        return {
            kind.value: (str(kind.label), condition)
            for kind, condition in availability.conditions().items()
        }


class RegionFilter(OneFilter):
    title = "regio"
    parameter_name = "regio"

    def conditions(self) -> dict[str, tuple[str, Q]]:
        return {
            value: (label[0].upper() + label[1:], Q(page__regions__contains=[value]))
            for value, label in MeetingRegion.choices
        }


class AskedFilter(OneFilter):
    title = "vragen"
    parameter_name = "gevraagd"

    def conditions(self) -> dict[str, tuple[str, Q]]:
        return {
            "nooit": ("Nooit iets gevraagd", Q(number_of_requests=0)),
            "wel": ("Wel eens iets gevraagd", Q(number_of_requests__gt=0)),
        }


class FacilitatorFilter(SimpleListFilter):
    """Requests to one facilitator, of those who were asked anything."""

    title = "facilitator"
    parameter_name = "facilitator"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        asked = Profile.objects.exclude(requests=None).distinct().order_by("page__sort_name", "pk")
        return [(str(pk), title) for pk, title in asked.values_list("pk", "page__title")]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, requests: QuerySet) -> QuerySet:
        known = {value for value, _ in self.lookup_choices}
        return requests.filter(profile=self.value()) if self.value() in known else requests
