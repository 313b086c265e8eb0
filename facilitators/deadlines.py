"""How long things of the Pool take: one source for what happens and for what people read of it."""

from datetime import timedelta

from django.conf import settings

from core import times

# Working days within which somebody who wrote to us hears of it.
WORKDAYS_TO_ANSWER = 10
# How long somebody has to answer the yearly question.
TIME_FOR_YEARLY = timedelta(days=60)
# How long a link works to confirm an address.
TIME_TO_CONFIRM = timedelta(days=14)
# How long a draft keeps a photograph that was not approved and that nobody is asked to judge.
KEEP_REFUSED = timedelta(days=30)


def answer() -> str:
    """Return the first of these as people read it: "10 werkdagen"; so do the others."""
    return times.workdays(WORKDAYS_TO_ANSWER)


def yearly() -> str:
    return times.term(TIME_FOR_YEARLY)


def confirm() -> str:
    return times.term(TIME_TO_CONFIRM)


def refused() -> str:
    return times.term(KEEP_REFUSED)


def kept() -> str:
    """Return how long we keep how to reach somebody who is out of the Pool."""
    return times.term(settings.KEEP_PROFILE_AFTER_END)
