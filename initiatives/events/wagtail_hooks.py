"""What the admin gets from meetings: registrations, and what staff do on and before the day."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail_modeladmin.options import modeladmin_register

from initiatives.events import staff_log
from initiatives.events.admin import RegistrationAdmin

modeladmin_register(RegistrationAdmin)


@hooks.register("insert_global_admin_css")
def our_staff_pages() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("events/admin/staff.css"))


@hooks.register("register_log_actions")
def what_staff_do(actions: LogActionRegistry) -> None:
    staff_log.register(actions)
