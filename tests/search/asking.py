"""Asking the search page as a visitor does."""

from urllib.parse import urlencode

from bs4 import BeautifulSoup
from django.test import Client

from tests.html import parse

PATH = "/zoeken/"


def ask(query: str, **more: str) -> BeautifulSoup:
    """Return the page that answers this question; `more` are other parameters."""
    answer = Client().get(f"{PATH}?{urlencode({'q': query, **more})}")
    assert answer.status_code == 200
    return parse(answer)


def titles(page: BeautifulSoup) -> list[str]:
    """Return the titles of the results in their order."""
    return [link.get_text() for link in page.select(".result-title a")]


def found(query: str, **more: str) -> list[str]:
    return titles(ask(query, **more))
