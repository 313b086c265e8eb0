"""What Wagtail shows to everybody and opens to some: shown to those for whom it opens."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.admin.widgets.button import Button, ButtonWithDropdownFromHook
from wagtail.models import Page, PagePermissionTester


class SitePermissions(PagePermissionTester):
    """What somebody may do with a page of ours; drafts are for whoever may change it."""

    def can_view_revisions(self) -> bool:
        return super().can_view_revisions() and (self.can_edit() or self.can_publish())


class WithPermissions:
    """A mixin for pages."""

    permission_tester: type[PagePermissionTester] = SitePermissions

    def permissions_for_user(self, user: AbstractBaseUser | AnonymousUser) -> PagePermissionTester:
        return self.permission_tester(user, self)


def only_what_opens(buttons: list[Button], page: Page, user: Any) -> None:
    """Take the draft out of the row menu of a page that this user does not work on."""
    if page.permissions_for_user(user).can_view_revisions():
        return
    draft = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    for button in buttons:
        if isinstance(button, ButtonWithDropdownFromHook):
            button.dropdown_buttons = _without(button.dropdown_buttons, draft)
    buttons[:] = [button for button in buttons if button.show]


def _without(buttons: Sequence[Button], address: str) -> list[Button]:
    return [button for button in buttons if button.url != address]
