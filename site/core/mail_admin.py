"""Mail in the admin: what was promised, what was sent, and what went wrong."""

from datetime import timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import re_path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail_modeladmin.views import InspectView, InstanceSpecificView

from core import dashboard
from core.dashboard import Line
from core.delivery import send_again
from core.links import without_tokens
from core.mail_readers import Readers, closes, with_what_shows
from core.models import Access
from core.models.mail import OutgoingMail
from core.outbox import ACCOUNT
from core.records import (
    ChoiceFilter,
    NotesAccess,
    RecordAdmin,
    RecordButtons,
    RecordList,
    RecordPermissions,
)

# The mails of the domain guide, paragraph 9, in a few words.
KINDS = {
    "M1": "Tip voor een Koploper",
    "M1b": "Getipte doet mee",
    "M2": "Uitnodiging om mee te doen",
    "M3": "Verder met een aanmelding",
    "M4": "Aanmelding ontvangen",
    "M5": "Nieuwe aanmelding",
    "M6": "Vraag over een aanmelding",
    "M5b": "Nieuwe tip",
    "M5c": "Aanmelding aan collega gegeven",
    "M6b": "Antwoord ontvangen",
    "M6c": "Langer tijd voor een antwoord",
    "M6d": "Vraag ingetrokken",
    "M7": "Aanvulling binnen",
    "M7b": "Alle adviezen binnen",
    "M8": "Advies gevraagd",
    "M8b": "Advies ontvangen",
    "M9": "Toegelaten",
    "M9b": "Tekst klaar om te plaatsen",
    "M10": "Niet toegelaten",
    "M10b": "Besluit heropend",
    "M11": "Introductie gepland",
    "M11b": "Introductie gaat niet door",
    "M12": "Geïntroduceerd",
    "M13": "Ingetrokken of vervallen",
    "M13b": "Ingetrokken, aan adviseur",
    "M14": "Aanmelding vervalt bijna",
    "M15": "Deelname beëindigd",
    "M15b": "Verzoek om te stoppen ontvangen",
    "M16": "Aanmelding bevestigen",
    "M17": "Aangemeld",
    "M17b": "Gegevens van een aanmelding veranderd",
    "M18": "Wachtlijst",
    "M19": "Gewijzigd of herinnering",
    "M20": "Gaat niet door",
    "M21": "Vraag aan facilitator",
    "M22": "Vraag verstuurd",
    "M23": "Klopt je profiel nog?",
    "M24": "Privacyverzoek ontvangen",
    "stoppen": "Koploper wil stoppen",
    "profiel": "Profiel van facilitator",
    "pool": "Aan beheerder van de Pool",
    "nakijken": "Klopt je pagina nog?",
    ACCOUNT: "Account en controle",
}
SEND_AGAIN = "opnieuw"
# Stands for the subject of a mail that is older than we keep those.
WIPED = "Gewiste mail"
# The hook by which an app writes down that somebody reads a mail. Takes the request and the mail.
MAIL_READ = "mail_is_read"
# A mail that could not be sent for so long is worth a warning.
LONG = timedelta(hours=1)


def name_of(kind: str) -> str:
    return KINDS.get(kind, kind.capitalize())


class StateFilter(ChoiceFilter):
    title = "status"
    parameter_name = "status"
    field = "state"
    choices_of_field = OutgoingMail.State


class KindFilter(SimpleListFilter):
    """Mails of one kind, of those that there are."""

    title = "soort"
    parameter_name = "soort"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = OutgoingMail.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, name_of(kind)) for kind in kinds]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, mails: QuerySet) -> QuerySet:
        return mails.filter(kind=self.value()) if self.value() else mails


class MailPermissions(RecordPermissions):
    def user_can_send_again(self, user: Any, mail: OutgoingMail) -> bool:
        may = self.user_has_specific_permission(user, self.get_perm_codename("change"))
        return may and mail.state == OutgoingMail.State.FAILED and bool(mail.text)


class MailButtons(RecordButtons):
    inspect_title = "Bekijk deze mail"


class MailList(RecordList):
    page_title = "Mail"
    parameters = ("status", "soort")
    what = "mails"
    find = "Zoek op adres of onderwerp"


class MailPage(NotesAccess, InspectView):
    """One mail: where it stands, what went wrong, and what it says."""

    page_title = "Mail"
    how = Access.How.MAIL

    def seen(self) -> list[OutgoingMail]:
        """Return the mail, if this user sees more of it than that it went."""
        return [] if self.closed else [self.instance]

    @cached_property
    def closed(self) -> Readers | None:
        return closes(self.request.user, self.instance)

    def get_page_subtitle(self) -> str:
        return self.closed.instead if self.closed else self.instance.subject or WIPED

    def get_meta_title(self) -> str:
        return f"Mail: {self.get_page_subtitle()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = self.instance
        if not self.closed:
            for note in hooks.get_hooks(MAIL_READ):
                note(self.request, mail)
        return super().get_context_data(
            **kwargs,
            mail=mail,
            kind=name_of(mail.kind),
            # With the link in it, one could choose a password for somebody else.
            is_secret=mail.kind == ACCOUNT,
            refusal=self.closed.refusal if self.closed else "",
            text=without_tokens(mail.text),
            may_send_again=self.permission_helper.user_can_send_again(self.request.user, mail),
            send_again_url=self.url_helper.get_action_url(SEND_AGAIN, mail.pk),
        )


class SendAgain(InstanceSpecificView):
    """Has a failed mail sent once more."""

    http_method_names = ["post"]

    def check_action_permitted(self, user: Any) -> bool:
        return self.permission_helper.user_can_send_again(user, self.instance)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        send_again(self.instance)
        to = "" if closes(request.user, self.instance) else f" aan {self.instance.recipient}"
        messages.success(request, f"De mail{to} gaat zo opnieuw weg.")
        return redirect(self.url_helper.get_action_url("inspect", self.instance.pk))


class MailAdmin(RecordAdmin):
    model = OutgoingMail
    base_url_path = "mail"
    menu_label = "Mail"
    menu_icon = "mail"
    menu_order = 120
    list_display = ("what", "to", "kind_name", "status", "attempts", "sent")
    list_filter = (StateFilter, KindFilter)
    search_fields = ("shown_recipient", "shown_subject")
    index_view_class = MailList
    inspect_view_class = MailPage
    permission_helper_class = MailPermissions
    button_helper_class = MailButtons
    inspect_template_name = "core/admin/mail.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        mails = OutgoingMail.objects.defer("text", "html", "calendar", "last_error")
        return with_what_shows(mails, request.user)

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return (
            *super().get_admin_urls_for_registration(),
            re_path(
                self.url_helper.get_action_url_pattern(SEND_AGAIN),
                self.send_again_view,
                name=self.url_helper.get_action_url_name(SEND_AGAIN),
            ),
        )

    def send_again_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        return SendAgain.as_view(model_admin=self, instance_pk=instance_pk)(request)

    def what(self, mail: OutgoingMail) -> str:
        return mail.shown_subject or WIPED  # type: ignore[attr-defined] # of the query set

    what.short_description = "onderwerp"  # type: ignore[attr-defined]
    what.admin_order_field = "shown_subject"  # type: ignore[attr-defined]

    def to(self, mail: OutgoingMail) -> str:
        return mail.shown_recipient or "–"  # type: ignore[attr-defined] # of the query set

    to.short_description = "aan"  # type: ignore[attr-defined]
    to.admin_order_field = "shown_recipient"  # type: ignore[attr-defined]

    def kind_name(self, mail: OutgoingMail) -> str:
        return name_of(mail.kind)

    kind_name.short_description = "soort"  # type: ignore[attr-defined]
    kind_name.admin_order_field = "kind"  # type: ignore[attr-defined]

    def status(self, mail: OutgoingMail) -> str:
        kind = "aln-status-failed" if mail.state == OutgoingMail.State.FAILED else ""
        return format_html('<span class="w-status {}">{}</span>', kind, mail.get_state_display())

    status.short_description = "status"  # type: ignore[attr-defined]
    status.admin_order_field = "state"  # type: ignore[attr-defined]

    def sent(self, mail: OutgoingMail) -> str:
        return date_format(timezone.localtime(mail.sent_at), "j-n-Y H.i") if mail.sent_at else "–"

    sent.short_description = "verstuurd"  # type: ignore[attr-defined]
    sent.admin_order_field = "sent_at"  # type: ignore[attr-defined]


@dashboard.register
class UnsentMail(dashboard.Panel):
    """A warning on the first screen when mails failed, or cannot leave."""

    name = "unsent_mail"
    order = 40
    heading = "Niet alle mail is verstuurd"
    template_name = "core/admin/warning_panel.html"

    def is_for_user(self) -> bool:
        return self.user.has_perm("core.view_outgoingmail")

    def lines(self) -> list[Line]:
        stuck = Q(state=OutgoingMail.State.WAITING, created_at__lt=timezone.now() - LONG)
        found = OutgoingMail.objects.aggregate(
            failed=Count("pk", filter=Q(state=OutgoingMail.State.FAILED)),
            stuck=Count("pk", filter=stuck & ~Q(last_error="")),
        )
        every = (
            (
                found["failed"],
                ("mail mislukt", "mails mislukt"),
                OutgoingMail.State.FAILED,
                "Kijk waarom, en verstuur opnieuw.",
            ),
            (
                found["stuck"],
                ("mail wacht", "mails wachten"),
                OutgoingMail.State.WAITING,
                "Al langer dan een uur. We blijven het proberen.",
            ),
        )
        mails = reverse("mail_modeladmin_index")
        return [
            Line(f"{number} {words[number > 1]}", f"{mails}?status={state}", note)
            for number, words, state, note in every
            if number
        ]
