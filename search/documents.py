"""What the index says of a page: its words by weight, its text for excerpts, copies for the list.

A kind of page needs nothing of its own for this: what it has to say, it says in `search_fields`, as
any page of Wagtail does.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Value
from django.db.models.expressions import Func
from wagtail.models import Page
from wagtail.search.index import RelatedFields, SearchField

from core.facets import EVERYTHING
from core.models import Branch, Theme, ThemedPage
from core.text import without_unseen
from search.dictionary import term_of
from search.dutch import words
from search.models import Entry
from search.queries import TITLE, telling

# PostgreSQL keeps no more places of a term than this, and none beyond the last.
MOST_PLACES = 255
LAST_PLACE = 16_383
# How much of a page can be found: some forty sheets.
LONGEST_TEXT = 150_000
# What a page without a kicker of its own is called.
PAGE = "Pagina"
# Names of terms are not copied into the index; see search.queries.
TERMS = ("themes", "branches")


class Vector(Func):
    """Words and their places in the notation of PostgreSQL."""

    template = "%(expressions)s::tsvector"


def entry_of(page: Page) -> Entry:
    """Return what the index says of a page of its own class, as the database has it."""
    title, lead, body = _texts(page)
    entry = Entry(page_id=page.pk, title=page.title, expire_at=page.expire_at, kicker=PAGE)
    tokens: list[str] = []
    if isinstance(page, ThemedPage):
        tokens = _copy(page, entry)
    entry.text = " ".join(filter(None, [lead, body]))[:LONGEST_TEXT]
    said = [("A", title), ("B", lead), ("C", entry.kicker), ("D", body[:LONGEST_TEXT])]
    entry.terms = Vector(Value(_vector(said, tokens)))
    return entry


def _copy(page: ThemedPage, entry: Entry) -> list[str]:
    """Copy what cards and facets say of the page; return its themes and branches as terms."""
    entry.kind = page._meta.label_lower
    entry.kicker = page.kicker
    entry.listed_on = page.listed_on
    entry.year = page.listed_on.year
    tokens = []
    for model, terms, has_all in (
        (Theme, page.theme_list, page.all_themes),
        (Branch, page.branch_list, page.all_branches),
    ):
        keys = [EVERYTHING] if has_all else [str(term.pk) for term in terms]
        setattr(entry, model.page_field, ",".join(keys))
        tokens += [term_of(model, key) for key in keys]
    return tokens


def _texts(page: Page) -> tuple[str, str, str]:
    """Return the title, the text of fields that count for more, and all other text."""
    more: list[str] = []
    rest: list[str] = []
    for field in page.get_search_fields():
        if isinstance(field, SearchField) and field.field_name != "title":
            found = more if (field.boost or 1) > 1 else rest
            found += _strings(field.get_value(page))
        elif isinstance(field, RelatedFields) and field.field_name not in TERMS:
            rest += _related(field, page)
    title, *texts = (_composed(part) for part in (page.title, " ".join(more), " ".join(rest)))
    return title, texts[0], texts[1]


def _related(field: RelatedFields, page: Page) -> Iterator[str]:
    rows = field.get_value(page)
    for row in rows.all() if rows is not None else ():
        for inner in field.fields:
            if isinstance(inner, SearchField):
                yield from _strings(inner.get_value(row))


def _strings(value: Any) -> Iterator[str]:
    """Yield the texts in what a field calls its searchable content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for part in value:
            yield from _strings(part)


def _composed(text: str) -> str:
    """Return the text in one line, with each accent in its letter, and nothing unstorable."""
    printable = "".join(sign if sign.isprintable() else " " for sign in without_unseen(text))
    return " ".join(unicodedata.normalize("NFC", printable).split())


def _vector(said: Iterable[tuple[str, str]], tokens: Iterable[str]) -> str:
    """Return all terms with their places. Those of the title stand there a second time, marked.

    Of a title in which no word says anything, all words stand there; marked only, so that nobody
    finds the page who looks for something else.
    """
    places: dict[str, list[str]] = defaultdict(list)
    place = 0
    for weight, text in said:
        for word in words(text):
            place = min(place + 1, LAST_PLACE)
            if word.says_nothing:
                if weight == "A" and not telling(text):
                    for term in word.terms:
                        places[TITLE + term].append(f"{place}A")
                continue
            for term in word.terms:
                places[term].append(f"{place}{weight}")
                if weight == "A":
                    places[TITLE + term].append(f"{place}A")
    for token in tokens:
        places[token].append("1B")
    return " ".join(f"'{term}':{','.join(at[:MOST_PLACES])}" for term, at in places.items())
