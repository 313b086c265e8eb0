"""What the admin gets from meetings: registrations, and what staff do before and on the day."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page
from wagtail_modeladmin.options import modeladmin_register

from core import people_search
from core.models.mail import OutgoingMail
from core.page_guards import page_header, with_those_below
from initiatives.events import announcements, attendance
from initiatives.events.models import EventPage, Registration
from initiatives.events.retention import FORGOTTEN
from initiatives.events.staff import dashboard, meetings, urls
from initiatives.events.staff.names import people, told
from initiatives.events.staff.registrations import EXPORTED, RegistrationAdmin
from initiatives.events.staff.views import PRINTED

__all__ = ["dashboard", "meetings"]  # its hooks and panels register themselves

modeladmin_register(RegistrationAdmin)
people_search.register(
    people_search.Place(
        Registration,
        "Aanmeldingen voor bijeenkomsten",
        "events.view_registration",
        ("first_name", "infix", "last_name", "organisation", "email"),
        note=lambda row: f"{row.event.get_admin_display_title()}, {row.get_state_display()}",
        along=("event",),
    )
)


@hooks.register("register_admin_urls")
def pages_of_staff() -> list[URLPattern | URLResolver]:
    return [path("bijeenkomsten/", include(urls))]


@hooks.register("insert_global_admin_css")
def our_staff_pages() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("events/admin/staff.css"))


@hooks.register("register_log_actions")
def what_staff_do(actions: LogActionRegistry) -> None:
    register(actions)


def _mails_about_changes(event: EventPage) -> int:
    if not event.pk:
        return 0
    mails = OutgoingMail.objects.filter(key__startswith="registration:", key__contains=":changed:")
    return mails.filter(about_key__in=event.registrations.values("pk")).count()


@hooks.register("before_publish_page")
def count_mails(request: HttpRequest, page: Page) -> None:
    if isinstance(page, EventPage):
        request.mails_about_changes = _mails_about_changes(page)  # type: ignore[attr-defined]


@hooks.register("after_publish_page")
def say_who_is_told(request: HttpRequest, page: Page) -> None:
    """Tell the editor how many people hear of the new time or place."""
    if not isinstance(page, EventPage):
        return
    before = request.mails_about_changes  # type: ignore[attr-defined] # set by count_mails
    number = _mails_about_changes(page) - before
    if number:
        messages.info(request, told(number, "bericht over wat er is veranderd"))


# What the page that warns sends along, so that it warns once.
KNOWN = "aanmeldingen_bekend"


@hooks.register("before_delete_page")
def keep_meetings_with_registrations(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse_deletion(request, [page])


@hooks.register("before_bulk_action")
def keep_them_in_bulk(
    request: HttpRequest, action: str, objects: Sequence[Any], view: Any
) -> HttpResponse | None:
    """Look at pages only: Wagtail asks about themes, images and users as well."""
    pages = [each for each in objects if isinstance(each, Page)]
    if action == "delete":
        return _refuse_deletion(request, pages)
    if action == "unpublish":
        touched = with_those_below(request, action, pages)
        return redirect(view.next_url) if _say_who_is_coming(request, touched) else None
    return None


@hooks.register("before_unpublish_page")
def warn_before_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say first what happens to whoever registered; the page that says so comes back with KNOWN."""
    below = [each for each in with_those_below(request, "unpublish", [page]) if each.pk != page.pk]
    if _say_who_is_coming(request, below):
        return redirect("wagtailadmin_pages:edit", page.pk)
    event = page.specific
    if request.POST.get(KNOWN) or not isinstance(event, EventPage) or event.is_past:
        return None
    number = Registration.objects.filter(event=event).active().count()
    if not number:
        return None
    title = "Offline halen"
    context = {
        **page_header(title, reverse("wagtailadmin_pages:edit", args=[event.pk]), "calendar"),
        "event": event,
        "number": number,
        "known": KNOWN,
    }
    return TemplateResponse(request, "events/admin/unpublish_meeting.html", context)


def _refuse_deletion(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    """Return a page that says why not, when any of these pages or a page below has people."""
    kept = [
        event
        for page in pages
        for event in EventPage.objects.descendant_of(page, inclusive=True)
        .filter(registrations__isnull=False)
        .annotate(number=Count("registrations"))
        .defer_streamfields()
        .order_by("-starts_at")
    ]
    if not kept:
        return None
    parent = pages[0].get_parent()
    back_url = reverse("wagtailadmin_explore", args=[parent.pk])
    context = {
        **page_header("Verwijderen kan niet", back_url, "calendar"),
        "kept": [(event, event.number, event.is_past) for event in kept],
    }
    return TemplateResponse(request, "events/admin/meeting_kept.html", context, status=409)


def _say_who_is_coming(request: HttpRequest, pages: Sequence[Page]) -> bool:
    """Say which of these meetings people are coming to; tell whether there are any."""
    events = EventPage.objects.coming().filter(pk__in=[page.pk for page in pages])
    active = Registration.objects.filter(event__in=events).active()
    numbers = dict(active.order_by().values_list("event__title").annotate(Count("pk")))
    for title, number in numbers.items():
        messages.error(
            request,
            f"Voor ‘{title}’ heeft zich al iemand aangemeld ({people(number)}). Haal die pagina "
            "apart offline: dan zie je eerst wat er gebeurt. Er is niets veranderd.",
        )
    return bool(numbers)


MARKS = {
    Registration.State.ATTENDED: ("Aanwezig", "Aangevinkt: aanwezig"),
    Registration.State.ABSENT: ("Niet verschenen", "Aangevinkt: niet verschenen"),
    Registration.State.CONFIRMED: ("Vinkje weggehaald", "Het vinkje weggehaald"),
}


def _needs(entry: Any) -> str:
    return ", met wensen" if entry.data["needs"] else ""


def register(actions: LogActionRegistry) -> None:
    for state, (label, message) in MARKS.items():
        actions.register_action(attendance.ACTIONS[state], label, message)
    actions.register_action(
        attendance.WALKED_IN, "Zonder aanmelding gekomen", "Kwam zonder aanmelding, en was aanwezig"
    )

    @actions.register_action(EXPORTED)
    class ExportFormatter(LogFormatter):
        label = "Aanmeldingen geëxporteerd"

        def format_message(self, entry: Any) -> str:
            number, form = entry.data["number"], entry.data["form"]
            return f"Gegevens van {people(number)} geëxporteerd ({form}{_needs(entry)})"

    @actions.register_action(PRINTED)
    class PrintFormatter(LogFormatter):
        label = "Printlijst geopend"

        def format_message(self, entry: Any) -> str:
            return f"Printlijst van {people(entry.data['number'])} geopend{_needs(entry)}"

    @actions.register_action(announcements.SENT)
    class AnnouncementFormatter(LogFormatter):
        label = "Mail aan iedereen"

        def format_message(self, entry: Any) -> str:
            return f"Mail aan iedereen: {told(entry.data['number'], 'hem')}"

    @actions.register_action(announcements.CANCELLED)
    class CancellationFormatter(LogFormatter):
        label = "Bijeenkomst afgelast"

        def format_message(self, entry: Any) -> str:
            return f"Bijeenkomst afgelast. {told(entry.data['number'])}"

    @actions.register_action(FORGOTTEN)
    class ForgottenFormatter(LogFormatter):
        label = "Aanmeldingen gewist"

        def format_message(self, entry: Any) -> str:
            number = entry.data["number"]
            what = "1 aanmelding" if number == 1 else f"{number} aanmeldingen"
            return f"{what} gewist: de bewaartermijn was om"
