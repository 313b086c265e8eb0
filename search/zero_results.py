"""Counts what visitors look for and do not find, so that editors can write it, by week.

Nothing tells who looked: no address, no time of day, and nothing that looks like a person's own.
What somebody typed may be a name, so it is only written down when several searches asked the same;
until then there is a keyed hash of it.
"""

import datetime
import re

from django.conf import settings
from django.db import connection
from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.text_normalisation import plain
from search.models import FruitlessSearch

# Digits, signs between them, and digits: a telephone number, an account, a citizen service number.
NUMBER = re.compile(r"\d(?:[\s().+-]*\d){5,}")
# Fewer than this in one week might still be one person; it is not written down.
SEEN_FROM = 3
OLD = "oude zoekvragen"
# Whoever tries to fill our disk finds it full.
MOST_A_WEEK = 1_000


def note(text: str) -> None:
    """Count one more search for this text, unless it might be of somebody personally."""
    words = plain(text)
    if not words or "@" in text or NUMBER.search(text):
        return
    week, words = _monday(timezone.localdate()), words[:100]
    digest = salted_hmac("search.fruitless", words, algorithm="sha256").hexdigest()
    same = FruitlessSearch.objects.filter(week=week, digest=digest)
    shown = Case(When(times__gte=SEEN_FROM - 1, then=Value(words)), default=Value(""))
    if same.update(times=F("times") + 1, words=shown):
        return
    if FruitlessSearch.objects.filter(week=week).count() >= MOST_A_WEEK:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_fruitlesssearch (week, digest, words, times) VALUES (%s, %s, '', 1)"
            " ON CONFLICT (week, digest) DO UPDATE SET times = search_fruitlesssearch.times + 1",
            [week, digest],
        )


def due(now: datetime.datetime) -> QuerySet[FruitlessSearch]:
    """Return what was counted longer ago than we keep it, by whole weeks."""
    day = timezone.localdate(now) - settings.KEEP_FRUITLESS_SEARCHES
    return FruitlessSearch.objects.filter(week__lt=_monday(day))


def forget_old() -> None:
    due(timezone.now()).delete()


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())
