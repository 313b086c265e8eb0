"""What a page says, in pieces: headings, paragraphs, items and labels, with what each counts for.

So no heading is glued to the text behind it, and a heading counts for more than a paragraph.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from wagtail import blocks
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.search.index import RelatedFields, SearchField

from core.blocks.body import HeadingBlock, SubheadingBlock
from core.text import without_unseen

# What PostgreSQL calls the four weights, here from a title to a paragraph.
TITLE, HEADING, LEAD, BODY = "ABCD"
# Names of terms are not copied into the index; see search.queries.
TERMS = ("themes", "branches")
# How blocks with several fields call the one that stands above the others.
HEADINGS = frozenset({"heading"})
_END_OF_BLOCK = re.compile(r"</(?:p|h\d|li|blockquote)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)


class Piece(NamedTuple):
    """A text without markup, in one line; a fact is what no field says, such as a date in words."""

    text: str
    weight: str
    is_fact: bool = False


def pieces_of(page: Page) -> list[Piece]:
    """Return what the `search_fields` of the page say, in their order, but for its title."""
    found: list[Piece] = []
    for field in page.get_search_fields():
        if isinstance(field, SearchField) and field.field_name != "title":
            found += _of_field(field, page)
        elif isinstance(field, RelatedFields) and field.field_name not in TERMS:
            found += (Piece(text, HEADING, is_fact=True) for text in _related(field, page))
    composed = (piece._replace(text=one_line(piece.text)) for piece in found)
    return [piece for piece in composed if piece.text]


def one_line(text: str) -> str:
    """Return the text in one line, with each accent in its letter, and nothing unstorable."""
    printable = "".join(sign if sign.isprintable() else " " for sign in without_unseen(text))
    return " ".join(unicodedata.normalize("NFC", printable).split())


def _of_field(field: SearchField, page: Page) -> Iterator[Piece]:
    counts_for_more = (field.boost or 1) > 1
    if field.field_name not in {known.name for known in page._meta.get_fields()}:
        for text in _strings(field.get_value(page)):
            yield Piece(text, HEADING if counts_for_more else BODY, is_fact=True)
        return
    value = getattr(page, field.field_name)
    if isinstance(value, blocks.StreamValue):
        yield from _of_stream(value)
        return
    for text in _strings(field.get_value(page)):
        yield Piece(text, LEAD if counts_for_more else BODY)


def _of_stream(value: blocks.StreamValue) -> Iterator[Piece]:
    for child in value:
        yield from _of_block(child.block, child.value)


def _of_block(block: blocks.Block, value: Any, weight: str = BODY) -> Iterator[Piece]:
    if value is None and not isinstance(block, blocks.StaticBlock):
        return
    if isinstance(value, blocks.StructValue):
        for name, child in block.child_blocks.items():
            yield from _of_block(child, value.get(name), HEADING if name in HEADINGS else BODY)
    elif isinstance(block, blocks.StreamBlock):
        yield from _of_stream(value)
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _of_block(block.child_block, item)
    elif isinstance(block, blocks.RichTextBlock):
        for text in _END_OF_BLOCK.split(str(value.source) if value else ""):
            yield Piece(get_text_for_indexing(text), weight)
    else:
        is_heading = isinstance(block, HeadingBlock | SubheadingBlock)
        for text in block.get_searchable_content(value):
            yield Piece(text, HEADING if is_heading else weight)


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
