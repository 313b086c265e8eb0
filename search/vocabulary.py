"""The words that stand on pages: which there are, on how many pages, and by what they are found."""

import re
from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction

from core.text import without_unseen_at_all
from search import dutch
from search.compounds import split
from search.dutch import words
from search.lemmas import lemma
from search.models import Entry, KnownWord
from search.spelling_variants import looked_up_by

# Words as short as these are never mended, and nobody needs help to type them.
SHORTEST = 3
BATCH = 2_000
# Addresses of mail and of websites: nobody looks for their parts.
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|[\w-]+\.(?:nl|com|org|eu|net|example)\b")

Texts = tuple[str, str]


def words_of(texts: Texts) -> dict[str, str]:
    """Return the words of a page worth knowing, each as it stands in its text.

    Without the capital that began its sentence, when it has that nowhere else; GGZ, iPad and names
    keep theirs.
    """
    found: dict[str, str] = {}
    for text in (ADDRESS.sub(" ", text) for text in texts):
        for word in words(text):
            if len(word.joined) < SHORTEST or word.says_nothing or word.joined.isdigit():
                continue
            shown = without_unseen_at_all(text[word.start : word.end])
            if shown[0].isupper() and shown[1:].islower() and _begins_sentence(text, word.start):
                shown = shown if _is_name(word.joined) else shown[0].lower() + shown[1:]
            if shown.islower():
                found[word.joined] = shown
            else:
                found.setdefault(word.joined, shown)
    return found


def _begins_sentence(text: str, place: int) -> bool:
    before = text[:place].rstrip(" ‘’“”\"'(«")
    return not before or before[-1] in ".!?:;…\n"


def _is_name(word: str) -> bool:
    """Tell whether no dictionary has a word, in any form."""
    return not (lemma(word) or lemma(dutch.stem(word)) or split(word))


def learn(before: Iterable[Texts], after: Iterable[Texts]) -> None:
    """Count the words of some pages as they are now, and no longer as they were; at commit."""
    was, now = list(map(words_of, before)), list(map(words_of, after))
    change = Counter(word for page in now for word in page)
    change.subtract(Counter(word for page in was for word in page))
    shown = {word: written for page in (*was, *now) for word, written in page.items()}
    if any(change.values()):
        transaction.on_commit(lambda: _count(change, shown))


@transaction.atomic
def _count(change: Counter[str], shown: dict[str, str]) -> None:
    """Add up in the order of the words, so that two of these never wait for each other."""
    rows = [_row(word, shown[word], number) for word, number in sorted(change.items()) if number]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_knownword (word, shown, pages, slips, found_by)"
            " VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (word) DO UPDATE SET pages = search_knownword.pages + EXCLUDED.pages",
            [(row.word, row.shown, row.pages, row.slips, row.found_by) for row in rows],
        )


def rebuild() -> None:
    """Count all words anew. Until that is done, everybody sees the old ones."""
    pages: Counter[str] = Counter()
    shown: dict[str, str] = {}
    texts = Entry.objects.values_list("title", "text")
    with transaction.atomic():
        with connection.cursor() as cursor:  # who counts words waits; who reads them does not
            cursor.execute("LOCK TABLE search_knownword IN SHARE ROW EXCLUSIVE MODE")
        for row in texts.iterator(chunk_size=BATCH):
            found = words_of(row)
            pages.update(found.keys())
            for word, written in found.items():
                shown.setdefault(word, written)
        KnownWord.objects.all().delete()
        KnownWord.objects.bulk_create(
            (_row(word, shown[word], number) for word, number in sorted(pages.items())),
            batch_size=BATCH,
        )


def _row(word: str, shown: str, pages: int) -> KnownWord:
    return KnownWord(
        word=word, shown=shown, pages=pages, slips=looked_up_by(word), found_by=_found_by(word)
    )


def _found_by(word: str) -> str:
    """Return the word and every part that somebody may begin to type, each behind a space."""
    return "".join(f" {tail}" for tail in (word, *dutch.tails(word)))[:255]
