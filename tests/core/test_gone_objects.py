"""What an editor chose may be deleted or taken offline later: every block still gives a page."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from wagtail import blocks
from wagtail.blocks.field_block import ChooserBlock
from wagtail.fields import StreamField

from tests.factories import NewsPageFactory

pytestmark = pytest.mark.django_db
GONE = 999_999


def blocks_in(block: blocks.Block) -> Iterator[blocks.Block]:
    yield block
    if isinstance(block, blocks.ListBlock):
        yield from blocks_in(block.child_block)
    for child in getattr(block, "child_blocks", {}).values():
        yield from blocks_in(child)


def choosing() -> dict[str, blocks.StructBlock]:
    """Return every struct block of the site in which something of the database is chosen."""
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]
    return {
        type(block).__name__: block
        for field in fields
        for block in blocks_in(field.stream_block)
        if isinstance(block, blocks.StructBlock)
        and any(isinstance(child, ChooserBlock) for child in blocks_in(block))
    }


def raw(block: blocks.Block) -> object:
    """Return what the database holds of a block whose chosen objects are gone."""
    if isinstance(block, ChooserBlock):
        return GONE
    if isinstance(block, blocks.StructBlock):
        return {name: raw(child) for name, child in block.child_blocks.items()}
    return block.get_prep_value(block.get_default()) or "Tekst"


def test_there_are_blocks_in_which_something_is_chosen():
    assert {"FigureBlock", "ButtonBlock", "DownloadBlock", "CallToActionBlock"} <= choosing().keys()


@pytest.mark.parametrize("name", sorted(choosing()))
def test_a_block_whose_object_was_deleted_shows_no_dead_link_and_no_error(name):
    block = choosing()[name]
    shown = BeautifulSoup(block.render(block.to_python(raw(block))), "html.parser")
    assert not [link for link in shown.find_all("a") if not link.get("href")]
    assert not [picture for picture in shown.find_all("img") if not picture.get("src")]


@pytest.mark.parametrize("name", sorted(choosing()))
def test_a_block_whose_page_went_offline_does_not_link_to_it(name):
    block = choosing()[name]
    page = NewsPageFactory(live=False)
    names = [
        key
        for key, child in block.child_blocks.items()
        if isinstance(child, blocks.PageChooserBlock)
    ]
    value = {**raw(block), **dict.fromkeys(names, page.pk)}
    assert page.url not in block.render(block.to_python(value))
