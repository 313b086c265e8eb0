"""What keeps pages on the site, whichever button or list would take them off it."""

from collections.abc import Sequence
from typing import ClassVar

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.panels import CommentPanel
from wagtail.models import Page

from core.page_permissions import SitePermissions

# The name of the page, as somebody types it to confirm that it goes offline.
TYPED_NAME = "naam_van_de_pagina"


class FramePermissions(SitePermissions):
    """The home page and the lists hold up all others: only administrators take them away.

    An administrator is whoever may delete whole branches of the tree.
    """

    @property
    def _runs_the_site(self) -> bool:
        return self.user.is_superuser or "bulk_delete" in self.permissions

    def can_unpublish(self) -> bool:
        return super().can_unpublish() and self._runs_the_site

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and self._runs_the_site

    def can_set_view_restrictions(self) -> bool:
        return super().can_set_view_restrictions() and self._runs_the_site


class FramePage:
    """A mixin for pages that hold up all others; nor can they be planned to go offline."""

    settings_panels: ClassVar = [CommentPanel()]  # and no PublishingPanel
    permission_tester = FramePermissions


def page_header(title: str, back_url: str, icon: str = "warning") -> dict[str, object]:
    """Return what a page of ours in the admin that asks or refuses shows above its text."""
    return {
        "header_title": title,
        "page_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": back_url, "label": "Terug"},
            {"url": "", "label": title},
        ],
        "back_url": back_url,
    }


def with_those_below(request: HttpRequest, action: str, pages: Sequence[Page]) -> list[Page]:
    """Return every page that `action` ("publish", "unpublish", "delete", "move") would touch.

    What is below counts for unpublishing and publishing if the form says so, and always for the
    other two.
    """
    found = {page.pk: page for page in pages}
    if action in ("delete", "move") or request.POST.get("include_descendants"):
        for page in pages:
            below = page.get_descendants()
            if action == "publish":
                below = below.not_live()
            elif action == "unpublish":
                below = below.live()
            found |= {each.pk: each for each in below.defer_streamfields().specific()}
    return list(found.values())
