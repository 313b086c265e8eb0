"""How Dutch words are compared: what is the same word, and which words a long one is made of.

A word is compared by the form under which a dictionary has it (`lemmas`), a compound by that of its
last part (`compounds`). What neither knows, such as names, goes through the classic Snowball
algorithm for Dutch. Raise `documents.VERSION` when anything here or below changes: the worker then
writes the index anew.
"""

import re
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from core.text import INVISIBLE, JOINERS
from search.compounds import split
from search.lemmas import APOSTROPHES, KEPT, LONGEST_WORD, base, lemma, normalise
from search.lexicon import PARTICLES, QUESTION_WORDS, STOP_WORDS

__all__ = ["Word", "normalise", "parts", "stem", "tails", "words"]

# A word as it stands in a text, with a plural or possessive 's; or a number, also with points
# between its thousands. Hyphens are seen to below. What nobody sees, such as a soft hyphen, stands
# in a word and is no end of it.
WORD = re.compile(
    rf"\d{{1,3}}(?:\.\d{{3}})+(?![^\W_])"
    rf"|[^\W_]+(?:[{INVISIBLE}{JOINERS}]+[^\W_]+)*(?:[{APOSTROPHES}]s(?![^\W_]))?"
)
HYPHENS = frozenset("-‐‑–")
SENTENCE_ENDS = frozenset(".!?;:")

# The algorithm that newer releases call `dutch_porter`; their `dutch` is another one.
_stemmer = snowballstemmer.stemmer("dutch_porter")
_one_at_a_time = threading.Lock()


@lru_cache(maxsize=KEPT)
def stem(word: str) -> str:
    """Return what all forms of a normalised word have in common: initiatieven is initiatief.

    Of a compound it is that of its parts, without what links them: people forget that, or doubt.
    """
    if found := split(word):
        return stem(word[: found.end]) + stem(word[found.start :])
    if known := base(word):
        return known
    with _one_at_a_time:
        return _stemmer.stemWord(word)


@lru_cache(maxsize=KEPT)
def parts(word: str) -> tuple[str, ...]:
    """Return the stems of the words that a normalised word is made of; none when it is one word.

    A part is not taken apart that the dictionary has: arbeidsmarktregio is arbeidsmarkt + regio.
    """
    return tuple(map(stem, _parts(word)))


def _parts(word: str) -> tuple[str, ...]:
    if not (found := split(word)):
        return ()
    return tuple(
        part
        for half in (word[: found.end], word[found.start :])
        for part in ((half,) if lemma(half) else _parts(half) or (half,))
    )


@lru_cache(maxsize=KEPT)
def _terms(word: str) -> frozenset[str]:
    """Return the stems of a word, of its parts, and of theirs."""
    if not (found := split(word)):
        return frozenset((stem(word),))
    return frozenset((stem(word),)) | _terms(word[: found.end]) | _terms(word[found.start :])


def tails(word: str) -> list[str]:
    """Return what is left of a compound from each of its parts on: marktregio of arbeidsmarktregio.

    The word itself is not one of them.
    """
    if not (found := split(word)):
        return []
    first, last = word[: found.end], word[found.start :]
    between = word[found.end :]
    return [*(f"{tail}{between}" for tail in tails(first)), last, *tails(last)]


class Word(NamedTuple):
    """A word of a text: where it stands, and what it is without capitals and accents.

    Words with hyphens between them are one: `joined` is that one, `plain` its pieces.
    """

    start: int
    end: int
    plain: tuple[str, ...]

    @property
    def joined(self) -> str:
        return "".join(self.plain)[:LONGEST_WORD]

    @property
    def says_nothing(self) -> bool:
        return len(self.plain) == 1 and self.plain[0] in STOP_WORDS

    @property
    def only_asks(self) -> bool:
        """Tell whether it belongs to the way of asking and not to what is asked: wanneer."""
        return len(self.plain) == 1 and self.plain[0] in QUESTION_WORDS

    @property
    def terms(self) -> frozenset[str]:
        """Return every stem under which the word is found: its own, its pieces', its parts'."""
        if len(self.plain) == 1:
            return _terms(self.plain[0])
        return frozenset().union(*map(_terms, {self.joined, *self.plain}))


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order; zij-instroom is one word of two pieces."""
    pieces: tuple[str, ...] = ()
    start = end = 0
    for match in WORD.finditer(text):
        found = _plain(match[0])
        if not found:
            continue
        begins, ends = match.span()
        if pieces and begins == end + 1 and text[end] in HYPHENS:
            pieces += found
        else:
            if pieces:
                yield Word(start, end, pieces)
            pieces, start = found, begins
        end = ends
    if pieces:
        yield Word(start, end, pieces)


@lru_cache(maxsize=KEPT)
def _plain(word: str) -> tuple[str, ...]:
    """Return the word as the only piece of one; nothing when no letter or digit is left of it."""
    plain = normalise(word)
    return (plain,) if plain else ()


# Between verb and particle stand so many words at most.
LONGEST_BRACKET = 9


def parted_verbs(text: str, row: Sequence[Word]) -> Iterator[tuple[int, str]]:
    """Yield the place and the stem of each verb of which a part stands at the end of its sentence.

    In "Meld je snel aan." that is the first word, and aanmelden. Only a particle with a sign or
    nothing behind it counts: in "aan tafel" it belongs to what follows.
    """
    for place, word in enumerate(row):
        if word.joined not in PARTICLES or text[word.end : word.end + 2].strip()[:1].isalnum():
            continue
        end = word.start
        for back in range(place - 1, max(-1, place - 1 - LONGEST_BRACKET), -1):
            if not SENTENCE_ENDS.isdisjoint(text[row[back].end : end]):
                break
            end = row[back].start
            verb = lemma(row[back].joined)
            if verb.endswith("en") and lemma(word.joined + verb) == word.joined + verb:
                yield back, stem(word.joined + verb)
                break
