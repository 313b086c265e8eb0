"""Which articles stand under an article."""

from typing import Any

from core.models import ThemedPage
from core.models.pages import naming, prepare_images, prepare_terms

NUMBER = 3


def related_articles(page: Any) -> list[ThemedPage]:
    """Return at most three published articles, never `page` (a NewsPage) and none twice.

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
            keys.append(others.filter(naming(terms))[:NUMBER])
    first, *more = (pages.values("pk") for pages in keys)
    found = ThemedPage.objects.filter(pk__in=first.union(*more)).select_related("listing_image")
    candidates = list(found)
    prepare_images([page, *candidates])
    prepare_terms(candidates)

    def likeness(article: ThemedPage) -> int:
        if set(article.theme_list) & set(page.theme_list):
            return 0
        return 1 if set(article.branch_list) & set(page.branch_list) else 2

    def rank(article: ThemedPage) -> tuple[int, int, int, int]:
        place = picks.index(article.pk) if article.pk in picks else len(picks)
        return place, likeness(article), -article.listed_on.toordinal(), -article.pk

    return sorted(candidates, key=rank)[:NUMBER]
