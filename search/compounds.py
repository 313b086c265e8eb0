"""Which words a long one is made of, by the dictionary: personeel-s-tekort, wijk-verpleging.

A split that is wrong finds what nobody asked for, so parts have four letters at least, are no mere
ending, and together give the word in the form in which the dictionary has it.
"""

from functools import lru_cache
from typing import NamedTuple

from search.lemmas import KEPT, base, lemma
from search.lexicon import LINKS, NO_PARTS, ONE_WORD, OWN_WORDS, SHORT_PARTS, STOP_WORDS

SHORTEST = 4
# A form of a word, such as a plural, that is part of another has more letters than this.
LONG = 5


class Split(NamedTuple):
    """Where the first part ends and where the last one begins: between them stands a link."""

    end: int
    start: int


@lru_cache(maxsize=KEPT)
def split(word: str) -> Split | None:
    """Return where a normalised word falls into two; None when it is one word.

    Two words of the dictionary go before parts that are made of others; of those the longest first.
    """
    whole = lemma(word)
    if len(word) < 6 or not word.isalpha() or word in ONE_WORD or whole in ONE_WORD:
        return None
    places = [
        Split(end, end + len(link))
        for end in range(len(word) - 3, 2, -1)
        for link in LINKS
        if word.startswith(link, end)
    ]
    for begins, ends in WAYS:
        for found in places:
            first, last = word[: found.end], word[found.start :]
            if not (_is_part(first) and _is_part(last) and begins(first) and ends(last)):
                continue
            if _fits(whole, word[: found.start], last):
                return found
    return None


def _fits(whole: str, before: str, last: str) -> bool:
    """Tell whether the last part gives the word in the form in which the dictionary has it."""
    return not whole or whole in (before + lemma(last), before + last)


def _begins(first: str) -> bool:
    """Tell whether it is a word as it stands in compounds: a noun, or meeloop of meelopen."""
    found = lemma(first)
    return first in (found, base(first)) or (not found and bool(base(first)))


def _ends(last: str) -> bool:
    found = lemma(last)
    return len(found) >= SHORTEST or found in SHORT_PARTS or (bool(found) and len(last) > LONG)


def _begins_made(first: str) -> bool:
    """Tell whether it is a plural, or made of two itself."""
    is_plural = len(first) > LONG and first.endswith(("s", "n")) and bool(lemma(first))
    return is_plural or split(first) is not None


def _ends_made(last: str) -> bool:
    return split(last) is not None


def _is_part(word: str) -> bool:
    return (
        (len(word) >= SHORTEST or word in SHORT_PARTS)
        and word not in NO_PARTS
        and (word not in STOP_WORDS or word in OWN_WORDS)
    )


# In this order: both are words, only the last one is, only the first one is, or neither.
WAYS = (
    (_begins, _ends),
    (_begins_made, _ends),
    (_begins, _ends_made),
    (_begins_made, _ends_made),
)
