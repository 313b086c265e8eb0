"""What an editor sees first: what to do today."""

from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Revision
from wagtail.query import PageQuerySet

from core.models import ThemedPage
from core.states import State, condition
from news.models import NewsIndexPage, NewsPage

SHOWN = 5


class QuickButtons(Component):
    """The things that are done most."""

    name = "quick_buttons"
    order = 50
    template_name = "news/admin/quick_buttons.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        index = NewsIndexPage.objects.first()
        return {
            "index": index,
            "may_add": bool(index) and index.permissions_for_user(user).can_add_subpage(),
        }


class ArticlePanel(Component):
    """A short list of articles, hidden when it is empty."""

    template_name = "news/admin/article_panel.html"
    heading: str
    hint = ""
    state = ""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def articles(self) -> PageQuerySet:
        raise NotImplementedError

    def note(self, article: Any) -> Any:
        return article.latest_revision_created_at

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        found = list(self.articles().defer_streamfields()[: SHOWN + 1])
        more = f"{reverse('nieuws:index')}?{self.query()}" if len(found) > SHOWN else ""
        return {
            "heading": self.heading,
            "hint": self.hint,
            "name": self.name,
            "lines": [(article, self.note(article)) for article in found[:SHOWN]],
            "more_url": more,
        }

    def query(self) -> str:
        return f"state={self.state}"


class OwnDrafts(ArticlePanel):
    name = "own_drafts"
    order = 230
    heading = "Jouw concepten"
    state = State.DRAFT

    def articles(self) -> PageQuerySet:
        mine = NewsPage.objects.filter(condition(State.DRAFT), owner=self.request.user)
        return mine.order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")

    def query(self) -> str:
        return f"{super().query()}&owner={self.request.user.pk}"


class Planned(ArticlePanel):
    name = "planned"
    order = 235
    heading = "Gepland"
    hint = "Gaat vanzelf online"
    state = State.PLANNED

    def articles(self) -> PageQuerySet:
        moment = (
            Revision.page_revisions.filter(
                object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
            )
            .values("object_id")
            .annotate(first=Min("approved_go_live_at"))
            .values("first")
        )
        return (
            NewsPage.objects.filter(condition(State.PLANNED))
            .annotate(moment=Subquery(moment))
            .order_by("moment", "pk")
        )

    def note(self, article: Any) -> Any:
        return article.moment


class Incomplete(ArticlePanel):
    """Articles online that no filter finds, or whose picture has no text alternative."""

    name = "incomplete"
    order = 240
    heading = "Vraagt aandacht"
    hint = "Online, maar er ontbreekt iets"
    state = State.ONLINE

    def articles(self) -> PageQuerySet:
        themes = ThemedPage.themes.through.objects.values("themedpage")
        branches = ThemedPage.branches.through.objects.values("themedpage")
        return NewsPage.objects.filter(
            (Q(all_themes=False) & ~Q(pk__in=themes))
            | (Q(all_branches=False) & ~Q(pk__in=branches))
            | Q(listing_image__isnull=False, listing_image_alt=""),
            condition(State.ONLINE),
        ).order_by("-listed_on", "-pk")

    def note(self, article: Any) -> str:
        return " ".join(
            sentence for field, sentence in article.lacking().items() if field != "body"
        )


def panels(request: HttpRequest) -> list[Component]:
    """Return what the first screen shows of the news: nothing to those who do not write it."""
    index = NewsIndexPage.objects.first()
    may = index and index.permissions_for_user(request.user)
    if may and not (may.can_add_subpage() or may.can_edit()):
        return []
    return [QuickButtons(), OwnDrafts(request), Planned(request), Incomplete(request)]
