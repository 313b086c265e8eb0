"""Reading the HTML of an answer, strictly: what is asked for must be there."""

from bs4 import BeautifulSoup, Tag
from django.http.response import HttpResponseBase


def parse(answer: HttpResponseBase) -> BeautifulSoup:
    return BeautifulSoup(answer.getvalue(), "html.parser")


def one(soup: Tag, selector: str) -> Tag:
    """Return the only element that matches, or fail."""
    found = soup.select(selector)
    assert len(found) == 1, f"{len(found)} elements match {selector}"
    return found[0]


def attribute(soup: Tag, selector: str, name: str) -> str:
    return str(one(soup, selector)[name])


def text_of(soup: Tag, selector: str) -> str:
    """Return the text of an element with its white space folded."""
    return " ".join(one(soup, selector).get_text(" ").split())
