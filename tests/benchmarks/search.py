"""Searching among SCALE articles, beside Wagtail's own search with PostgreSQL's Dutch."""

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle, islice
from typing import Any

from django.db.models.functions import Length
from django.test import Client
from wagtail.search.backends import get_search_backend

from core.models import Theme, ThemedPage
from core.models.pages import choosing
from search.models import Entry, KnownWord
from search.spelling_variants import slips_of

TIMES = 100
# Wagtail's own may take seconds each time.
TIMES_PLAIN = 10
PAGE_SIZE = 12
# Words on so many pages at most are rare: they are of demo pages that are no news.
RARE = 20
# Shorter words are never mended, or too often.
LONG = 9


def questions() -> dict[str, list[str]]:
    """Return some questions of each sort, as the words on the pages themselves suggest them."""
    known = KnownWord.objects.exclude(word__regex=r"\d").order_by("-pages", "word")
    words = known.values_list("word", flat=True)
    rare = list(words.filter(pages__range=(1, RARE)).order_by("word"))
    long = words.filter(pages__gt=RARE).alias(length=Length("word")).filter(length__gte=LONG)
    return {
        "rare word": rare[:: max(1, len(rare) // 10)][:10],
        "common word": list(words[:5]),
        "compound": ["personeelstekort", "verpleeghuis", "koploperbijeenkomst", "leerproces"],
        "typing error": [slips_of(word)[4] for word in long[:10]],
    }


def percentiles(
    ask: Callable[[str], Any], words: Sequence[str], number: int
) -> tuple[float, float]:
    """Return the median and the 99th percentile of asking so many times, in milliseconds."""
    for word in words[:number]:
        ask(word)
    times = []
    for word in islice(cycle(words), number):
        start = time.perf_counter()
        ask(word)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=100, method="inclusive")[98]


def ours(client: Client, theme: str, word: str) -> None:
    """Read the whole page: results, excerpts, numbers beside all options."""
    client.get("/zoeken/", {"q": word, **({"thema": theme} if theme else {})})


def plain(theme: Theme | None, word: str) -> None:
    """Read the first page and the number of results, which is all that Wagtail would give."""
    pages = ThemedPage.objects.live()
    if theme:
        pages = pages.filter(pk__in=ThemedPage.objects.filter(choosing([theme])).values("pk"))
    found = get_search_backend().search(word, pages)
    list(found[:PAGE_SIZE])
    found.count()


def bench(say: Callable[[str], None]) -> None:
    client, theme = Client(), Theme.objects.order_by("pk").first()
    number = f"{TIMES} times each (Wagtail {TIMES_PLAIN})"
    say(f"\nSearching among {Entry.objects.count():,} pages, {number}, milliseconds")
    say(f"{'':32} {'ours: p50':>10} {'p99':>8} {'Wagtail: p50':>14} {'p99':>8}")
    for sort, words in questions().items():
        for chosen in (None, theme):
            slug = chosen.slug if chosen else ""
            mine = percentiles(partial(ours, client, slug), words, TIMES)
            other = percentiles(partial(plain, chosen), words, TIMES_PLAIN)
            name = f"{sort}, one theme" if chosen else sort
            say(f"{name:32} {mine[0]:>10.1f} {mine[1]:>8.1f} {other[0]:>14.1f} {other[1]:>8.1f}")
