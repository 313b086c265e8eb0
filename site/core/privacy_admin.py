"""Privacy in the admin: requests of people, what is kept of an address, and who saw what.

An address never stands in an address bar or a log: every answer is that to a form.
"""

from typing import Any

from django import forms
from django.contrib.admin import SimpleListFilter
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Trim
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import access_log
from core.models import Access, Deletion, PrivacyRequest
from core.personal_data import registry, requests
from core.questions import Email, OneOf
from core.records import ChoiceFilter, RecordAdmin, RecordList, RecordPermissions

HANDLE = "core.handle_privacyrequest"
NAME = "privacy"
MENU_HOOK = "register_privacy_menu_item"
MENU = Menu(register_hook_name=MENU_HOOK, construct_hook_name="construct_privacy_menu")
CONFLICT = 409
NOT_THE_SAME = "Dit is niet hetzelfde adres. Typ het adres waarvan je de gegevens wist."
SHOW, FILE, ERASE, RECEIVE, ANSWERED = "toon", "json", "wissen", "verzoek", "beantwoord"


class AddressForm(forms.Form):
    email = Email(label="E-mailadres")


class RequestForm(forms.Form):
    verzoek_email = Email(label="E-mailadres van wie het vraagt")
    verzoek = OneOf(
        label="Wat wordt er gevraagd?",
        choices=PrivacyRequest.Kind.choices,
        missing="Kies wat er wordt gevraagd.",
    )


class PrivacyView(WagtailAdminTemplateMixin, TemplateView):
    """Everything of one address, and the requests that wait for an answer."""

    page_title = "Privacyverzoeken"
    header_icon = "user"
    template_name = "core/admin/privacy.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(HANDLE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the button asked that was pressed; any other word only shows the page."""
        asked = request.POST.get("stap", "")
        if asked == RECEIVE:
            return self._receive(request)
        if asked == ANSWERED:
            return self._answered(request)
        form = AddressForm(request.POST)
        if asked not in (SHOW, FILE, ERASE) or not form.is_valid():
            return self._shown(422, address_form=form)
        address = form.cleaned_data["email"]
        if asked == ERASE:
            return self._erase(request, address)
        access_log.note_of_address(request.user, Access.How.PRIVACY)
        if asked == FILE:
            return self._file(address)
        return self._shown(address_form=form, address=address)

    def _receive(self, request: HttpRequest) -> HttpResponseBase:
        form = RequestForm(request.POST)
        if not form.is_valid():
            return self._shown(422, request_form=form)
        given = form.cleaned_data
        asked = requests.receive(given["verzoek"], given["verzoek_email"])
        day = date_format(asked.answer_by, "l j F Y")
        messages.success(request, f"Genoteerd. Er gaat een mail weg. Antwoord uiterlijk {day}.")
        return redirect(NAME)

    def _answered(self, request: HttpRequest) -> HttpResponseBase:
        key = request.POST.get("nummer", "")
        found = PrivacyRequest.objects.filter(pk=key) if key.isdecimal() and len(key) < 18 else None
        asked = found.first() if found is not None else None
        if asked is None:
            messages.error(request, "Dit verzoek is er niet meer. Er is niets veranderd.")
        else:
            requests.answered(asked, request.user)
            messages.success(request, f"{asked} is beantwoord.")
        return redirect(NAME)

    def _file(self, address: str) -> HttpResponse:
        document = requests.as_document(address)
        response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})
        name = f"gegevens-{timezone.localdate():%Y-%m-%d}.json"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _erase(self, request: HttpRequest, address: str) -> HttpResponseBase:
        typed = request.POST.get("bevestig", "").strip()
        if typed.lower() != address.lower():
            form = AddressForm({"email": address})
            context = {"address": address, "typed": typed, "refusal": NOT_THE_SAME}
            return self._shown(CONFLICT, address_form=form, **context)
        left = requests.erase(address, request.user)
        kept = sum(len(each.rows) for each in left)
        if kept:
            messages.warning(
                request,
                f"Gewist wat mag. Er blijven {kept} gegevens staan; hieronder staat waarom.",
            )
            return self._shown(address_form=AddressForm({"email": address}), address=address)
        messages.success(request, "Alles van dit adres is gewist.")
        return redirect(NAME)

    def _shown(self, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = kwargs.get("address")
        found = requests.everything_of(address) if address else []
        return super().get_context_data(
            **{
                "address_form": AddressForm(),
                "request_form": RequestForm(),
                "found": found,
                "may_erase": any(each.to_erase for each in found),
                "open_requests": PrivacyRequest.objects.filter(answered_at=None),
                "today": timezone.localdate(),
                **kwargs,
            }
        )


class PrivacyMenuItem(MenuItem):
    def __init__(self) -> None:
        super().__init__("Verzoeken", reverse(NAME), name=NAME, icon_name="user", order=10)

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(HANDLE))


class PrivacyGroup(SubmenuMenuItem):
    def __init__(self) -> None:
        super().__init__("Privacy", MENU, name="privacy-group", icon_name="lock", order=900)


class HowFilter(ChoiceFilter):
    title = "hoe"
    parameter_name = "hoe"
    field = "how"
    choices_of_field = Access.How


class KindFilter(SimpleListFilter):
    """Lines about one kind of data, of the kinds that are declared."""

    title = "soort"
    parameter_name = "soort"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(one.model._meta.label_lower, one.name) for one in registry.declarations()]

    def queryset(self, request: HttpRequest, lines: QuerySet) -> QuerySet:
        return lines.filter(kind=self.value()) if self.value() else lines


class LinePermissions(RecordPermissions):
    """A line is all there is: it has no page."""

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return False


class AccessList(RecordList):
    page_title = "Wie zag wat"
    parameters = ("hoe", "soort")
    what = "inzagen"


class AccessAdmin(RecordAdmin):
    model = Access
    base_url_path = "inzagen"
    menu_label = "Wie zag wat"
    menu_icon = "view"
    menu_order = 20
    add_to_admin_menu = False  # but under "Privacy"
    list_display = ("moment", "who", "how", "of_what")
    list_filter = (HowFilter, KindFilter)
    inspect_view_enabled = False
    index_view_class = AccessList
    permission_helper_class = LinePermissions

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        users = get_user_model().objects.filter(pk=OuterRef("user_id"))
        names = users.annotate(called=Trim(Concat("first_name", Value(" "), "last_name")))
        return Access.objects.annotate(
            called=Subquery(names.values("called")[:1]),
            username=Subquery(users.values("username")[:1]),
        )

    def moment(self, line: Access) -> str:
        return date_format(timezone.localtime(line.at), "j-n-Y H:i")

    moment.short_description = "wanneer"  # type: ignore[attr-defined]
    moment.admin_order_field = "at"  # type: ignore[attr-defined]

    def who(self, line: Any) -> str:
        return line.called or line.username or f"Oud-medewerker (nummer {line.user_id})"

    who.short_description = "wie"  # type: ignore[attr-defined]
    who.admin_order_field = "user_id"  # type: ignore[attr-defined]

    def of_what(self, line: Access) -> str:
        kinds = {one.model._meta.label_lower: one.name for one in registry.declarations()}
        name = kinds.get(line.kind, line.kind)
        return f"{name}, nummer {line.key}" if line.key else name

    of_what.short_description = "wat"  # type: ignore[attr-defined]
    of_what.admin_order_field = "kind"  # type: ignore[attr-defined]


class DeletionList(RecordList):
    page_title = "Wat is gewist"
    what = "verwijderingen"


class DeletionAdmin(RecordAdmin):
    model = Deletion
    base_url_path = "verwijderingen"
    menu_label = "Wat is gewist"
    menu_icon = "bin"
    menu_order = 30
    add_to_admin_menu = False
    list_display = ("at", "kind", "key", "number", "rule")
    inspect_view_enabled = False
    index_view_class = DeletionList
    permission_helper_class = LinePermissions


ACCESSES, DELETIONS = AccessAdmin(), DeletionAdmin()
