"""Links in texts of editors: one that leads nowhere is plain text for visitors."""

from typing import Any

from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from core.dead_links import NOWHERE


class OnlinePageLinkHandler(PageLinkHandler):
    """Makes links to pages that are online; Wagtail links to those that are offline as well."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [
            f'<a href="{escape(page.localized.url)}">' if page and is_online(page) else NOWHERE
            for page in cls.get_many(attrs_list)
        ]


def is_online(page: Page) -> bool:
    return page.live and not (page.expire_at and page.expire_at <= timezone.now())
