"""What is done with themes and branches: finding where one is used, and merging two."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.dispatch import Signal
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index

from core import generation
from core.chosen import TermGoneError, alone

# A theme or branch. Their models refuse deletion by what is found here, so they import this module.
Term = Any
MERGED = "core.merge_term"

# Sent in the transaction of the merge, with the `keys` of the pages that changed with it.
merged = Signal()


@dataclass(frozen=True)
class RecordUse:
    """How many records of one kind, which are no pages, chose a term."""

    model: type[models.Model]
    number: int

    def __str__(self) -> str:
        names = self.model._meta
        return (
            f"{self.number} {names.verbose_name if self.number == 1 else names.verbose_name_plural}"
        )


def pages_using(term: Term) -> PageQuerySet:
    """Return every page that would miss the term: chosen, in a draft, planned or in a list block.

    A page that is live with a newer draft counts for both of them.
    """
    chosen = _choices(term).values("themedpage_id")
    page_key = Cast("object_id", models.BigIntegerField())
    listed = ReferenceIndex.get_references_to(term).values(pk=page_key)
    waiting = Revision.objects.page_revisions().filter(
        Q(approved_go_live_at__isnull=False)
        | Q(pk__in=Page.objects.filter(has_unpublished_changes=True).values("latest_revision"))
    )
    in_drafts = (
        waiting.annotate(text=Cast("content", models.TextField()))
        .filter(_in_content(term))
        .values(pk=page_key)
    )
    return Page.objects.filter(Q(pk__in=chosen) | Q(pk__in=listed) | Q(pk__in=in_drafts)).order_by(
        "title", "pk"
    )


def records_using(term: Term) -> list[RecordUse]:
    """Return which records besides pages would miss the term, such as applications.

    It asks every table that points here, those of apps above this one too.
    """
    found = []
    for table in _tables_of_records(type(term)):
        number = table.objects.filter(**{str(term._meta.model_name): term}).count()
        if number:
            found.append(RecordUse(_owner_of(table), number))
    return found


def _tables_of_records(model: type[Any]) -> Iterator[Any]:
    """Yield the tables in which something else than a page chooses terms of this kind."""
    relations: list[Any] = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        if relation.one_to_many and relation.auto_created:
            table = relation.related_model
            owner = table._meta.auto_created
            if owner and not issubclass(owner, Page):
                yield table


def _owner_of(table: Any) -> type[models.Model]:
    owner: type[models.Model] = table._meta.auto_created
    return owner


def _move_records(source: Term, target: Term) -> None:
    name = str(source._meta.model_name)
    for table in _tables_of_records(type(source)):
        owner = f"{_owner_of(table)._meta.model_name}_id"
        rows = table.objects.filter(**{name: source})
        twice = table.objects.filter(**{name: target}).values(owner)
        rows.filter(**{f"{owner}__in": twice}).delete()
        rows.update(**{name: target})


def _choices(term: Term) -> models.QuerySet:
    through = type(term).pages.through
    return through.objects.filter(**{str(term._meta.model_name): term})


def _in_content(term: Term) -> Q:
    """Match revisions that chose the term, or that list its pages in a block.

    The stream in a revision is JSON within JSON; the second encoding escapes the quotes.
    """
    condition = Q()
    for key in (term.pk, *term.former_keys):
        condition |= Q(**{f"content__{term.page_field}__contains": key})
    for slug in term.all_slugs:
        member = f"{json.dumps(term._meta.model_name)}: {json.dumps(slug)}"
        condition |= Q(text__contains=json.dumps(member)[1:-1])
    return condition


def merge(source: Term, target: Term, user: AbstractBaseUser | AnonymousUser | None = None) -> Term:
    """Move every page, draft, record and old link of `source` to `target`, delete `source`.

    All or nothing. Returns the target as it is now. Raises ValueError when the two are the same
    term, TermGoneError when one of them is no longer there, and Refused when others save too much.
    """
    if source.pk == target.pk:
        raise ValueError("A term cannot be merged into itself.")
    return alone(partial(_merge, source, target, user))


def _merge(source: Term, target: Term, user: AbstractBaseUser | AnonymousUser | None) -> Term:
    model = type(source)
    source, target = _locked(source, target)
    touched = list(pages_using(source).values_list("pk", flat=True))
    twice = _choices(target).values("themedpage_id")
    _choices(source).filter(themedpage_id__in=twice).delete()
    _choices(source).update(**{str(model._meta.model_name): target})
    records = sum(use.number for use in records_using(source))
    _move_records(source, target)
    _move_drafts(source, target)
    target.former_keys = [*target.former_keys, *source.former_keys, source.pk]
    target.former_slugs = [*target.former_slugs, *source.former_slugs, source.slug]
    # Past the guard of Term.delete: nothing is chosen any more, and a list block that names
    # the old slug finds its way through former_slugs.
    models.Model.delete(source)
    target.save()
    log(
        instance=target,
        action=MERGED,
        user=user,
        data={
            "source": source.name,
            "slug": source.slug,
            "pages": len(touched),
            "records": records,
        },
    )
    generation.raise_number()
    for page in Page.objects.filter(pk__in=touched).specific().iterator(chunk_size=200):
        ReferenceIndex.create_or_update_for_object(page)
        index.insert_or_update_object(page)
    merged.send(model, keys=touched)
    return target


def _locked(source: Term, target: Term) -> tuple[Term, Term]:
    locked = type(source).objects.select_for_update().order_by("pk")
    found = {term.pk: term for term in locked.filter(pk__in=[source.pk, target.pk])}
    if len(found) < 2:
        raise TermGoneError
    return found[source.pk], found[target.pk]


def _move_drafts(source: Term, target: Term) -> None:
    """Rewrite saved revisions: a draft that still named the old term would lose it.

    The history too, so that going back to an old version brings back what it meant.
    """
    field = source.page_field
    revisions = Revision.objects.page_revisions().filter(
        **{f"content__{field}__contains": source.pk}
    )
    for revision in revisions.iterator(chunk_size=200):
        moved = [target.pk if pk == source.pk else pk for pk in revision.content[field]]
        content: dict[str, Any] = {**revision.content, field: list(dict.fromkeys(moved))}
        Revision.objects.filter(pk=revision.pk).update(content=content)
