"""Asking the search page as a visitor does."""

from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup, SoupStrainer
from django.http import HttpResponse
from django.test import Client

from tests.html import parse

PATH = "/zoeken/"
TITLE = SoupStrainer(class_="result-title")


def ask(query: str, **more: str) -> BeautifulSoup:
    """Return the page that answers this question; `more` are other parameters."""
    return parse(_answer(query, more))


def found(query: str, **more: str) -> list[str]:
    """Return the titles of the results in their order."""
    return titles(_answer(query, more).text)


def titles(html: str) -> list[str]:
    """Return the titles on a page of results, and read nothing else of it."""
    page = BeautifulSoup(html, "html.parser", parse_only=TITLE)
    return [link.get_text() for link in page.select("a")]


def _answer(query: str, more: dict[str, str]) -> HttpResponse:
    answer: Any = Client().get(f"{PATH}?{urlencode({'q': query, **more})}")
    assert answer.status_code == 200
    return answer
