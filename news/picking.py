"""Choosing related articles: which ones are offered, and what to say of one visitors cannot see."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import HelpPanel, Panel
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.models.pages import published
from core.states import is_expired, is_planned

# Asks the chooser to leave one page out: the article that is being edited.
LEAVE_OUT = "behalve"
MARKER = "this-article"


class RelatedArticleChooser(AdminPageChooser):
    """A page chooser that tells which article asks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            target_models=["news.NewsPage"], linked_fields={LEAVE_OUT: f"#{MARKER}"}, **kwargs
        )


def suitable(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave only articles that visitors see or will see, when an article's chooser asks.

    Pages of other kinds stay: the chooser needs them to walk through the tree.
    """
    if request.GET.get("page_type") != "news.newspage":
        return pages
    article = Q(content_type__app_label="news", content_type__model="newspage")
    visible = published(Page.objects.all()).values("pk")
    fitting = Page.objects.filter(~article | Q(pk__in=visible) | (Q(is_planned()) & ~is_expired()))
    asking = request.GET.get(LEAVE_OUT, "")
    if asking.isdecimal():
        fitting = fitting.exclude(pk=int(asking))
    # Search accepts no other condition than one on the key.
    return pages.filter(pk__in=fitting.values("pk"))


def why_unseen(article: Page) -> str:
    """Return why visitors do not see this article, or nothing when they do."""
    if not article.live:
        if article.expired:
            return "is verlopen"
        return "is gepland" if article.approved_schedule else "is nog een concept"
    if article.expire_at and article.expire_at <= timezone.now():
        return "is verlopen"
    return "" if published(Page.objects.filter(pk=article.pk)).exists() else "is besloten"


class MarkerPanel(HelpPanel):
    """Puts the key of the article that is being edited where the chooser can read it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "template": "news/admin/this_article.html"})

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "marker": MARKER,
                "key": self.instance.pk or "",
            }


class UnseenPanel(Panel):
    """Warns below a picked article that visitors do not see it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "news/admin/unseen_article.html"

        def is_shown(self) -> bool:
            return bool(self.instance.article_id and why_unseen(self.instance.article))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "reason": why_unseen(self.instance.article),
            }
