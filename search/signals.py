"""What the index follows: pages that come, change, move and go, and words that get a meaning."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction
from wagtail.search.index import RelatedFields
from wagtail.signals import page_published, page_unpublished, post_page_move

from core import generation, page_texts
from core.models.pages import kinds, with_aliases
from core.terms import merged
from search import indexing
from search.models import Synonym
from search.pieces import TERMS


def _raise(**_: Any) -> None:
    generation.raise_number()


def _follow(instance: Page, **_: Any) -> None:
    indexing.follow(instance.pk)


def _forget(instance: Page, **_: Any) -> None:
    indexing.forget(instance.pk)


def _follow_saved(instance: Any, update_fields: Any, raw: bool, **_: Any) -> None:
    """Follow a live page that was saved without being published: what belongs to it comes later."""
    if isinstance(instance, Page) and instance.live and update_fields is None and not raw:
        key = instance.pk
        transaction.on_commit(lambda: indexing.follow(key))


def _follow_moved(instance: Page, **_: Any) -> None:
    for path in with_aliases([instance.path]):
        indexing.follow_tree(path)


def _follow_restriction(instance: PageViewRestriction, **_: Any) -> None:
    for path in with_aliases([instance.page.path]):
        indexing.follow_tree(path)


def _shared_names() -> Iterator[tuple[type[models.Model], str, type[models.Model]]]:
    """Yield each kind of page with a field of which the names stand in the index, and the model of
    those names: they belong to many pages, and are saved without any."""
    for kind in kinds():
        for field in kind.get_search_fields():
            if isinstance(field, RelatedFields) and field.field_name not in TERMS:
                found = kind._meta.get_field(field.field_name)
                if found.many_to_many:
                    yield kind, field.field_name, found.related_model


def _follow_name(instance: models.Model, raw: bool, created: bool, **_: Any) -> None:
    if raw or created:
        return
    for kind, name, model in _shared_names():
        if isinstance(instance, model):
            named = kind._default_manager.filter(**{name: instance.pk})
            indexing.follow_many(named.values_list("pk", flat=True))


def _follow_all(keys: Iterable[int], **_: Any) -> None:
    indexing.follow_many(keys)


def connect() -> None:
    """Connect every signal; called once, when the app is ready, after those of core."""
    page_published.connect(_follow, dispatch_uid="search-page")
    page_unpublished.connect(_forget, dispatch_uid="search-page")
    post_save.connect(_follow_saved, dispatch_uid="search-saved")
    post_page_move.connect(_follow_moved, dispatch_uid="search-moved")
    merged.connect(_follow_all, dispatch_uid="search-merged")
    page_texts.changed.connect(_follow_all, dispatch_uid="search-texts")
    for model in {model for _, _, model in _shared_names()}:
        post_save.connect(_follow_name, sender=model, dispatch_uid="search-name")
    for saved in (post_save, post_delete):
        saved.connect(
            _follow_restriction, sender=PageViewRestriction, dispatch_uid="search-restriction"
        )
        for model in (Synonym, Query, SearchPromotion):
            saved.connect(_raise, sender=model, dispatch_uid=f"generation-{model.__name__}")
