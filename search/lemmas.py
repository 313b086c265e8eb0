"""The words of Dutch and the form under which a dictionary has them: the data of simplemma.

Read with `StreamDictionaryFactory`, which keeps the dictionary as it is packed: 5 MB a process
instead of 41, and a look-up takes 30 µs instead of one. Answers are kept, so a process pays that
once for each word. It is opened at the first word that somebody asks for, which takes half a
second.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from simplemma.strategies.dictionaries import StreamDictionaryFactory

from search.lexicon import MISTAKEN, OWN_WORDS

APOSTROPHES = "'’‘´`ʼ"
# Longer than any Dutch word that people write; what is longer is no word.
LONGEST_WORD = 60
# Words of many texts: with its answers some 40 MB at most.
KEPT = 200_000
VOWELS = "aeiouy"
# Where Dutch may put a trema, which nobody types and `normalise` takes away.
_HIATUS = re.compile("(?<=[aeiou])[eio]")
_TREMA = {"e": "ë", "i": "ï", "o": "ö"}
# How often the base of a base is looked up: vinkjes, vinkje, vink.
DEEPEST = 3


def normalise(word: str) -> str:
    """Return a word without capitals, accents and a final 's: "Thema's" is thema."""
    decomposed = unicodedata.normalize("NFKD", word)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
    if len(plain) > 2 and plain[-1] == "s" and plain[-2] in APOSTROPHES:
        plain = plain[:-2]
    return "".join(sign for sign in plain if sign.isalnum())[:LONGEST_WORD]


@cache
def _dictionary() -> Mapping[str, str]:
    return StreamDictionaryFactory().get_dictionary("nl")


@lru_cache(maxsize=KEPT)
def lemma(word: str) -> str:
    """Return the form under which the dictionary has a normalised word; "" when it has it not."""
    if word in MISTAKEN or word in OWN_WORDS:
        return MISTAKEN.get(word, word)
    if not word.isalpha():
        return ""
    found = normalise(next(filter(None, map(_dictionary().get, _spellings(word))), ""))
    # It takes some words for forms of others that only end like them, such as geloof of wangeloof,
    # and men for women: werkgever of werkgeefster.
    is_man = word.endswith("er") and found.endswith("ster") and not word.endswith("ster")
    return word if is_man or found.endswith(word) else found


def _spellings(word: str) -> Iterator[str]:
    """Yield how a dictionary may write a normalised word: baby's for babys, ideeën for ideeen."""
    yield word
    if len(word) > 3 and word[-1] == "s" and word[-2] in VOWELS:
        yield f"{word[:-1]}'s"
    for match in _HIATUS.finditer(word):
        yield f"{word[: match.start()]}{_TREMA[match[0]]}{word[match.end() :]}"


@lru_cache(maxsize=KEPT)
def base(word: str) -> str:
    """Return what all forms of a word have in common, "" for a word that the dictionary lacks.

    A verb is one with its noun: samenwerken with samenwerking, roosteren with rooster.
    """
    if not (found := lemma(word)):
        return _of_unknown(word)
    if word in MISTAKEN:
        return found
    passed = {word}
    while found not in passed and len(passed) <= DEEPEST:
        passed.add(found)
        following = lemma(found) or found
        if following in passed:
            break
        found = following
    return _root(found)


def _of_unknown(word: str) -> str:
    """Return the verb of a noun that only the noun's verb is known of, such as opschaling."""
    verb = f"{word[:-3]}en"
    return _root(verb) if word.endswith("ing") and len(word) > 6 and lemma(verb) == verb else ""


def _root(word: str) -> str:
    """Return the shorter word that a noun or a verb comes from, or the word itself."""
    if word.endswith("heid") and lemma(adjective := word[:-4]):
        return adjective
    if word.endswith("ing") and len(word) > 5 and lemma(verb := f"{word[:-3]}en") == verb:
        word = verb
    if word.endswith("en") and len(word) > 4:
        stem = root_of_verb(word)
        if lemma(stem) in (stem, word):
            return stem
    if word.endswith("e") and len(word) > 4 and lemma(word[:-1]) == word[:-1]:
        return word[:-1]
    return word


def root_of_verb(verb: str) -> str:
    """Return the first person of a verb: lopen is loop, plannen is plan, reizen is reis."""
    stem = verb[:-2]
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in VOWELS:
        return stem[:-1]
    if len(stem) > 2 and stem[-1] not in VOWELS and stem[-2] in "aeou" and stem[-3] not in VOWELS:
        longer = f"{stem[:-1]}{stem[-2]}{stem[-1]}"
        if lemma(_unvoiced(longer)):
            stem = longer
    return _unvoiced(stem)


def _unvoiced(stem: str) -> str:
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1])
