"""What visitors can read on after one Koploper."""

from typing import TYPE_CHECKING

from django.apps import apps

from core.models import ThemedPage
from core.models.pages import naming, prepare_cards, prepare_terms

if TYPE_CHECKING:
    from initiatives.models.pages import InitiativePage

# A string, because news is beside this app: neither knows the other's code.
NEWS = "news.NewsPage"
NUMBER = 3


def related_news(page: "InitiativePage") -> list[ThemedPage]:
    """Return at most three articles: first with the same theme, then with the same branch.

    "Alle" says nothing about likeness, so it makes no match. Also prepares `page` for rendering.
    """
    prepare_terms([page])
    articles = ThemedPage.objects.published().type(apps.get_model(NEWS)).newest_first()
    found: list[ThemedPage] = []
    for terms in (page.theme_list, page.branch_list):
        if terms and len(found) < NUMBER:
            others = articles.filter(naming(terms)).exclude(pk__in=[one.pk for one in found])
            found += others.select_related("listing_image")[: NUMBER - len(found)]
    prepare_cards(found)
    return found
