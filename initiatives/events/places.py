"""The places of a meeting: the lock under which they are counted, and what the clock does to them.

Whoever gives or takes a place holds the lock of the meeting, and finds everything settled: who did
not answer in time has lapsed, and the waiting list has moved up. So it is right without the worker.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core import generation, scheduled_jobs
from initiatives.events import mails
from initiatives.events.audit_log import record
from initiatives.events.models import EventPage
from initiatives.events.models.registrations import TIME_TO_ANSWER, Registration

State = Registration.State


def fill_places(event: EventPage) -> int:
    """Offer every free place in order of arrival, after expired offers have lapsed.

    Returns for how many people that failed.
    """
    with locked(event) as meeting:
        return settle(meeting)


def lapse_overdue() -> int:
    """Do so for every meeting where somebody is too late, or waits while a place is free.

    Called every minute.
    """
    now = timezone.now()
    taken = Registration.objects.filter(event=OuterRef("event")).holding_a_place().order_by()
    number = taken.values("event").annotate(number=Count("pk")).values("number")
    rows = Registration.objects.annotate(taken=Coalesce(Subquery(number), 0))
    too_late = Q(state__in=Registration.MUST_ANSWER, expires_at__lte=now)
    is_to_come = Q(event__live=True, event__cancellation=None, event__starts_at__gt=now)
    is_free = Q(event__capacity=None) | Q(event__capacity__gt=F("taken"))
    found = rows.filter(too_late | Q(is_to_come, is_free, state=State.WAITING))
    one_each = found.order_by("event_id").distinct("event_id").select_related("event")
    return scheduled_jobs.each(one_each, _fill_places_of)


def _fill_places_of(registration: Registration) -> int:
    return fill_places(registration.event)


@contextmanager
def under_lock(event: EventPage) -> Iterator[EventPage]:
    """Give the meeting as it is now, up to date; afterwards tell the page cache what changed."""
    with locked(event) as meeting:
        settle(meeting)
        yield meeting


@contextmanager
def locked(event: EventPage) -> Iterator[EventPage]:
    """Give the meeting as it stands in the database.

    Its `places_taken` is counted once; `move` keeps it right.
    """
    with transaction.atomic():
        meeting = event.lock_row()
        shown = _what_visitors_see(meeting)
        yield meeting
        if _what_visitors_see(meeting) != shown:
            generation.raise_number()


def _what_visitors_see(meeting: EventPage) -> tuple[str, int | None]:
    return meeting.registration_status, meeting.few_places_left


def is_to_come(meeting: EventPage) -> bool:
    return not meeting.is_cancelled and meeting.starts_at > timezone.now()


def settle(meeting: EventPage) -> int:
    """Do what the clock asks of a locked meeting; return for how many people that failed."""
    now = timezone.now()
    if not meeting.registrations.unsettled(now).exists():
        return 0
    overdue = meeting.registrations.overdue(now).order_by("expires_at", "pk")
    failed = scheduled_jobs.each(overdue, partial(_lapse, meeting))
    if failed:
        _count_anew(meeting)
    return failed + offer_places(meeting)


def _lapse(meeting: EventPage, registration: Registration) -> None:
    was_offered = registration.state == State.OFFERED
    move(meeting, registration, State.LAPSED, "lapse")
    # Who hears that it is off needs no mail about a place.
    if not meeting.is_cancelled:
        letter = mails.lapsed(meeting, registration, was_offered=was_offered)
        mails.send(meeting, registration, letter, "M18", "lapsed")


def offer_places(meeting: EventPage) -> int:
    """Offer what is free to whoever waits longest; return for how many that failed."""
    if not (is_to_come(meeting) and meeting.live) or meeting.places_left == 0:
        return 0
    waiting, places = meeting.registrations.waiting(), meeting.places_left
    failed = scheduled_jobs.each(waiting, partial(_offer, meeting), at_most=places)
    if failed:
        _count_anew(meeting)
    return failed


def _offer(meeting: EventPage, registration: Registration) -> None:
    move(meeting, registration, State.OFFERED, "offer", time_to_answer(meeting))
    letter = mails.offered(meeting, registration)
    mails.send(meeting, registration, letter, "M18", "offered")


def _count_anew(meeting: EventPage) -> None:
    """Forget how many places are taken: a change that was rolled back is in that number."""
    del meeting.places_taken


def time_to_answer(meeting: EventPage, span: timedelta = TIME_TO_ANSWER) -> datetime:
    return min(timezone.now() + span, meeting.starts_at)


def move(
    meeting: EventPage,
    registration: Registration,
    state: State,
    action: str,
    expires_at: datetime | None = None,
) -> None:
    """Change the state, write it in the history and keep the count of places right."""
    meeting.places_taken += (state in Registration.HOLDING_A_PLACE) - (
        registration.state in Registration.HOLDING_A_PLACE
    )
    registration.state = state
    registration.expires_at = expires_at
    registration.over_at = None if registration.is_active else timezone.now()
    registration.save(update_fields=["state", "expires_at", "reminded_at", "over_at"])
    record(registration, action)
