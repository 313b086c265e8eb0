"""What the index follows: pages that come, change, move and go, and words that get a meaning."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from core import generation
from core.terms import merged
from search import indexing
from search.models import Synonym


def _raise(**_: Any) -> None:
    generation.raise_number()


def _follow(instance: Page, **_: Any) -> None:
    indexing.follow(instance.pk)


def _follow_saved(instance: Any, update_fields: Any, raw: bool, **_: Any) -> None:
    """Follow a live page that was saved without being published: what belongs to it comes later."""
    if isinstance(instance, Page) and instance.live and update_fields is None and not raw:
        key = instance.pk
        transaction.on_commit(lambda: indexing.follow(key))


def _follow_moved(instance: Page, **_: Any) -> None:
    indexing.follow_tree(instance.path)


def _follow_restriction(instance: PageViewRestriction, **_: Any) -> None:
    indexing.follow_tree(instance.page.path)


def _follow_merged(keys: Iterable[int], **_: Any) -> None:
    indexing.follow_many(keys)


def connect() -> None:
    """Connect every signal; called once, when the app is ready, after those of core."""
    for signal in (page_published, page_unpublished):
        signal.connect(_follow, dispatch_uid="search-page")
    post_save.connect(_follow_saved, dispatch_uid="search-saved")
    post_page_move.connect(_follow_moved, dispatch_uid="search-moved")
    merged.connect(_follow_merged, dispatch_uid="search-merged")
    for saved in (post_save, post_delete):
        saved.connect(
            _follow_restriction, sender=PageViewRestriction, dispatch_uid="search-restriction"
        )
        for model in (Synonym, Query, SearchPromotion):
            saved.connect(_raise, sender=model, dispatch_uid=f"generation-{model.__name__}")
