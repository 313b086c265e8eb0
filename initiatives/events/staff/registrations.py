"""The list of registrations in the admin, and one registration."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import re_path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail_modeladmin.views import InstanceSpecificView

from core.records import (
    ChoiceFilter,
    NotesAccess,
    RecordAdmin,
    RecordButtons,
    RecordList,
    RecordPage,
    RecordPermissions,
)
from core.spreadsheets import RecordExport
from initiatives.events import services
from initiatives.events.models import EventPage, Registration
from initiatives.events.staff.names import by_family_name, listed_name

EXPORTED = "events.registration.export"

COLUMNS: dict[str, Callable[[Registration], Any]] = {
    "Voornaam": lambda registration: registration.first_name,
    "Tussenvoegsel": lambda registration: registration.infix,
    "Achternaam": lambda registration: registration.last_name,
    "Organisatie": lambda registration: registration.organisation,
    "Functie": lambda registration: registration.job_title,
    "E-mailadres": lambda registration: registration.email,
    "Betrokken als": lambda registration: registration.get_role_display(),
    "Bijeenkomst": lambda registration: registration.event.title,
    "Datum": lambda registration: registration.event.starts_at,
    "Status": lambda registration: registration.get_state_display(),
    "Aangemeld op": lambda registration: registration.created_at,
}
# May say something about somebody's health, so only for whoever asks for it.
NEEDS = {"Wensen": lambda registration: registration.needs}


class RegistrationExport(RecordExport):
    @property
    def columns(self) -> dict[str, Callable[[Registration], Any]]:
        return COLUMNS | NEEDS if self.request.GET.get("wensen") else COLUMNS

    def get_filename(self) -> str:
        return f"aanmeldingen-{timezone.localdate():%Y-%m-%d}"

    def taken(self, records: Sequence[Registration], spreadsheet_format: str) -> None:
        log_export(records, spreadsheet_format, with_needs=bool(self.request.GET.get("wensen")))


def log_export(
    registrations: Iterable[Registration], form: str, *, with_needs: bool = False
) -> None:
    """Write down, at each meeting, that somebody took the data of so many people along."""
    numbers = Counter(registration.event for registration in registrations)
    for event, number in numbers.items():
        data = {"number": number, "form": form, "needs": with_needs}
        log(instance=event, action=EXPORTED, data=data)


CONFLICT = 409


class EventFilter(SimpleListFilter):
    """Registrations for one meeting. Those to come stand first, then what was, latest first."""

    title = "bijeenkomst"
    parameter_name = "bijeenkomst"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        now = timezone.now()
        with_somebody = Exists(Registration.objects.filter(event=OuterRef("pk")))
        events = EventPage.objects.filter(
            Q(ends_at__gt=now, register_by=EventPage.RegisterBy.HERE) | with_somebody
        ).order_by("starts_at", "pk")
        rows = list(events.values_list("pk", "title", "starts_at", "ends_at"))
        coming = [_choice(*row[:3]) for row in rows if row[3] > now]
        past = [_choice(*row[:3]) for row in reversed(rows) if row[3] <= now]
        self.groups = [("Komt nog", coming), ("Geweest", past)]
        return coming + past

    def chosen_pk(self) -> int | None:
        """Return the key of the meeting that was asked for, if it is one to choose from."""
        keys = {key: int(key) for key, _ in self.lookup_choices}
        return keys.get(self.value() or "")

    def queryset(self, request: HttpRequest, registrations: QuerySet) -> QuerySet:
        pk = self.chosen_pk()
        return registrations.filter(event=pk) if pk else registrations


def _choice(pk: int, title: str, starts_at: Any) -> tuple[str, str]:
    day = date_format(timezone.localtime(starts_at), "j F Y")
    return str(pk), f"{day} – {title}"


def is_about_one_meeting(request: HttpRequest) -> bool:
    return request.GET.get(EventFilter.parameter_name, "").isdigit()


class StateFilter(ChoiceFilter):
    title = "status"
    parameter_name = "status"
    field = "state"
    choices_of_field = Registration.State


class RoleFilter(ChoiceFilter):
    title = "betrokken als"
    parameter_name = "rol"
    field = "role"
    choices_of_field = Registration.Role


class RegistrationPermissions(RecordPermissions):
    def user_can_cancel(self, user: Any, obj: Registration) -> bool:
        return self.user_can_change(user) and obj.is_active and obj.event.starts_at > timezone.now()


class RegistrationButtons(RecordButtons):
    inspect_title = "Bekijk deze aanmelding"

    def buttons_of(self, record: Registration) -> list[dict[str, str]]:
        if not self.permission_helper.user_can_cancel(self.request.user, record):
            return []
        return [
            {
                "url": self.url_helper.get_action_url("cancel", record.pk),
                "label": "Meld af…",
                "classname": "button button-small button-secondary",
                "title": f"Meld {record} af",
            }
        ]


class RegistrationList(RegistrationExport, RecordList):
    page_title = "Aanmeldingen"
    parameters = ("bijeenkomst", "status", "rol", "export", "wensen")
    what = "aanmeldingen"
    find = "Naam, organisatie of e-mailadres"
    IGNORED_PARAMS = (*RecordList.IGNORED_PARAMS, "wensen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = next(f for f in self.filter_specs if isinstance(f, EventFilter))
        return super().get_context_data(**kwargs, meeting_pk=chosen.chosen_pk())


class RegistrationPage(RecordPage):
    """All that is known of one registration: what was filled in, mailed and done."""

    page_title = "Aanmelding"

    def get_meta_title(self) -> str:
        return f"Aanmelding van {self.instance}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, registration=self.instance)


class CancelView(NotesAccess, InstanceSpecificView):
    """Signs somebody off who asked for it by telephone or mail: first what that means."""

    instance: Registration
    page_title = "Afmelden"

    def check_action_permitted(self, user: Any) -> bool:
        return self.permission_helper.user_can_change(user)

    def get_meta_title(self) -> str:
        return f"{self.instance} afmelden"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            registration=self.instance,
            waits=self.instance.state == Registration.State.WAITING,
            can_cancel=self.permission_helper.user_can_cancel(self.request.user, self.instance),
            back_url=self.url_helper.get_action_url("inspect", self.instance.pk),
        )

    def get_template_names(self) -> list[str]:
        return ["events/admin/cancel_registration.html"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        registration = self.instance
        try:
            if not self.permission_helper.user_can_cancel(request.user, registration):
                raise services.AnswerRefused(registration)
            services.cancel(registration)
        except services.AnswerRefused as refused:
            self.instance = refused.registration
            response = self.render_to_response(self.get_context_data())
            response.status_code = CONFLICT
            return response
        messages.success(request, f"{registration} is afgemeld en krijgt daar een mail over.")
        return redirect(self.url_helper.get_action_url("inspect", self.instance.pk))


class RegistrationAdmin(RecordAdmin):
    model = Registration
    base_url_path = "aanmeldingen"
    menu_label = "Aanmeldingen"
    menu_icon = "clipboard-list"
    menu_order = 110
    list_display = ("listed_name", "organisation", "role", "meeting", "status", "registered_at")
    list_filter = (EventFilter, StateFilter, RoleFilter)
    list_select_related = ("event",)
    search_fields = ("first_name", "infix", "last_name", "organisation", "email")
    index_view_class = RegistrationList
    inspect_view_class = RegistrationPage
    permission_helper_class = RegistrationPermissions
    button_helper_class = RegistrationButtons
    index_template_name = "events/admin/registrations.html"
    inspect_template_name = "events/admin/registration.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return them all, unsorted: the view sorts, and by a value that is added here."""
        registrations = Registration.objects.annotate(by_family_name=by_family_name())
        return registrations.defer("event__body", "event__programme")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Leave out the meeting where it would be the same in every row."""
        one = is_about_one_meeting(request)
        return tuple(name for name in self.list_display if name != "meeting" or not one)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Sort one meeting like a list of guests, and all of them with the newest first."""
        return ("by_family_name",) if is_about_one_meeting(request) else ("-created_at",)

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        cancel = re_path(
            self.url_helper.get_action_url_pattern("cancel"),
            self.cancel_view,
            name=self.url_helper.get_action_url_name("cancel"),
        )
        return (*super().get_admin_urls_for_registration(), cancel)

    def cancel_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        return CancelView.as_view(model_admin=self, instance_pk=instance_pk)(request)

    def listed_name(self, registration: Registration) -> str:
        return listed_name(registration)

    listed_name.short_description = "naam"  # type: ignore[attr-defined]
    listed_name.admin_order_field = "by_family_name"  # type: ignore[attr-defined]

    def meeting(self, registration: Registration) -> str:
        day = date_format(timezone.localtime(registration.event.starts_at), "D j M Y")
        return format_html(
            '{} <span class="aln-quiet">{}</span>', registration.event.title, day.lower()
        )

    meeting.short_description = "bijeenkomst"  # type: ignore[attr-defined]
    meeting.admin_order_field = "event__starts_at"  # type: ignore[attr-defined]

    def status(self, registration: Registration) -> str:
        kind = "aln-state" if registration.is_active else "aln-state aln-state--quiet"
        return format_html('<span class="{}">{}</span>', kind, registration.get_state_display())

    status.short_description = "status"  # type: ignore[attr-defined]
    status.admin_order_field = "state"  # type: ignore[attr-defined]

    def registered_at(self, registration: Registration) -> str:
        return date_format(timezone.localtime(registration.created_at), "j-n-Y H.i")

    registered_at.short_description = "aangemeld op"  # type: ignore[attr-defined]
    registered_at.admin_order_field = "created_at"  # type: ignore[attr-defined]
