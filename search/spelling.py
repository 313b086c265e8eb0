"""Mends typing errors in words that stand on no page and are no Dutch."""

from collections.abc import Iterable, Iterator

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Exists

from search.dictionary import named
from search.dutch import Word, stem
from search.lemmas import base, lemma
from search.models import Entry, KnownWord
from search.queries import Query
from search.spelling_variants import distance, looked_up_by, rewritten

# A shorter word is one slip away from too many others.
SHORTEST = 4
# From so many letters on there may be two errors in a word.
LONG = 8
# How many words that look alike are weighed.
WEIGHED = 40


def mended(text: str, question: Query) -> str:
    """Return the text with the words mended that stand on no page; "" when there is no way to.

    A word that the dictionary has is what somebody meant, also if nothing is said of it here. At
    most two queries, and two for each word that needs mending.
    """
    changes = {word: better for word in _strange(question) if (better := _better(word))}
    if not changes:
        return ""
    result, passed = "", 0
    for word in question.words:
        if word in changes:
            result += text[passed : word.start] + changes[word]
            passed = word.end
    return result + text[passed:]


def _strange(question: Query) -> list[Word]:
    """Return the words of the question that stand on no page, in any form, and in no dictionary."""
    loose = frozenset(stem(word.joined) for word in question.words)
    alone = [Query((word,), question.dictionary, loose=loose) for word in question.words]
    exist = [Exists(Entry.objects.answering(one.tsquery)) for one in alone]
    known = Entry.objects.order_by().values_list(*exist).first() or ()
    return [
        word
        for word, is_known in zip(question.words, known, strict=False)
        if not is_known and not lemma(word.joined)
    ]


def _better(word: Word) -> str:
    """Return the likeliest word: the nearest, of those as near the one on most pages."""
    typed = word.joined
    if len(typed) < SHORTEST or not typed.isalpha():
        return ""
    names = ((shown, other, 0) for other, shown in named().items())
    return (
        _nearest(typed, [*names, *_alike(typed)])
        or _two_words(typed)
        or _of_dictionary(typed)
        or _of_parts(typed)
        or _nearest(typed, _resembling(typed))
    )


def allowed(word: str) -> float:
    """Return how far a word may be from what was typed: one slip, or two in a long word."""
    return 2 if len(word) >= LONG else 1


Known = tuple[str, str, int]


def _nearest(typed: str, known: Iterable[Known]) -> str:
    weighed = sorted(
        (far, -pages, other, shown)
        for shown, other, pages in known
        if other != typed and (far := distance(typed, other)) <= allowed(typed)
    )
    return weighed[0][3] if weighed else ""


def _alike(typed: str) -> Iterable[Known]:
    """Return the known words that are one slip away, by eye or by ear."""
    known = KnownWord.objects.filter(pages__gt=0, slips__overlap=looked_up_by(typed))
    return known.values_list("shown", "word", "pages")


def _resembling(typed: str) -> Iterable[Known]:
    """Return the known words that have most of their letters in common with a long one."""
    if len(typed) < LONG:
        return ()
    known = KnownWord.objects.filter(pages__gt=0, found_by__trigram_similar=typed)
    known = known.annotate(alike=TrigramSimilarity("word", typed)).order_by("-alike")
    return known.values_list("shown", "word", "pages")[:WEIGHED]


def _two_words(typed: str) -> str:
    """Return the two known words that were typed as one, such as deep democracy."""
    halves = {typed[:place]: typed[place:] for place in range(SHORTEST, len(typed) - SHORTEST + 1)}
    known = KnownWord.objects.filter(pages__gt=0, word__in=[*halves, *halves.values()])
    shown = dict(known.values_list("word", "shown"))
    both = ((one, other) for one, other in halves.items() if one in shown and other in shown)
    return next((f"{shown[one]} {shown[other]}" for one, other in both), "")


def _of_dictionary(typed: str) -> str:
    """Return a word that the dictionary has, and that stands on a page in some form."""
    possible = [other for other in rewritten(typed) if len(other) >= SHORTEST and base(other)]
    if not possible:
        return ""
    asked = [Query.of(other) for other in possible]
    exist = [Exists(Entry.objects.answering(question.tsquery)) for question in asked]
    found = Entry.objects.order_by().values_list(*exist).first() or ()
    return next((other for other, is_there in zip(possible, found, strict=False) if is_there), "")


def _of_parts(typed: str) -> str:
    """Return a compound of which one part is a word, with the other part mended."""
    halves = dict(_halves(typed))
    if not halves:
        return ""
    wanted = list({slip for half in halves for slip in looked_up_by(half)})
    known = KnownWord.objects.filter(pages__gt=0, slips__overlap=wanted)
    found = [
        (far, -pages, f"{before}{shown}{behind}")
        for shown, other, pages in known.values_list("shown", "word", "pages")
        for half, (before, behind) in halves.items()
        if abs(len(half) - len(other)) < 2 and 0 < (far := distance(half, other)) <= 1
    ]
    return min(found)[2] if found else ""


def _halves(typed: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the unknown half of a word with what stands before and behind it."""
    for place in range(SHORTEST, len(typed) - SHORTEST + 1):
        first, last = typed[:place], typed[place:]
        if lemma(first) and not lemma(last):
            yield last, (first, "")
        elif lemma(last) and not lemma(first):
            yield first, ("", last)
