"""What the admin gets from meetings: registrations, and what staff do before and on the day."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail_modeladmin.options import modeladmin_register

from core.models.mail import OutgoingMail
from initiatives.events.models import EventPage
from initiatives.events.staff import guards, log, meetings, urls
from initiatives.events.staff.names import told
from initiatives.events.staff.registrations import RegistrationAdmin

__all__ = ["guards", "meetings"]  # their hooks register themselves

modeladmin_register(RegistrationAdmin)


@hooks.register("register_admin_urls")
def pages_of_staff() -> list[URLPattern | URLResolver]:
    return [path("bijeenkomsten/", include(urls))]


@hooks.register("insert_global_admin_css")
def our_staff_pages() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("events/admin/staff.css"))


@hooks.register("register_log_actions")
def what_staff_do(actions: LogActionRegistry) -> None:
    log.register(actions)


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
