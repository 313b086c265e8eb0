"""What editors put above the results of a question (Uitgelichte zoekresultaten)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from core import generation
from core.models.pages import published
from search.queries import Query, asked, key_of


@dataclass(frozen=True)
class Promoted:
    """One link above the results."""

    title: str
    url: str
    description: str
    is_away: bool


def promoted(question: Query) -> list[Promoted]:
    """Return what editors chose for these words, whatever their form or order, in their order.

    A page that nobody may read now is left out.
    """
    chosen = _by_words().get(tuple(sorted(key_of(question.words))), [])
    pages = published(Page.objects.all()).in_bulk([pick.page_id for pick in chosen if pick.page_id])
    found = []
    for pick in chosen:
        if pick.page_id in pages:
            page = pages[pick.page_id]
            found.append(Promoted(page.title, page.get_url(), pick.description, False))
        elif not pick.page_id:
            url = pick.external_link_url
            found.append(Promoted(pick.external_link_text or url, url, pick.description, True))
    return found


@generation.kept
def _by_words() -> Mapping[tuple[str, ...], list[SearchPromotion]]:
    by_words: dict[tuple[str, ...], list[SearchPromotion]] = defaultdict(list)
    for pick in SearchPromotion.objects.select_related("query").order_by("query", "sort_order"):
        by_words[tuple(sorted(key_of(asked(pick.query.query_string))))].append(pick)
    return dict(by_words)
