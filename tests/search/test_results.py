"""What the search page finds, marks, counts, orders and says."""

import pytest

from tests.factories import NewsPageFactory
from tests.search.asking import found
from tests.search.pairs import MUST_FIND, MUST_NOT_FIND

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("query", "text"), MUST_FIND)
def test_the_page_finds_other_forms_of_a_word_in_a_text(query: str, text: str) -> None:
    NewsPageFactory(title="Gezocht", body=[("paragraph", f"<p>Iets over {text}.</p>")])
    NewsPageFactory(title="Anders", body=[("paragraph", "<p>Iets heel anders.</p>")])
    assert found(query) == ["Gezocht"]


@pytest.mark.parametrize(("query", "text"), MUST_NOT_FIND)
def test_the_page_does_not_find_what_only_looks_alike(query: str, text: str) -> None:
    NewsPageFactory(title="Gevonden", body=[("paragraph", f"<p>Iets over {text}.</p>")])
    assert found(query) == []
