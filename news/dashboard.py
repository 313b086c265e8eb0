"""What an editor of the news sees first: the buttons of every day, and what lacks something."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from core import dashboard
from core.dashboard import SHOWN, Line
from core.models import ThemedPage
from core.models.pages import prepare_terms
from core.page_lists import works_on
from core.page_panels import changeable_by, edit_url
from core.publication import lacking
from core.states import State, condition
from news.models import NewsIndexPage, NewsPage


@dashboard.register
class QuickButtons(dashboard.Panel):
    """The things that are done most."""

    name = "quick_buttons"
    order = 41
    template_name = "news/admin/quick_buttons.html"

    def is_for_user(self) -> bool:
        return works_on(self.user, NewsPage)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        index = NewsIndexPage.objects.first()
        return {
            "index": index,
            "may_add": bool(index) and index.permissions_for_user(self.user).can_add_subpage(),
        }


@dashboard.register
class Incomplete(dashboard.Panel):
    """Articles online that no filter finds, or whose picture has no text alternative."""

    name = "incomplete"
    order = 240
    heading = "Vraagt aandacht"
    hint = "Online, maar er ontbreekt iets"

    def is_for_user(self) -> bool:
        return works_on(self.user, NewsPage)

    def lines(self) -> list[Line]:
        themes = ThemedPage.themes.through.objects.values("themedpage")
        branches = ThemedPage.branches.through.objects.values("themedpage")
        found = NewsPage.objects.filter(
            (Q(all_themes=False) & ~Q(pk__in=themes))
            | (Q(all_branches=False) & ~Q(pk__in=branches))
            | Q(listing_image__isnull=False, listing_image_alt=""),
            condition(State.ONLINE),
            pk__in=changeable_by(self.user).order_by().values("pk"),
        ).order_by("-listed_on", "-pk")
        articles = list(found.defer_streamfields()[:SHOWN])
        prepare_terms(articles)
        return [
            Line(article.get_admin_display_title(), edit_url(article), _lacks(article))
            for article in articles
        ]

    def more_url(self, found: Sequence[Line]) -> str:
        online = f"{reverse('nieuws:index')}?state={State.ONLINE}"
        return online if len(found) == SHOWN else ""


def _lacks(article: NewsPage) -> str:
    """Say what the public version lacks, without a query: its terms have been read."""
    values = {
        "themes": article.theme_list,
        "all_themes": article.all_themes,
        "branches": article.branch_list,
        "all_branches": article.all_branches,
        "listing_image": article.listing_image_id,
        "listing_image_alt": article.listing_image_alt,
    }
    return " ".join(lacking(values).values())
