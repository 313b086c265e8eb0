"""What somebody typed, as a question to the index: every word must be found, somehow.

A word is found as itself, or else as all the words it is made of, near each other; with the word
beside it as one; as what it means (synonyms); or by the name of the theme or branch that a page
stands under. So names and synonyms may change while the index stays as it is: only the question
changes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations, pairwise

from search.dutch import Word, parted_verbs, parts, stem, words

# More words than this make no question better, and a question may not cost more and more.
MOST_WORDS = 12
# Before a stem in the index that stands in the title of a page.
TITLE = "="
# Words are near each other that are at most so many places apart; sentences are farther apart.
NEAR = 6
# Of a question of so many words half may be missing; of a longer one two, or it costs too much.
FEW_WORDS = 6
# Of shorter words nothing is made.
SHORTEST_PART = 3
QUOTED = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')

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
    such as Over ons: `says_nothing` then says so. `missing` is how many words a page may lack.
    `whole` are compounds (stems) on so many pages that their parts are not looked for; `loose` are
    those of which the parts may stand anywhere on a page, because too many have them.
    """

    words: tuple[Word, ...]
    dictionary: Dictionary = NOTHING_KNOWN
    phrases: tuple[tuple[Word, ...], ...] = ()
    verbs: tuple[tuple[Word, str], ...] = ()
    missing: int = 0
    whole: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str, dictionary: Dictionary = NOTHING_KNOWN) -> "Query":
        quoted = (tuple(words(match[1])) for match in QUOTED.finditer(text))
        phrases = tuple(row for row in quoted if any(not word.says_nothing for word in row))
        row = list(words(text))
        verbs = tuple((row[place], term) for place, term in parted_verbs(text, row))
        return cls(tuple(asked(text)[:MOST_WORDS]), dictionary, phrases, verbs)

    @cached_property
    def says_nothing(self) -> bool:
        return all(word.says_nothing for word in self.words)

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def tsquery(self) -> str:
        """Return the question in the language of PostgreSQL; there is at least one word."""
        if self.says_nothing:
            return self.in_title
        phrases = [_phrase(row) for row in self.phrases]
        if not self.missing:
            return _all([*self.slots, *phrases])
        kept = combinations(self.slots, len(self.slots) - self.missing)
        return _all([_any(map(_all, kept)), *phrases])

    @property
    def in_title(self) -> str:
        """Return the same question, asked of titles only."""
        return _all(
            _any([in_title(word), *self._beside(place, TITLE)]) for place, word in self._each
        )

    @property
    def own_words(self) -> str:
        """Return the question for the words themselves, without synonyms and names of themes."""
        return _all(_any([self._word(word), *self._beside(place)]) for place, word in self._each)

    @property
    def in_this_order(self) -> str:
        """Return whether the words stand behind each other as they were typed; "" for one word."""
        return "" if len(self.words) < 2 or self.says_nothing else _phrase(self.words)

    @cached_property
    def slots(self) -> list[str]:
        """Return what must be found for each word, or for words that have a meaning together."""
        found = []
        for place, key in _rows(self.words, self.dictionary):
            some = self.words[place : place + max(1, len(key))]
            own = [_all(self._named(word) for word in some)]
            if len(some) == 1:
                own += self._beside(place)
                own += (_quoted(term) for word, term in self.verbs if word == some[0])
            others = self.dictionary.meanings.get(key, ())
            found.append(_any([*own, *(_all(map(self._named, other)) for other in others)]))
        return found

    def with_most_of_its_words(self) -> Iterable["Query"]:
        """Yield the question with ever more words missing, as long as most of them are there."""
        number = len(self.slots)
        if self.says_nothing:
            return
        most = number // 2 if number <= FEW_WORDS else 2
        for missing in range(1, most + 1):
            yield replace(self, missing=missing)

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
        for word in self.words_with_meanings:
            pieces = set(_pieces(word))
            if (whole := stem(word.joined)) in present:
                found.add(whole)
            elif pieces <= present:
                found |= pieces
        for one, other in pairwise(self.words):
            found |= joined(one, other) & present
        return frozenset(found)

    @property
    def words_with_meanings(self) -> Iterable[Word]:
        """Yield the words of the question, and those of what they also stand for."""
        return chain(self.words, *self._meanings())

    @property
    def _each(self) -> Iterable[tuple[int, Word]]:
        return enumerate(self.words)

    def _beside(self, place: int, where: str = "") -> list[str]:
        """Return the terms of one word that this one and its neighbour may be parts of."""
        some = self.words[max(0, place - 1) : place + 2]
        terms = frozenset().union(*(joined(one, other) for one, other in pairwise(some)))
        return [_quoted(where + term) for term in sorted(terms)]

    def _word(self, word: Word) -> str:
        """Match the whole word, or else all that it is made of, near each other.

        What somebody parted with a hyphen may stand anywhere.
        """
        whole = stem(word.joined)
        pieces = list(map(_quoted, _pieces(word)))
        if not pieces or whole in self.whole:
            return _quoted(whole)
        if whole in self.loose or len(word.plain) > 1:
            return _any([_quoted(whole), _all(pieces)])
        near = [_near(one, other) for one, other in pairwise(pieces)]
        return _any([_quoted(whole), _all(near)])

    def _meanings(self) -> Iterable[Meaning]:
        for _, key in _rows(self.words, self.dictionary):
            yield from self.dictionary.meanings.get(key, ())

    def _named(self, word: Word) -> str:
        wanted = [{stem(word.joined)}, *map(set, filter(None, [_pieces(word)]))]
        names = self.dictionary.names
        return _any(
            [
                self._word(word),
                *(_quoted(name.term) for name in names if any(w <= name.stems for w in wanted)),
            ]
        )


def together(word: Word) -> str:
    """Return the question for all that a word is made of, anywhere on a page; "" for one word."""
    pieces = _pieces(word)
    return _all(map(_quoted, pieces)) if pieces else ""


def telling(text: str) -> list[Word]:
    """Return the words of a text without those that say nothing."""
    return [word for word in words(text) if not word.says_nothing]


def asked(text: str) -> list[Word]:
    """Return the words of a question that say what is asked; all of them when none does."""
    found = telling(text)
    return [word for word in found if not word.only_asks] or found or list(words(text))


def key_of(row: Iterable[Word]) -> Stems:
    """Return by what words are looked up that have a meaning together."""
    return tuple(stem(word.joined) for word in row)


def joined(one: Word, other: Word) -> frozenset[str]:
    """Return the terms of the word that two may make: herhaalrecept, functionering-s-gesprek."""
    first, last = one.joined, other.joined
    if min(len(first), len(last)) < SHORTEST_PART or not (first + last).isalpha():
        return frozenset()
    return frozenset({stem(first) + stem(last), stem(first + last)})


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


def in_title(word: Word) -> str:
    """Return the question for one word in the title of a page."""
    pieces = [_quoted(TITLE + piece) for piece in _pieces(word)]
    return _any([_quoted(TITLE + stem(word.joined)), *([_all(pieces)] if pieces else [])])


def _near(one: str, other: str) -> str:
    """Match two terms in one sentence, whichever comes first."""
    either = ((one, other), (other, one))
    return _any(f"{a} <{far}> {b}" for far in range(1, NEAR + 1) for a, b in either)


def _phrase(row: Sequence[Word]) -> str:
    """Match words as they stand behind each other; of those that say nothing only the places."""
    found, far = "", 0
    for word in row:
        far += 1
        if not word.says_nothing:
            found += (f" <{far}> " if found else "") + _quoted(stem(word.joined))
            far = 0
    return f"({found})"


def _quoted(term: str) -> str:
    return f"'{term}'"


def _all(expressions: Iterable[str]) -> str:
    return _joined(expressions, " & ")


def _any(expressions: Iterable[str]) -> str:
    return _joined(expressions, " | ")


def _joined(expressions: Iterable[str], sign: str) -> str:
    different = list(dict.fromkeys(expressions))
    return different[0] if len(different) == 1 else f"({sign.join(different)})"
