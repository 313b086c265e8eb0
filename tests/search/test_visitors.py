"""What two hundred questions of visitors find in the demo: visitors.toml, asked of one database."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import QueryDict
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from core.text_normalisation import tidy
from search.answers import answer
from search.dictionary import dictionary
from search.queries import Query
from tests.conftest import working_on
from tests.databases import Databases, demo

PAIRS = tomllib.loads(Path(__file__).with_name("visitors.toml").read_text())


@pytest.fixture(scope="module", autouse=True)
def _demo(
    databases: Databases, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with working_on(demo(), databases, django_db_blocker):
        yield


def found(text: str) -> list[str]:
    """Return the addresses on the first page, those of tasks before those of pages."""
    question = Query.of(tidy(text), dictionary())
    given = answer(text, question, QueryDict(f"{reverse('search')}?q="))
    keys = given.listing.keys
    pages = Page.objects.in_bulk(keys)
    return [*(task.url for task in given.tasks), *(pages[key].get_url() for key in keys)]


def holds(text: str, wanted: str) -> bool:
    addresses = found(text)
    if wanted.startswith("!"):
        return not any(f"/{slug.strip('/')}/" in addresses for slug in wanted[1:].split())
    if wanted.startswith("3:"):
        wanted, addresses = wanted[2:], addresses[:3]
    return any(f"/{slug.strip('/')}/" in addresses for slug in wanted.split())


@pytest.mark.parametrize("kind", PAIRS)
def test_visitors_find_what_they_ask_for(kind: str) -> None:
    wrong = [text for text, wanted in PAIRS[kind].items() if not holds(text, wanted)]
    assert not wrong, f"{kind}: {wrong}"


def test_there_are_two_hundred_of_fifteen_kinds() -> None:
    assert len(PAIRS) >= 15
    assert sum(map(len, PAIRS.values())) >= 200
