"""What visitors of the demo site find, on the running site."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from tests.html import text_of
from tests.search.asking import PATH, titles
from tests.search.demo_pairs import MUST_FIND, MUST_NOT_FIND
from tests.servers import ServedSite


def found(site: ServedSite, query: str) -> list[str]:
    answer = site.get(f"{PATH}?{urlencode({'q': query})}")
    assert answer.status == 200
    return titles(answer.text)


@pytest.mark.parametrize(("query", "title"), MUST_FIND)
def test_a_visitor_finds_the_page_on_the_first_screen_of_results(
    production_site: ServedSite, query: str, title: str
) -> None:
    assert title in found(production_site, query)


@pytest.mark.parametrize(("query", "title"), MUST_NOT_FIND)
def test_a_visitor_does_not_find_what_was_not_meant(
    production_site: ServedSite, query: str, title: str
) -> None:
    assert title not in found(production_site, query)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("verplegehuis", "verpleeghuis"),
        ("roster", "rooster"),
        ("faciltator", "facilitator"),
        ("bijenkomst", "bijeenkomst"),
        ("personelstekort", "personeelstekort"),
        ("regeldurk", "regeldruk"),
    ],
)
def test_a_typing_error_is_mended(production_site: ServedSite, typed: str, meant: str) -> None:
    answer = production_site.get(f"{PATH}?q={typed}").text
    page = BeautifulSoup(answer, "html.parser")
    assert f"‘{meant}’" in text_of(page, ".search-mended")
    assert titles(answer)
