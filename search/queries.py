"""What somebody typed, as a question to the index: every word must be found, somehow.

A word is found as itself, or else as all the words it is made of; as what it means (synonyms); or
by the name of the theme or branch that a page stands under. So names and synonyms may change while
the index stays as it is: only the question changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from search.dutch import Word, parts, stem, words

# More words than this make no question better, and a question may not cost more and more.
MOST_WORDS = 12
# Before a stem in the index that stands in the title of a page.
TITLE = "="

Stems = tuple[str, ...]
Meaning = tuple[Word, ...]


@dataclass(frozen=True)
class Name:
    """The name of a theme or branch, and the term in the index of every page that chose it."""

    term: str
    stems: frozenset[str]


@dataclass(frozen=True)
class Dictionary:
    """What words mean on this site.

    `meanings` are what a word, or some words together, also stand for, by their stems; `names` are
    those of themes and branches.
    """

    meanings: Mapping[Stems, Sequence[Meaning]]
    names: Sequence[Name]


NOTHING_KNOWN = Dictionary({}, ())


@dataclass(frozen=True)
class Query:
    """The words that count of what somebody typed; `dictionary` says what else they mean.

    When all of them say nothing, they are only looked for in titles of which that is true as well,
    such as Over ons: `says_nothing` then says so.
    """

    words: tuple[Word, ...]
    dictionary: Dictionary = NOTHING_KNOWN

    @classmethod
    def of(cls, text: str, dictionary: Dictionary = NOTHING_KNOWN) -> "Query":
        return cls(tuple(telling_or_all(text)[:MOST_WORDS]), dictionary)

    @property
    def says_nothing(self) -> bool:
        return all(word.says_nothing for word in self.words)

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def tsquery(self) -> str:
        """Return the question in the language of PostgreSQL; there is at least one word."""
        if self.says_nothing:
            return self.in_title
        return _all(self._slots(self.words))

    @property
    def in_title(self) -> str:
        """Return the same question, asked of titles only."""
        return _all(map(in_title, self.words))

    def stems_in(self, said: Iterable[frozenset[str]]) -> frozenset[str]:
        """Return the stems by which a page was found, for marking them; `said` are the terms of
        each of its words.

        The parts of a long word count only where the word itself does not stand. None of a question
        that says nothing: its words stand in every text.
        """
        if self.says_nothing:
            return frozenset()
        present = frozenset().union(*said)
        found: set[str] = set()
        for word in chain(self.words, *self._meanings()):
            pieces = set(_pieces(word))
            if (whole := stem(word.joined)) in present:
                found.add(whole)
            elif pieces <= present:
                found |= pieces
        return frozenset(found)

    def _meanings(self) -> Iterable[Meaning]:
        for _, key in _rows(self.words, self.dictionary):
            yield from self.dictionary.meanings.get(key, ())

    def _slots(self, row: Sequence[Word]) -> Iterable[str]:
        """Yield what must be found for each word, or for words that have a meaning together."""
        for place, key in _rows(row, self.dictionary):
            some = row[place : place + max(1, len(key))]
            own = _all(self._named(word) for word in some)
            others = self.dictionary.meanings.get(key, ())
            yield _any([own, *(_all(map(self._named, other)) for other in others)])

    def _named(self, word: Word) -> str:
        wanted = [{stem(word.joined)}, *map(set, filter(None, [_pieces(word)]))]
        names = self.dictionary.names
        return _any(
            [
                _word(word),
                *(_quoted(name.term) for name in names if any(w <= name.stems for w in wanted)),
            ]
        )


def telling(text: str) -> list[Word]:
    """Return the words of a text without those that say nothing."""
    return [word for word in words(text) if not word.says_nothing]


def telling_or_all(text: str) -> list[Word]:
    """Return the words that say something; all of them when none does."""
    return telling(text) or list(words(text))


def key_of(row: Iterable[Word]) -> Stems:
    """Return by what words are looked up that have a meaning together."""
    return tuple(stem(word.joined) for word in row)


def _rows(row: Sequence[Word], dictionary: Dictionary) -> Iterable[tuple[int, Stems]]:
    """Yield where words begin that have a meaning together, the longest row first; () for one
    word that means nothing else."""
    longest = max(map(len, dictionary.meanings), default=0)
    place = 0
    while place < len(row):
        lengths = range(min(longest, len(row) - place), 0, -1)
        keys = (key_of(row[place : place + length]) for length in lengths)
        key = next((key for key in keys if key in dictionary.meanings), ())
        yield place, key
        place += max(1, len(key))


def _pieces(word: Word) -> Stems:
    """Return the stems of what a word is made of: its pieces between hyphens, or its parts."""
    if len(word.plain) > 1:
        return tuple(map(stem, word.plain))
    return parts(word.joined)


def _word(word: Word, where: str = "") -> str:
    """Match the whole word, or else all that it is made of."""
    whole = _quoted(where + stem(word.joined))
    pieces = [_quoted(where + piece) for piece in _pieces(word)]
    return _any([whole, _all(pieces)] if pieces else [whole])


def in_title(word: Word) -> str:
    """Return the question for one word in the title of a page."""
    return _word(word, TITLE)


def _quoted(term: str) -> str:
    return f"'{term}'"


def _all(expressions: Iterable[str]) -> str:
    return _joined(expressions, " & ")


def _any(expressions: Iterable[str]) -> str:
    return _joined(expressions, " | ")


def _joined(expressions: Iterable[str], sign: str) -> str:
    different = list(dict.fromkeys(expressions))
    return different[0] if len(different) == 1 else f"({sign.join(different)})"
