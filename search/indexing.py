"""Keeps the index in step with what visitors can read: one page, a part of the tree, or all of it.

Who changes a page changes its entry in the same transaction, under a lock on the page: so the entry
is never older than the page, whoever comes second. Only the words that are known follow at commit,
because many pages share them and nobody should wait for another's transaction.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db import connection, transaction
from django.db.models import Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core import generation, scheduled_jobs
from core.models import ThemedPage
from core.models.pages import kinds, prepare_terms, published
from search import vocabulary
from search.documents import VERSION, entry_of
from search.models import Entry, KnownWord

BATCH = 100
MENDED_AT_ONCE = 200
COPIED = [field.name for field in Entry._meta.concrete_fields if not field.primary_key]

Progress = Callable[[int, int], None]


def findable() -> PageQuerySet:
    """Return every page that search may show: what anybody may read, below the home page."""
    found = published(Page.objects.filter(depth__gt=2))
    for kind in kinds():
        found = found.exclude(pk__in=kind.objects.withheld().values("pk"))
    return found


@transaction.atomic
def follow(key: int) -> None:
    """Bring the entry of one page in line with the page, whatever happened to that."""
    if _locked([key]):
        _write([key])


@transaction.atomic
def forget(key: int) -> None:
    """Delete the entry of a page that goes offline, or that is about to be deleted.

    Of the latter the row is still there and online, so `follow` would write an entry that outlives
    the page.
    """
    if locked := _locked([key]):
        _replace(locked, [])


@transaction.atomic
def follow_many(keys: Iterable[int]) -> None:
    """The same for many pages in the transaction of whoever changed them."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        _write(_locked(ordered[start : start + BATCH]))


def follow_tree(path: str) -> None:
    """Bring a part of the tree in line: it moved, or who may read it has changed.

    What a page says is the same wherever it stands, so only comings and goings matter.
    """
    found = findable().filter(path__startswith=path)
    gone = Entry.objects.filter(page__path__startswith=path).exclude(page__in=found)
    come = found.filter(search_entry=None)
    follow_many(
        Page.objects.filter(Q(pk__in=gone.values("pk")) | Q(pk__in=come.values("pk"))).values_list(
            "pk", flat=True
        )
    )


def rebuild(progress: Progress) -> int:
    """Write every entry and every known word anew, and return how many pages can be found.

    Batch by batch, each in a transaction: the site goes on answering, first from the old rows, then
    from the new ones. What somebody is publishing at that moment comes last.
    """
    keys = list(findable().order_by("pk").values_list("pk", flat=True))
    busy: list[int] = []
    done = 0
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        with transaction.atomic():
            free = _locked(batch, skip=True)
            _write(free, learn=False)
        busy += set(batch) - set(free)
        done += len(free)
        progress(done, len(keys))
    for key in busy:
        follow(key)
    Entry.objects.exclude(page__in=findable()).delete()
    vocabulary.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry, search_knownword")
    generation.raise_number()
    progress(len(keys), len(keys))
    return Entry.objects.count()


def out_of_step() -> list[int]:
    """Return the pages of which the entry is missing, should be, or was made in an older way."""
    missing = findable().filter(search_entry=None).order_by("pk").values_list("pk", flat=True)
    gone = Entry.objects.exclude(page__in=findable()).values_list("pk", flat=True)
    older = Entry.objects.filter(version__lt=VERSION).order_by("pk").values_list("pk", flat=True)
    return [*missing, *gone, *older]


def mend() -> int:
    """Follow what was changed behind the back of Django, a part at a time; the worker's work.

    Words that stand on no page any more are forgotten: they may be somebody's name.
    """
    rows = Page.objects.order_by("pk").filter(pk__in=out_of_step())
    failed = scheduled_jobs.each(rows, _follow_page, at_most=MENDED_AT_ONCE)
    KnownWord.objects.filter(pages=0).delete()
    return failed


def _follow_page(page: Page) -> None:
    follow(page.pk)


def _locked(keys: Iterable[int], *, skip: bool = False) -> list[int]:
    """Lock these pages until the transaction ends; return which are there, and free."""
    rows = Page.objects.order_by("pk").filter(pk__in=list(keys))
    locked = rows.select_for_update(no_key=True, skip_locked=skip, of=("self",))
    return list(locked.values_list("pk", flat=True))


def _write(keys: list[int], *, learn: bool = True) -> None:
    """Bring the entries of these pages, which are locked, in line with the pages."""
    _replace(keys, [entry_of(page) for page in _readable(keys)], learn=learn)


def _replace(keys: list[int], entries: list[Entry], *, learn: bool = True) -> None:
    """Replace the entries of these pages by the ones given; a page without one loses its own."""
    before = {}
    if learn:
        old = Entry.objects.filter(pk__in=keys).values_list("pk", "title", "text")
        before = {pk: (title, text) for pk, title, text in old}
    Entry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["page"], update_fields=COPIED
    )
    Entry.objects.filter(pk__in=set(keys) - {entry.pk for entry in entries}).delete()
    if learn:
        after = {entry.pk: (entry.title, entry.text) for entry in entries}
        vocabulary.learn(before.values(), after.values())


def _readable(keys: list[int]) -> Iterator[Page]:
    """Yield those of these pages that can be found, each of its own class and read anew."""
    found = findable().filter(pk__in=keys)
    models = {page.specific_class for page in found.select_related("content_type")}
    for model in filter(None, models):
        pages = list(model.objects.filter(pk__in=found.values("pk")))
        if issubclass(model, ThemedPage):
            prepare_terms(pages)
        yield from pages
