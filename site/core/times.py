"""How a time and a span of time are said in Dutch: dots, and days in full (domain guide §11.1)."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

DAY = "l j F Y"
MIDNIGHT = "0.00"


def clock(moment: datetime) -> str:
    """Return the time in our zone: 9.30."""
    return clock_time(timezone.localtime(moment).time())


def clock_time(time: time) -> str:
    """Return a time of day: 9.30."""
    return f"{time.hour}.{time:%M}"


def hours(start: datetime, end: datetime) -> str:
    """Return the times of one day: 13.30 tot 17.00 uur; of several days the time it begins."""
    if last_day(start, end) > timezone.localdate(start):
        return f"vanaf {clock(start)} uur"
    return f"{clock(start)} tot {clock(end)} uur"


def term(length: timedelta) -> str:
    """Return how long something lasts: 48 uur, 14 dagen, 4 weken; in the largest unit from 4 on.

    Whole years are years, from the first on: 1 jaar.
    """
    days = length.days
    if days and days % 365 == 0:
        return f"{days // 365} jaar"
    if days < 4:
        return f"{length // timedelta(hours=1)} uur"
    if days >= 28 and days % 7 == 0:
        return f"{days // 7} weken"
    return f"{days} dagen"


def workdays(number: int) -> str:
    """Return a number of working days: 10 werkdagen."""
    return "1 werkdag" if number == 1 else f"{number} werkdagen"


def moment(when: datetime) -> str:
    """Return a day and a time: woensdag 12 juni 2019 om 13.30 uur."""
    return f"{date_format(timezone.localdate(when), DAY)} om {clock(when)} uur"


def span(start: datetime, end: datetime) -> str:
    """Return days and times: woensdag 12 juni 2019, 13.30 tot 17.00 uur.

    Of several days: maandag 3 juni 2019, 9.30 uur tot en met dinsdag 4 juni 2019, 16.00 uur.
    """
    first, last = timezone.localdate(start), last_day(start, end)
    if first == last:
        return f"{date_format(first, DAY)}, {hours(start, end)}"
    return (
        f"{date_format(first, DAY)}, {clock(start)} uur "
        f"tot en met {date_format(last, DAY)}, {clock(end)} uur"
    )


def last_day(start: datetime, end: datetime) -> date:
    """Return the day on which it ends; an end at midnight belongs to the day before."""
    return max(timezone.localdate(start), timezone.localdate(end - timedelta(microseconds=1)))


def until(end: datetime) -> str:
    """Return up to when something is possible: tot en met maandag 10 juni 2019."""
    if clock(end) == MIDNIGHT:
        last = timezone.localdate(end) - timedelta(days=1)
        return f"tot en met {date_format(last, DAY)}"
    return f"tot {moment(end)}"


def since(end: datetime) -> str:
    """Return from when on it is possible no more: sinds dinsdag 11 juni 2019."""
    if clock(end) == MIDNIGHT:
        return f"sinds {date_format(timezone.localdate(end), DAY)}"
    return f"sinds {moment(end)}"
