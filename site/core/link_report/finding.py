"""Takes the links out of what editors wrote: texts, blocks, fields with a page or an address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from django.conf import settings
from django.db import models
from django.template import engines
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText

from core.models import SitePage
from core.templatetags.aln import parts

FIXED_NAME = re.compile(r'\sid="([\w-]+)"')
# Schemes that ask nothing of a site.
ELSEWHERE = ("mailto:", "tel:", "sms:", "data:", "javascript:")


@dataclass(frozen=True)
class Link:
    """A link as it is stored: to a page or document by its key, or to an address."""

    field: str
    where: str
    block: str = ""
    words: str = ""
    address: str = ""
    page_key: int | None = None
    document_key: int | None = None


def links_of(record: models.Model) -> Iterator[Link]:
    """Give every link in the fields of a page or record, in their order.

    What Wagtail's own page class has (parents, aliases) is no link of an editor, and what only some
    people get to see (`fields_with_secret_links` of a model) is nobody else's.
    """
    own = set(Page._meta.fields) if isinstance(record, Page) else set()
    secret = record.fields_with_secret_links if isinstance(record, SitePage) else ()
    for field in record._meta.fields:
        if field not in own and field.editable and field.name not in secret:
            yield from _in_field(record, field)


def _in_field(record: models.Model, field: Any) -> Iterator[Link]:
    at = Link(field.name, str(field.verbose_name).capitalize())
    value = getattr(record, field.attname)
    if not value:
        return
    if isinstance(field, StreamField):
        for child in value:
            label = str(child.block.label or child.block_type)
            yield from _in_value(
                child.block, child.value, replace(at, where=label, block=child.id or "")
            )
    elif isinstance(field, RichTextField):
        yield from _in_text(value, at)
    elif isinstance(field, models.URLField):
        yield replace(at, address=value)
    elif isinstance(field, models.ForeignKey) and issubclass(field.related_model, Page):
        yield replace(at, page_key=value)
    elif isinstance(field, models.ForeignKey) and field.related_model is get_document_model():
        yield replace(at, document_key=value)


def _in_value(block: blocks.Block, value: Any, at: Link) -> Iterator[Link]:
    """Give the links in a block, and in the blocks inside it."""
    if not value:
        return
    if isinstance(value, blocks.StructValue):  # and no ImageBlock, whose value is an image
        words = str(value.get("label") or value.get("title") or at.words)
        for name, bound in value.bound_blocks.items():
            yield from _in_value(bound.block, value.get(name), replace(at, words=words))
    elif isinstance(value, TypedTable):
        for row in value.row_data:
            for column, cell in zip(value.columns, row["values"], strict=True):
                yield from _in_value(column["block"], cell, at)
    elif isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        bound = value if isinstance(block, blocks.StreamBlock) else value.bound_blocks
        for child in bound:
            yield from _in_value(child.block, child.value, at)
    elif isinstance(value, RichText):
        yield from _in_text(value.source, at)
    elif isinstance(block, blocks.URLBlock):
        yield replace(at, address=str(value))
    elif isinstance(block, blocks.PageChooserBlock):
        yield replace(at, page_key=value.pk, words=at.words or str(value))
    elif isinstance(block, DocumentChooserBlock):
        yield replace(at, document_key=value.pk, words=at.words or str(value))


def _in_text(html: str, at: Link) -> Iterator[Link]:
    for tag in BeautifulSoup(html, "html.parser").find_all("a"):
        link = replace(at, words=" ".join(tag.get_text(" ").split())[:200])
        key, address = str(tag.get("id") or ""), str(tag.get("href") or "")
        kind = tag.get("linktype")
        if kind in ("page", "document") and key.isdecimal():
            keys: dict[str, Any] = {f"{kind}_key": int(key)}
            yield replace(link, **keys)
        elif address and not address.lower().startswith(ELSEWHERE):
            yield replace(link, address=address)


def anchors_of(page: Page) -> set[str] | None:
    """Return what links to a page can lead to: its headings, and what our templates name.

    None for a page without a text, of which we cannot tell.
    """
    body = getattr(page, "body", None)
    if not isinstance(body, blocks.StreamValue):
        return None
    return {part.anchor for part in parts(body) if part.anchor} | fixed_names()


@cache
def fixed_names() -> frozenset[str]:
    """Return every id that stands in a template of this site, whichever page shows it."""
    folders = {Path(folder) for engine in engines.all() for folder in engine.template_dirs}
    ours = [folder for folder in folders if folder.is_relative_to(settings.ROOT)]
    files = {file for folder in ours for file in folder.rglob("*.html")}
    return frozenset(name for file in files for name in FIXED_NAME.findall(file.read_text()))
