"""The desk of the Pool managers: profiles, and how often each was asked something."""

from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.urls import re_path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from wagtail_modeladmin.options import ModelAdminGroup

from core.models import MeetingRegion
from core.records import (
    RecordAdmin,
    RecordButtons,
    RecordList,
    RecordPage,
    RecordPermissions,
)
from facilitators import availability, profile_states
from facilitators.desk import views as desk_views
from facilitators.desk.filters import (
    AskedFilter,
    AvailabilityFilter,
    FacilitatorFilter,
    RegionFilter,
    StateFilter,
    TodoFilter,
    overdue_before,
)
from facilitators.locking import State
from facilitators.models import FacilitatorRequest, Profile
from facilitators.self_service.overview import consents_of, reach_of, waiting_change


class ProfileButtons(RecordButtons):
    inspect_title = "Bekijk dit profiel"

    def buttons_of(self, record: Profile) -> list[dict[str, str]]:
        """Return a button for each action that the state allows, and that is not left out here."""
        if not self.permission_helper.user_can_change(self.request.user):
            return []
        return [
            {
                "url": self.url_helper.get_action_url(name, record.pk),
                "label": f"{action.label}…",
                "classname": f"button button-small {'' if action.is_next else 'button-secondary'}",
                "title": f"{action.label}: {record}",
            }
            for name, action in desk_views.ACTIONS.items()
            if desk_views.is_offered(name, record)
        ]


class ProfileList(RecordList):
    page_title = "Profielen"
    parameters = ("status", "doen", "beschikbaar", "regio", "gevraagd")
    what = "profielen"
    find = "Naam, ervaring of e-mailadres"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, add_url=_address_to_add(self.request))


def _address_to_add(request: HttpRequest) -> str:
    pool = desk_views.pool()
    may_add = pool and pool.permissions_for_user(request.user).can_add_subpage()
    if not pool or not may_add:
        return ""
    return reverse("wagtailadmin_pages:add", args=["facilitators", "facilitatorpage", pool.pk])


class ProfilePage(RecordPage):
    """All that is known of one profile: how it stands, consents, mails, requests and history."""

    page_title = "Profiel"

    def get_meta_title(self) -> str:
        return f"Profiel van {profile_states.latest(self.instance)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile: Profile = self.instance
        lacks = []
        if profile.state in (State.APPLIED, State.IN_REVIEW):
            lacks = profile_states.what_lacks(profile)
        return super().get_context_data(
            **kwargs,
            profile=profile,
            lacks=lacks,
            state=state_of(profile),
            availability=availability.in_words(profile),
            reach=reach_of(profile),
            consents=consents_of(profile),
            judged=desk_views.judged_of(profile, self.request.user),
            waiting=waiting_change(profile),
            compare_url=desk_views.compare_url(profile),
            requests=profile.requests.all(),
            is_overdue=is_overdue(profile),
            may_edit=profile.page.permissions_for_user(self.request.user).can_edit(),
        )


def is_overdue(profile: Profile) -> bool:
    """Return whether somebody has waited for us too long."""
    before = overdue_before()
    if profile.state in (State.APPLIED, State.IN_REVIEW):
        return profile.applied_at < before
    return profile.review_asked_at is not None and profile.review_asked_at < before


def state_of(profile: Profile) -> str:
    """Say how a profile stands, with what waits."""
    said = profile.get_state_display()
    if profile.is_paused_by_staff:
        said += " door een beheerder"
    return said


def _day(moment: Any) -> str:
    """Return a short date, with hyphens at which a browser does not break the line."""
    if moment is None:
        return "–"
    return date_format(timezone.localdate(moment), "j-n-Y").replace("-", "\u2011")


class ProfileAdmin(RecordAdmin):
    model = Profile
    base_url_path = "profielen"
    menu_label = "Profielen"
    menu_icon = "user"
    list_display = (
        "name",
        "status",
        "todo",
        "availability_words",
        "regions",
        "heard",
        "asked",
    )
    list_filter = (StateFilter, TodoFilter, AvailabilityFilter, RegionFilter, AskedFilter)
    list_select_related = ("page",)
    search_fields = ("page__title", "page__draft_title", "page__experience", "email")
    index_view_class = ProfileList
    inspect_view_class = ProfilePage
    button_helper_class = ProfileButtons
    index_template_name = "facilitators/admin/profiles.html"
    inspect_template_name = "facilitators/admin/profile.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Profile.objects.annotate(
            number_of_requests=Count("requests"), last_request=Max("requests__sent_on")
        )

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-applied_at",)

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        actions = (
            re_path(
                self.url_helper.get_action_url_pattern(name),
                self.action_view(name),
                name=self.url_helper.get_action_url_name(name),
            )
            for name in desk_views.ACTIONS
        )
        return (*super().get_admin_urls_for_registration(), *actions)

    def action_view(self, name: str) -> Any:
        def view(request: HttpRequest, instance_pk: str) -> HttpResponseBase:
            action = desk_views.ActionView.as_view(
                model_admin=self, instance_pk=instance_pk, name=name
            )
            return action(request)

        return view

    def name(self, profile: Profile) -> str:
        return profile.page.get_admin_display_title()

    name.short_description = "naam"  # type: ignore[attr-defined]
    name.admin_order_field = "page__facilitatorpage__sort_name"  # type: ignore[attr-defined]

    def status(self, profile: Profile) -> str:
        return format_html('<span class="aln-state">{}</span>', state_of(profile))

    status.short_description = "status"  # type: ignore[attr-defined]
    status.admin_order_field = "state"  # type: ignore[attr-defined]

    def todo(self, profile: Profile) -> str:
        """Say what waits for staff, and when that is too long."""
        words = {State.APPLIED: "Nieuwe aanmelding", State.IN_REVIEW: "Beoordelen"}
        said = words.get(State(profile.state), "")
        if profile.review_asked_at:
            said = "Wijziging bekijken"
        if said and is_overdue(profile):
            return format_html('{} <strong class="aln-late">te laat</strong>', said)
        return said or "–"

    todo.short_description = "te doen"  # type: ignore[attr-defined]

    def availability_words(self, profile: Profile) -> str:
        return availability.in_words(profile)

    availability_words.short_description = "beschikbaarheid"  # type: ignore[attr-defined]
    availability_words.admin_order_field = "availability"  # type: ignore[attr-defined]

    def regions(self, profile: Profile) -> str:
        labels = (MeetingRegion(value).label for value in profile.page.regions)
        return ", ".join(label.removeprefix("regio ") for label in labels) or "–"

    regions.short_description = "regio"  # type: ignore[attr-defined]

    def heard(self, profile: Profile) -> str:
        return _day(profile.confirmed_at)

    heard.short_description = "laatst bevestigd op"  # type: ignore[attr-defined]
    heard.admin_order_field = "confirmed_at"  # type: ignore[attr-defined]

    def asked(self, profile: Any) -> str:
        if not profile.number_of_requests:
            return "Nooit"
        last = date_format(profile.last_request, "j-n-Y").replace("-", "\u2011")
        url = reverse("vragen_modeladmin_index")
        return format_html(
            '<a href="{}?facilitator={}">{}</a> <span class="aln-quiet">laatst {}</span>',
            url,
            profile.pk,
            profile.number_of_requests,
            last,
        )

    asked.short_description = "vragen"  # type: ignore[attr-defined]
    asked.admin_order_field = "number_of_requests"  # type: ignore[attr-defined]


class RequestList(RecordList):
    page_title = "Vragen aan facilitators"
    parameters = ("facilitator",)
    what = "vragen"


class RequestPermissions(RecordPermissions):
    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return False


class RequestAdmin(RecordAdmin):
    """On which day who was asked something; what was asked, nobody kept."""

    model = FacilitatorRequest
    base_url_path = "vragen"
    menu_label = "Vragen"
    menu_icon = "mail"
    list_display = ("day", "facilitator", "number")
    list_filter = (FacilitatorFilter,)
    list_select_related = ("profile__page",)
    inspect_view_enabled = False
    index_view_class = RequestList
    permission_helper_class = RequestPermissions

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        same = FacilitatorRequest.objects.filter(profile=OuterRef("profile")).order_by()
        numbers = same.values("profile").annotate(number=Count("pk")).values("number")
        return FacilitatorRequest.objects.annotate(of_profile=Subquery(numbers))

    def day(self, asked: FacilitatorRequest) -> str:
        return date_format(asked.sent_on, "j F Y")

    day.short_description = "datum"  # type: ignore[attr-defined]
    day.admin_order_field = "sent_on"  # type: ignore[attr-defined]

    def facilitator(self, asked: FacilitatorRequest) -> str:
        url = reverse("profielen_modeladmin_inspect", args=[asked.profile_id])
        return format_html('<a href="{}">{}</a>', url, asked.profile.page.title)

    facilitator.short_description = "facilitator"  # type: ignore[attr-defined]
    facilitator.admin_order_field = "profile__page__title"  # type: ignore[attr-defined]

    def number(self, asked: Any) -> int:
        return int(asked.of_profile)

    number.short_description = "vragen in totaal"  # type: ignore[attr-defined]
    number.admin_order_field = "of_profile"  # type: ignore[attr-defined]


class PoolGroup(ModelAdminGroup):
    menu_label = "Facilitators Pool"
    menu_icon = "group"
    menu_order = 115
    items = (ProfileAdmin, RequestAdmin)
