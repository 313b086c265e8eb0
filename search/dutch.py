"""How Dutch words are compared: what is the same word, and which words a long one is made of.

Domain guide, paragraph 12. The stems come from the classic Snowball algorithm for Dutch, which
newer releases call `dutch_porter`; their `dutch` is another one. Build the index anew
(`manage.py rebuild_search`) when anything here or in the lexicon changes.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from core.text import INVISIBLE, JOINERS
from search.lexicon import LINKS, PARTS, STOP_WORDS

# A word as it stands in a text, with a plural or possessive 's. Hyphens are seen to below.
APOSTROPHES = "'’‘´`ʼ"
# What nobody sees, such as a soft hyphen, stands in a word and is no end of it.
WORD = re.compile(rf"[^\W_]+(?:[{INVISIBLE}{JOINERS}]+[^\W_]+)*(?:[{APOSTROPHES}]s(?![^\W_]))?")
HYPHENS = frozenset("-‐‑–")
# Longer than any Dutch word that people write; what is longer is no word.
LONGEST_WORD = 60
SHORTEST_PART = 3
KEPT = 200_000
VOWELS = "aeiouy"

_stemmer = snowballstemmer.stemmer("dutch_porter")
_one_at_a_time = threading.Lock()


def normalise(word: str) -> str:
    """Return a word without capitals, accents and a final 's: "Thema's" is thema."""
    decomposed = unicodedata.normalize("NFKD", word)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
    if len(plain) > 2 and plain[-1] == "s" and plain[-2] in APOSTROPHES:
        plain = plain[:-2]
    return "".join(sign for sign in plain if sign.isalnum())[:LONGEST_WORD]


@lru_cache(maxsize=KEPT)
def stem(word: str) -> str:
    """Return what all forms of a normalised word have in common: initiatieven is initiatief."""
    if word.endswith("reeks"):  # no plural of rek
        return word
    with _one_at_a_time:
        found = _stemmer.stemWord(word)
    if len(found) > 5 and found.endswith("ies"):
        found = found[:-1]
    if found.endswith("esses"):
        found = found[:-2]
    if len(found) > 3 and found[-1] == found[-2] and found[-1] not in VOWELS:
        found = found[:-1]
    # methodes, vacatures; what ends like adres and proces does so in all its forms.
    if len(found) > 4 and found.endswith("es") and found[-3] not in f"j{VOWELS}":
        found = found[:-2]
    # What is small is the same thing: lijstje, lijstjes.
    if len(found) > 5 and found.endswith("jes"):
        found = found[:-2]
    if len(found) > 4 and found[-1] == "j" and found[-2] not in VOWELS:
        found = found[:-1]
    if found.endswith("v"):
        found = f"{found[:-1]}f"
    if found.endswith("z"):
        found = f"{found[:-1]}s"
    if len(found) > 4 and found.endswith(("as", "os")):
        found = found[:-1]
    return found


_STEMS_OF_PARTS = frozenset(stem(part) for part in PARTS)


@lru_cache(maxsize=KEPT)
def parts(word: str) -> tuple[str, ...]:
    """Return the stems of the words that a normalised word is made of; none when it is one word.

    Only the last part may be a plural or another form: zorgorganisaties is zorg + organisatie.
    """
    return tuple(stem(word[start:end]) for start, end in _pieces(word))


def tails(word: str) -> list[str]:
    """Return what is left of a compound from each of its parts on: marktregio of arbeidsmarktregio.

    The word itself is not one of them.
    """
    return [word[start:] for start, _ in _pieces(word)[1:]]


Pieces = tuple[tuple[int, int], ...]


def _pieces(word: str) -> Pieces:
    """Return where the parts of a compound begin and end."""
    if word in PARTS or stem(word) in _STEMS_OF_PARTS:
        return ()
    return _split(word, 0)


def _split(word: str, start: int) -> Pieces:
    for end in range(len(word) - SHORTEST_PART, start + SHORTEST_PART - 1, -1):
        if word[start:end] not in PARTS:
            continue
        for link in LINKS:
            if word.startswith(link, end) and (more := _rest(word, end + len(link))):
                return ((start, end), *more)
    return ()


def _rest(word: str, start: int) -> Pieces:
    if len(word) - start < SHORTEST_PART:
        return ()
    return ((start, len(word)),) if stem(word[start:]) in _STEMS_OF_PARTS else _split(word, start)


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
    def terms(self) -> frozenset[str]:
        """Return every stem under which the word is found: its own, its pieces', its parts'."""
        if len(self.plain) == 1:
            return _terms(self.plain[0])
        return frozenset().union(*map(_terms, {self.joined, *self.plain}))


@lru_cache(maxsize=KEPT)
def _terms(word: str) -> frozenset[str]:
    return frozenset({stem(word), *parts(word)})


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
