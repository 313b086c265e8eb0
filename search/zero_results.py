"""Counts what visitors look for and do not find, so that editors can write it, by week.

Nothing tells who looked: no address, no time of day, and nothing that looks like a person's own.
"""

import datetime
import re

from django.db import connection
from django.db.models import F
from django.utils import timezone

from core.text_normalisation import plain
from search.models import FruitlessSearch

# Digits, signs between them, and digits: a telephone number, an account, a citizen service number.
NUMBER = re.compile(r"\d(?:[\s().+-]*\d){5,}")
# Fewer than this in one week might still be one person; nobody gets to see it.
SEEN_FROM = 3
# Whoever tries to fill our disk finds it full.
MOST_A_WEEK = 1_000
KEPT = datetime.timedelta(weeks=53)


def note(text: str) -> None:
    """Count one more search for this text, unless it might be of somebody personally."""
    words = plain(text)
    if not words or "@" in text or NUMBER.search(text):
        return
    week = _monday(timezone.localdate())
    if FruitlessSearch.objects.filter(week=week, words=words).update(times=F("times") + 1):
        return
    if FruitlessSearch.objects.filter(week=week).count() >= MOST_A_WEEK:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_fruitlesssearch (week, words, times) VALUES (%s, %s, 1)"
            " ON CONFLICT (week, words) DO UPDATE SET times = search_fruitlesssearch.times + 1",
            [week, words[:100]],
        )


def forget_old() -> None:
    """Delete what was counted more than a year ago."""
    FruitlessSearch.objects.filter(week__lt=timezone.localdate() - KEPT).delete()


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())
