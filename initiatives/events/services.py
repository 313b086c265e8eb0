"""What somebody who wants to come to a meeting can do, and what the clock does.

Every function locks the row of the meeting first and judges everything anew under that lock: who
did not answer in time lapses, the waiting list moves up, and only then comes what was asked. Row,
history and mail are written in one transaction. So it is right without the worker, too.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from core import generation, limits, scheduled_jobs
from initiatives.events import mails, reminders, retention
from initiatives.events.audit_log import record
from initiatives.events.models import EventPage
from initiatives.events.models.registrations import (
    TIME_TO_ANSWER,
    TIME_TO_ANSWER_WHEN_FEW,
    Registration,
)

State = Registration.State

# Who sends the same form twice this shortly pressed the button twice, and has a mail on the way.
DOUBLE_CLICK = timedelta(minutes=2)


@dataclass(frozen=True)
class Attendee:
    """What the form asks of somebody who wants to come."""

    first_name: str
    infix: str
    last_name: str
    organisation: str
    job_title: str
    email: str
    role: str
    needs: str

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, [self.first_name, self.infix, self.last_name]))


class RegistrationRefused(Exception):  # noqa: N818 - an answer, not a fault
    """Nobody can register here now; `registration_status` says why."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.registration_status = status


class AnswerRefused(Exception):  # noqa: N818 - likewise
    """This answer comes too late or makes no sense any more; `registration` says how it stands."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.state)
        self.registration = registration


def register(
    event: EventPage,
    attendee: Attendee,
    form_key: uuid.UUID | None = None,
    network: str = "",
) -> None:
    """Give somebody a place to confirm or a place on the waiting list, and write the mail.

    An address that is registered already gets the right link instead; the caller cannot tell.
    `form_key` is the name of the form that was sent: the same form sent twice registers once, also
    when its first time took the last place. `network` is where it came from (core.limits). Raises
    RegistrationRefused, and limits.TooOften.
    """
    with _under_lock(event) as meeting:
        mine, key_is_taken = _known(meeting, attendee.email, form_key)
        # Before asking for places: the first time may have taken the last one.
        if mine and mine.key == form_key:
            _remind_of_link(meeting, mine, attendee)
        elif meeting.registration_status not in (
            meeting.RegistrationStatus.OPEN,
            meeting.RegistrationStatus.WAITING_LIST,
        ):
            raise RegistrationRefused(meeting.registration_status)
        else:
            _count(meeting, attendee, network)
            if mine:
                _do_as_much(meeting, attendee)
                _remind_of_link(meeting, mine, attendee)
            else:
                key = uuid.uuid4() if form_key is None or key_is_taken else form_key
                _add(meeting, Registration(event=meeting, key=key, **asdict(attendee)))


def _count(meeting: EventPage, attendee: Attendee, network: str) -> None:
    """Count a registration, and the places of one meeting that one network asks for at once."""
    limits.count("registration", email=attendee.email.lower(), network=network)
    if meeting.places_left:
        limits.count("place", network=f"{meeting.pk} {network}" if network else "")


def _do_as_much(meeting: EventPage, attendee: Attendee) -> None:
    """Store what an address that is not known yet would be stored with, and undo it.

    So the answer takes as long for both.
    """
    with transaction.atomic():
        nobody = replace(attendee, email=f"{uuid.uuid4().hex}@voorbeeld.example")
        Registration(event=meeting, state=State.WAITING, expires_at=None, **asdict(nobody)).save(
            force_insert=True
        )
        transaction.set_rollback(True)


def confirm(registration: Registration) -> None:
    """Make a place certain that was asked for or offered. Raises AnswerRefused.

    Nothing happens when it is certain already.
    """
    with _under_lock(registration.event) as meeting:
        mine = meeting.registrations.get(pk=registration.pk)
        can_answer = mine.state in Registration.MUST_ANSWER and _is_to_come(meeting)
        if can_answer:
            now = timezone.now()
            # The mail says all that the reminder would.
            mine.reminded_at = now if reminders.due_at(meeting) <= now else None
            _move(meeting, mine, State.CONFIRMED, "confirm")
            mails.send(meeting, mine, mails.confirmed(meeting, mine), "M17", "confirmed")
    # After the transaction, which may have let it lapse.
    if not can_answer and mine.state not in Registration.COMING:
        raise AnswerRefused(mine)


def cancel(registration: Registration) -> None:
    """Sign somebody off before the meeting begins; the place goes to the first who waits.

    Nothing happens when the registration was over already. Raises AnswerRefused.
    """
    with _under_lock(registration.event) as meeting:
        mine = meeting.registrations.get(pk=registration.pk)
        can_sign_off = mine.is_active and meeting.starts_at > timezone.now()
        if can_sign_off:
            was_waiting = mine.state == State.WAITING
            _move(meeting, mine, State.CANCELLED, "cancel")
            letter = mails.signed_off(meeting, mine, was_waiting=was_waiting)
            mails.send(meeting, mine, letter, "M17", "cancelled")
            _offer_places(meeting)
    if mine.is_active and not can_sign_off:
        raise AnswerRefused(mine)


def erase(registration: Registration) -> None:
    """Wipe who registered, at their own request; a place they had goes to the first who waits.

    Nobody is mailed: there is nobody left to mail.
    """
    with _under_lock(registration.event) as meeting:
        mine = meeting.registrations.get(pk=registration.pk)
        if mine.is_active and _is_to_come(meeting):
            _move(meeting, mine, State.CANCELLED, "cancel")
        retention.wipe(mine, timezone.now())
        _offer_places(meeting)


def fill_places(event: EventPage) -> int:
    """Offer every free place in order of arrival, after expired offers have lapsed.

    Returns for how many people that failed.
    """
    with _locked(event) as meeting:
        return _settle(meeting)


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
def _under_lock(event: EventPage) -> Iterator[EventPage]:
    """Give the meeting as it is now, up to date; afterwards tell the page cache what changed."""
    with _locked(event) as meeting:
        _settle(meeting)
        yield meeting


@contextmanager
def _locked(event: EventPage) -> Iterator[EventPage]:
    """Give the meeting as it stands in the database.

    Its `places_taken` is counted once; `_move` keeps it right.
    """
    with transaction.atomic():
        meeting = event.lock_row()
        shown = _what_visitors_see(meeting)
        yield meeting
        if _what_visitors_see(meeting) != shown:
            generation.raise_number()


def _what_visitors_see(meeting: EventPage) -> tuple[str, int | None]:
    return meeting.registration_status, meeting.few_places_left


def _is_to_come(meeting: EventPage) -> bool:
    return not meeting.is_cancelled and meeting.starts_at > timezone.now()


def _known(
    meeting: EventPage, email: str, form_key: uuid.UUID | None
) -> tuple[Registration | None, bool]:
    """Return who is registered with this address, and whether this form registered anybody."""
    same_address = Q(event=meeting, state__in=Registration.ACTIVE, address=Lower(Value(email)))
    rows = Registration.objects.annotate(address=Lower("email")).annotate(is_mine=same_address)
    found = list(rows.filter(Q(is_mine=True) | Q(key=form_key)))
    mine = next((registration for registration in found if registration.is_mine), None)
    return mine, any(registration.key == form_key for registration in found)


def _add(meeting: EventPage, registration: Registration) -> None:
    waits = meeting.registration_status == meeting.RegistrationStatus.WAITING_LIST
    registration.state = State.WAITING if waits else State.REGISTERED
    span = TIME_TO_ANSWER if meeting.few_places_left is None else TIME_TO_ANSWER_WHEN_FEW
    registration.expires_at = None if waits else _time_to_answer(meeting, span)
    meeting.places_taken += not waits
    registration.save(force_insert=True)
    if waits:
        record(registration, "wait")
        letter = mails.waiting(meeting, registration)
        mails.send(meeting, registration, letter, "M18", "waiting")
    else:
        record(registration, "register")
        letter = mails.please_confirm(meeting, registration)
        mails.send(meeting, registration, letter, "M16", "registered")


def _remind_of_link(meeting: EventPage, registration: Registration, attendee: Attendee) -> None:
    """Mail who is registered already the right link, at most once an hour.

    A second person at a shared address is told by name, once, that they are not registered.
    """
    now = timezone.now()
    record(registration, "again")
    name = attendee.full_name
    if name.casefold() != registration.full_name.casefold():
        letter = mails.registered_before(meeting, registration, other=name)
        key = f"other:{uuid.uuid5(registration.key, name.casefold())}"
        mails.send(meeting, registration, letter, "M16", key)
    elif now - registration.created_at >= DOUBLE_CLICK:
        letter = mails.registered_before(meeting, registration)
        mails.send(meeting, registration, letter, "M16", f"again:{now:%Y-%m-%dT%H}")


def _settle(meeting: EventPage) -> int:
    """Do what the clock asks of a locked meeting; return for how many people that failed."""
    now = timezone.now()
    if not meeting.registrations.unsettled(now).exists():
        return 0
    overdue = meeting.registrations.overdue(now).order_by("expires_at", "pk")
    failed = scheduled_jobs.each(overdue, partial(_lapse, meeting))
    if failed:
        _count_anew(meeting)
    return failed + _offer_places(meeting)


def _lapse(meeting: EventPage, registration: Registration) -> None:
    was_offered = registration.state == State.OFFERED
    _move(meeting, registration, State.LAPSED, "lapse")
    # Who hears that it is off needs no mail about a place.
    if not meeting.is_cancelled:
        letter = mails.lapsed(meeting, registration, was_offered=was_offered)
        mails.send(meeting, registration, letter, "M18", "lapsed")


def _offer_places(meeting: EventPage) -> int:
    """Offer what is free to whoever waits longest; return for how many that failed."""
    if not (_is_to_come(meeting) and meeting.live) or meeting.places_left == 0:
        return 0
    waiting, places = meeting.registrations.waiting(), meeting.places_left
    failed = scheduled_jobs.each(waiting, partial(_offer, meeting), at_most=places)
    if failed:
        _count_anew(meeting)
    return failed


def _offer(meeting: EventPage, registration: Registration) -> None:
    _move(meeting, registration, State.OFFERED, "offer", _time_to_answer(meeting))
    letter = mails.offered(meeting, registration)
    mails.send(meeting, registration, letter, "M18", "offered")


def _count_anew(meeting: EventPage) -> None:
    """Forget how many places are taken: a change that was rolled back is in that number."""
    del meeting.places_taken


def _time_to_answer(meeting: EventPage, span: timedelta = TIME_TO_ANSWER) -> datetime:
    return min(timezone.now() + span, meeting.starts_at)


def _move(
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
