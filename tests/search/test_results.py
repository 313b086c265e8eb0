"""What the search page finds, marks, counts, orders and says."""

import pytest

from search.models import Entry
from tests.factories import NewsPageFactory
from tests.search.asking import found
from tests.search.pairs import MUST_FIND, MUST_NOT_FIND

pytestmark = pytest.mark.django_db


def put(text: str) -> None:
    """Put a page with this text in the place of all pages that could be found."""
    Entry.objects.all().delete()
    NewsPageFactory(title="Gezocht", body=[("paragraph", f"<p>Iets over {text}.</p>")])


def test_the_page_finds_other_forms_of_a_word_in_a_text() -> None:
    for query, text in MUST_FIND:
        put(text)
        NewsPageFactory(title="Anders", body=[("paragraph", "<p>Iets heel anders.</p>")])
        assert found(query) == ["Gezocht"], (query, text)


def test_the_page_does_not_find_what_only_looks_alike() -> None:
    for query, text in MUST_NOT_FIND:
        put(text)
        assert found(query) == [], (query, text)
