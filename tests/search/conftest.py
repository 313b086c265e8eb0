"""Search: every page that a test makes can be found."""

import pytest
from wagtail.models import Page

from search import indexing
from tests import factories


@pytest.fixture(autouse=True)
def _followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the factories write the entry of a page, which publishing would do."""
    insert = factories._inserted

    def insert_and_follow(page: Page, parent: Page) -> Page:
        inserted = insert(page, parent)
        if inserted.live:
            indexing.follow(inserted.pk)
        return inserted

    monkeypatch.setattr(factories, "_inserted", insert_and_follow)
