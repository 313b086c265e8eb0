"""Dutch working days: Monday to Friday, without public holidays.

Kings day, Easter, Ascension Day, Whitsun, Christmas and New Year's Day are off (domain guide,
paragraph 6.4). Good Friday and Liberation Day are working days unless the settings say otherwise.
"""

from datetime import date, timedelta
from functools import cache, lru_cache

import holidays
from django.conf import settings


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and day not in _days_off(day.year)


def add_workdays(day: date, number: int) -> date:
    """Return the working day that lies so many working days later, or earlier when negative."""
    step = timedelta(days=1 if number > 0 else -1)
    left = abs(number)
    while left:
        day += step
        left -= is_workday(day)
    return day


@lru_cache(maxsize=10_000)  # lists ask it of the same few days, for each of their rows
def workdays_between(first: date, last: date) -> int:
    """Return how many working days have gone by on `last`, when `first` does not count.

    From Friday to the next Monday is one. Never negative: 0 when `last` is not after `first`.
    """
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(map(is_workday, days))


@cache
def _days_off(year: int) -> frozenset[date]:
    found = holidays.country_holidays(
        "NL", years=year, language="nl", categories=("public", "optional")
    )
    working = {name for name, off in settings.DAYS_OFF_BY_AGREEMENT.items() if not off}
    return frozenset(day for day in found if set(found.get_list(day)) - working)
