"""What is suggested to somebody who types: tasks, words to search for, names, and pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from core import generation, search_names
from core.models import Branch, Theme
from core.text_normalisation import plain
from search.dictionary import dictionary
from search.dutch import Word, stem, words
from search.models import Entry, KnownWord
from search.queries import TITLE, Query, in_title
from search.spelling import mended
from search.tasks import tasks_begun

SHORTEST = 2
SHORTEST_IN_TITLE = 3
# Shorter beginnings suggest tasks only behind a whole word: "koploper w".
SHORTEST_TASK = 4
MOST_TASKS = 2
MOST_WORDS = 4
MOST_NAMES = 3
MOST_PAGES = 4
TASK = "direct regelen"


@dataclass(frozen=True)
class Suggestion:
    """A question to ask, or the page to go to when there is a `url`; `kind` says what it is."""

    text: str
    kind: str = ""
    url: str = ""

    @property
    def as_json(self) -> dict[str, str]:
        return {"text": self.text, "kind": self.kind, "url": self.url}


def suggestions(typed: str) -> list[Suggestion]:
    """Return what may be meant by the beginning of a question, in two queries at most.

    Accents and capitals do not count. The last word may be a beginning, also of a part of a word:
    tekor suggests personeelstekort. When nothing begins so, it is read as a typing error, which
    takes some queries more.
    """
    begun = list(words(typed))
    if not begun or (len(begun) == 1 and len(begun[0].joined) < SHORTEST):
        return []
    *before, last = begun
    found = chain(
        islice(_tasks(typed, begun), MOST_TASKS),
        _words(typed[: last.start], last),
        islice(_names(typed), MOST_NAMES),
        _pages(before, last),
    )
    unique: dict[str, Suggestion] = {}
    for suggestion in found:
        unique.setdefault(plain(suggestion.text), suggestion)
    return list(unique.values()) or [*_mended(typed)]


def _tasks(typed: str, begun: list[Word]) -> Iterator[Suggestion]:
    if len(begun) > 1 or len(begun[0].joined) >= SHORTEST_TASK:
        for task in tasks_begun(typed):
            yield Suggestion(task.title, TASK, task.url)


def _words(start: str, last: Word) -> Iterator[Suggestion]:
    """Yield the question with its last word completed, first by the word on most pages.

    Of the forms of one word the commonest will do.
    """
    if len(last.joined) < SHORTEST:
        return
    known = KnownWord.objects.filter(pages__gt=0, found_by__contains=f" {last.joined}")
    by_stem: dict[str, str] = {}
    for word in known.order_by("-pages", "word")[: 3 * MOST_WORDS]:
        if word.is_worth_suggesting:
            by_stem.setdefault(stem(word.word), word.shown)
    for shown in islice(by_stem.values(), MOST_WORDS):
        yield Suggestion(f"{start}{shown}")


def _names(typed: str) -> Iterator[Suggestion]:
    """Yield themes, branches, regions, towns and other names with a word that begins so."""
    begun = f" {plain(typed)}"
    for name, kind, found_by in _all_names():
        if begun in found_by:
            yield Suggestion(name, kind)


@generation.kept
def _all_names() -> list[tuple[str, str, str]]:
    """Return all names with what they are names of, and by what each is found."""
    terms = chain(Theme.all_by_pk().values(), Branch.all_by_pk().values())
    named = [(term.name, str(term._meta.verbose_name)) for term in terms if term.active]
    for kind, names in search_names.by_kind().items():
        named += ((name, kind) for name in sorted(names))
    return [(name, kind, f" {plain(name)}") for name, kind in named]


def _pages(before: Iterable[Word], last: Word) -> Iterator[Suggestion]:
    """Yield the newest pages that have all these words in their title, the last one begun."""
    wanted = [in_title(word) for word in before if not word.says_nothing]
    if not wanted and len(last.joined) < SHORTEST_IN_TITLE:
        return
    begun = {last.joined, stem(last.joined)}
    wanted.append("(" + " | ".join(f"'{TITLE}{word}':*" for word in sorted(begun)) + ")")
    found = Entry.objects.answering(" & ".join(wanted)).newest_first()
    for entry in found[:MOST_PAGES].for_cards():
        yield Suggestion(entry.title, entry.kicker, entry.page.get_url())


def _mended(typed: str) -> Iterator[Suggestion]:
    """Yield the question without its typing error, if it has one."""
    question = Query.of(typed, dictionary())
    if question and (better := mended(typed, question)):
        yield Suggestion(better)
