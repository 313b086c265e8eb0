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


def filled_in(form: Tag) -> dict[str, list[str]]:
    """Return what a browser would send of a form that nobody touched, without its buttons."""
    sent: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind, name = field.get("type"), str(field["name"])
        if kind in ("submit", "file") or (
            kind in ("checkbox", "radio") and "checked" not in field.attrs
        ):
            continue
        if field.name == "select":
            values = [str(option["value"]) for option in field.select("option[selected]")]
        elif field.name == "textarea":
            values = [field.get_text().removeprefix("\n")]
        else:
            values = [str(field.get("value", "on" if kind == "checkbox" else ""))]
        sent.setdefault(name, []).extend(values)
    return sent


def text_of(soup: Tag, selector: str) -> str:
    """Return the text of an element with its white space folded."""
    return " ".join(one(soup, selector).get_text(" ").split())
