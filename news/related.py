"""Which articles stand under an article."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from core.models import Branch, Term, Theme, ThemedPage
from core.models.pages import ThemedPageQuerySet, prepare_cards

if TYPE_CHECKING:
    from news.models import NewsPage

NUMBER = 3


def related_articles(page: "NewsPage") -> list[ThemedPage]:
    """Return at most three published articles, never `page` itself and none twice.

    First those the editor picked, in that order; then articles with the same theme, then with the
    same branch, then any; the newest first among equals (domain guide §3). "Alle" says nothing
    about likeness, so it makes no match. Also prepares `page` itself for rendering.
    """
    picks = [row.article_id for row in page.related_articles.all()]
    others = (
        ThemedPage.objects.published()
        .sibling_of(page, inclusive=False)
        .filter(content_type=page.cached_content_type)
        .newest_first()
    )
    # Three of each kind are enough: every one that is double leaves one place less to fill.
    same_theme = _sharing(others, Theme, page.themes)
    same_branch = _sharing(others, Branch, page.branches)
    candidates = list(
        ThemedPage.objects.filter(
            Q(pk__in=others.filter(pk__in=picks).values("pk"))
            | Q(pk__in=same_theme.values("pk")[:NUMBER])
            | Q(pk__in=same_branch.values("pk")[:NUMBER])
            | Q(pk__in=others.values("pk")[:NUMBER])
        ).select_related("listing_image")
    )
    prepare_cards([page, *candidates])

    def rank(article: ThemedPage) -> tuple[int, bool, bool, int, int]:
        return (
            picks.index(article.pk) if article.pk in picks else len(picks),
            not set(article.theme_list) & set(page.theme_list),
            not set(article.branch_list) & set(page.branch_list),
            -article.listed_on.toordinal(),
            -article.pk,
        )

    return sorted(candidates, key=rank)[:NUMBER]


def _sharing(articles: ThemedPageQuerySet, model: type[Term], chosen: Any) -> ThemedPageQuerySet:
    """Keep the articles that share a term; `chosen` may be the choice of an unsaved preview."""
    terms = chosen.values_list("pk", flat=True)
    rows = model.pages.through.objects.filter(**{f"{model._meta.model_name}__in": terms})
    return articles.filter(pk__in=rows.values("themedpage"))
