"""What the admin gets from accounts: the way to one's own security, help with a loss, log lines."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter

from accounts import second_factor, users


@hooks.register("register_account_menu_item")
def own_security(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("security"),
        "label": "Inloggen en beveiliging",
        "help_text": "Je passkeys, authenticator-app en herstelcodes, en waar je ingelogd bent.",
    }


@hooks.register("register_user_listing_buttons")
def help_who_lost_a_device(user: Any, request_user: Any) -> Iterator[Button]:
    if second_factor.may_help(request_user, user):
        address = reverse("second-factor-lost", args=[user.pk])
        yield Button("Apparaat kwijt", address, icon_name="lock")


@hooks.register("insert_global_admin_js")
def keep_what_is_typed() -> str:
    return format_html(
        '<script src="{}" data-state="{}" data-login="{}"></script>',
        static("accounts/admin/session.js"),
        reverse("session-state"),
        reverse("wagtailadmin_home"),
    )


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def keep_superusers(request: HttpRequest, user: Any) -> HttpResponse | None:
    return users.refuse_superusers(request, [user])


@hooks.register("before_bulk_action")
def keep_them_in_bulk(
    request: HttpRequest, action: str, objects: Sequence[Any], view: Any
) -> HttpResponse | None:
    """Look at accounts only: Wagtail asks about pages and images as well."""
    if view.models != [get_user_model()]:
        return None
    if refused := users.refuse_superusers(request, objects):
        return refused
    return users.refuse_own_role(request, objects) if action == "assign_role" else None


class SecondFactorFormatter(LogFormatter):
    """A line in the history of a user, of which a part is in the data of the entry."""

    sentence = ""

    def format_message(self, entry: Any) -> str:
        return self.sentence.format(**entry.data)


@hooks.register("register_log_actions")
def log_second_factors(actions: LogActionRegistry) -> None:
    @actions.register_action(second_factor.ADDED)
    class Added(SecondFactorFormatter):
        label = "Manier van inloggen erbij"
        sentence = "{what} toegevoegd"

    @actions.register_action(second_factor.REMOVED)
    class Removed(SecondFactorFormatter):
        label = "Manier van inloggen weg"
        sentence = "{what} weggehaald"

    @actions.register_action(second_factor.RECOVERED)
    class Recovered(SecondFactorFormatter):
        label = "Herstelcode"
        sentence = "Ingelogd met een herstelcode, nog {left} over"

    @actions.register_action(second_factor.LOST)
    class Lost(SecondFactorFormatter):
        label = "Apparaat kwijt"
        sentence = "Passkeys, authenticator-app en herstelcodes weggehaald"
