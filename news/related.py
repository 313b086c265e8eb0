"""Which articles stand under an article."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.models import Term, ThemedPage
from core.models.pages import ThemedPageQuerySet, prepare_images, prepare_terms

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
    prepare_terms([page])
    # Three of each kind are enough: every one that is double leaves one place less to fill.
    keys = [others.filter(pk__in=picks), others[:NUMBER]]
    for terms in (page.theme_list, page.branch_list):
        if terms:
            keys.append(_sharing(others, terms)[:NUMBER])
    first, *more = (pages.values("pk") for pages in keys)
    found = ThemedPage.objects.filter(pk__in=first.union(*more)).select_related("listing_image")
    candidates = list(found)
    prepare_images([page, *candidates])
    prepare_terms(candidates)

    def rank(article: ThemedPage) -> tuple[int, bool, bool, int, int]:
        return (
            picks.index(article.pk) if article.pk in picks else len(picks),
            not set(article.theme_list) & set(page.theme_list),
            not set(article.branch_list) & set(page.branch_list),
            -article.listed_on.toordinal(),
            -article.pk,
        )

    return sorted(candidates, key=rank)[:NUMBER]


def _sharing(articles: ThemedPageQuerySet, terms: Sequence[Term]) -> ThemedPageQuerySet:
    """Keep the articles that have one of these terms, all of one kind."""
    model = type(terms[0])
    rows = model.pages.through.objects.filter(**{f"{model._meta.model_name}__in": terms})
    return articles.filter(pk__in=rows.values("themedpage"))
