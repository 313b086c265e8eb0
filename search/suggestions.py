"""What is suggested to somebody who types: words to search for, themes and branches, and pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from core.models import Branch, Theme
from core.text_normalisation import plain
from search.dutch import Word, stem, words
from search.models import Entry, KnownWord
from search.queries import TITLE, in_title

SHORTEST = 2
SHORTEST_IN_TITLE = 3
MOST_WORDS = 4
MOST_NAMES = 2
MOST_PAGES = 4


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
    tekor suggests personeelstekort.
    """
    begun = list(words(typed))
    if not begun or len(begun[-1].joined) < SHORTEST:
        return []
    *before, last = begun
    found = chain(
        _words(typed[: last.start], last),
        islice(_names(typed), MOST_NAMES),
        _pages(before, last),
    )
    unique: dict[str, Suggestion] = {}
    for suggestion in found:
        unique.setdefault(plain(suggestion.text), suggestion)
    return list(unique.values())


def _words(start: str, last: Word) -> Iterator[Suggestion]:
    """Yield the question with its last word completed, first by the word on most pages.

    Of the forms of one word the commonest will do.
    """
    known = KnownWord.objects.filter(pages__gt=0, found_by__contains=f" {last.joined}")
    by_stem: dict[str, str] = {}
    for word in known.order_by("-pages", "word")[: 3 * MOST_WORDS]:
        by_stem.setdefault(stem(word.word), word.shown)
    for shown in islice(by_stem.values(), MOST_WORDS):
        yield Suggestion(f"{start}{shown}")


def _names(typed: str) -> Iterator[Suggestion]:
    """Yield themes and branches with a word that begins so."""
    begun = f" {plain(typed)}"
    for term in chain(Theme.all_by_pk().values(), Branch.all_by_pk().values()):
        if term.active and begun in f" {plain(term.name)}":
            yield Suggestion(term.name, str(term._meta.verbose_name))


def _pages(before: Iterable[Word], last: Word) -> Iterator[Suggestion]:
    """Yield the newest pages that have all these words in their title, the last one begun."""
    if len(last.joined) < SHORTEST_IN_TITLE:
        return
    begun = {last.joined, stem(last.joined)}
    wanted = [in_title(word) for word in before if not word.says_nothing]
    wanted.append("(" + " | ".join(f"'{TITLE}{word}':*" for word in sorted(begun)) + ")")
    found = Entry.objects.answering(" & ".join(wanted)).newest_first()
    for entry in found[:MOST_PAGES].for_cards():
        yield Suggestion(entry.title, entry.kicker, entry.page.get_url())
