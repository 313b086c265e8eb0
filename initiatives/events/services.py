"""What somebody who wants to come to a meeting can do, and what the clock does.

Every function locks the row of the meeting first and judges everything anew under that lock: who
did not answer in time lapses, the waiting list moves up, and only then comes what was asked. Row,
history and mail are written in one transaction. So it is right without the worker, too.
"""

import uuid
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.utils import timezone

from core import limits
from initiatives.events import invitations, mails, reminders, retention
from initiatives.events.audit_log import record, record_refusal
from initiatives.events.models import EventPage, NewDetails, Registration
from initiatives.events.models.registrations import TIME_TO_ANSWER, TIME_TO_ANSWER_WHEN_FEW
from initiatives.events.places import is_to_come, move, offer_places, time_to_answer, under_lock

State = Registration.State

# Who sends the same form twice this shortly pressed the button twice, and has a mail on the way.
DOUBLE_CLICK = timedelta(minutes=2)


@dataclass(frozen=True)
class Details:
    """What somebody who comes tells of themselves."""

    first_name: str
    infix: str
    last_name: str
    organisation: str
    job_title: str
    role: str
    needs: str

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, [self.first_name, self.infix, self.last_name]))


@dataclass(frozen=True)
class Attendee(Details):
    """What the form asks of somebody who wants to come."""

    email: str

    @property
    def details(self) -> Details:
        return Details(**{name: getattr(self, name) for name in Registration.DETAILS})


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
    by: Any = None,
) -> None:
    """Give somebody a place to confirm or a place on the waiting list, and write the mail.

    An address that is registered already gets the right link instead, and what was filled in now
    waits to be taken over; the caller cannot tell. Every form is answered by a mail, also when
    nobody can register. `form_key` is the name of the form that was sent: who presses twice
    registers once, also when the first time took the last place. `network` is where it came from
    (core.limits), `by` a colleague who fills it in for somebody on the telephone. Raises
    RegistrationRefused after that mail, and limits.TooOften.
    """
    form = form_key or uuid.uuid4()
    with under_lock(event) as meeting:
        mine, key_is_taken = _known(meeting, attendee.email, form)
        # Before asking for places: the first time may have taken the last one.
        if mine and _was_double_click(mine, attendee, form):
            return
        _count(meeting, attendee, network)
        status = meeting.registration_status
        is_open = status.has_form
        if mine:
            _answer_again(meeting, mine, attendee, form, by)
        elif is_open:
            key = uuid.uuid4() if key_is_taken else form
            _add(meeting, Registration(event=meeting, key=key, **asdict(attendee)), by)
        else:
            _do_as_much(meeting, attendee)
            record_refusal(meeting)
            mails.send_refusal(meeting, attendee.first_name, attendee.email, status, form)
    # After the transaction, which holds the mail that says so.
    if not is_open:
        raise RegistrationRefused(status)


def _was_double_click(mine: Registration, attendee: Attendee, form: uuid.UUID) -> bool:
    """Tell whether the form that registered somebody is sent again at once, as it was."""
    is_same = mine.key == form and _details_of(mine) == attendee.details
    return is_same and timezone.now() - mine.created_at < DOUBLE_CLICK


def _details_of(row: Registration | NewDetails) -> Details:
    return Details(**{name: getattr(row, name) for name in Registration.DETAILS})


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
    with under_lock(registration.event) as meeting:
        mine = meeting.registrations.get(pk=registration.pk)
        can_answer = mine.state in Registration.MUST_ANSWER and is_to_come(meeting)
        if can_answer:
            _make_certain(meeting, mine)
    # After the transaction, which may have let it lapse.
    if not can_answer and mine.state not in Registration.COMING:
        raise AnswerRefused(mine)


def _make_certain(meeting: EventPage, mine: Registration) -> None:
    now = timezone.now()
    # The mail says all that the reminder would.
    mine.reminded_at = now if reminders.due_at(meeting) <= now else None
    move(meeting, mine, State.CONFIRMED, "confirm")
    letter = mails.confirmed(meeting, mine, invitations.request(meeting, mine))
    mails.send(meeting, mine, letter, "M17", "confirmed")


def change_details(registration: Registration, details: Details) -> None:
    """Change what somebody told of themselves, by their own link. Raises AnswerRefused."""
    with under_lock(registration.event) as meeting:
        mine = meeting.registrations.get(pk=registration.pk)
        can_change = mine.is_active and is_to_come(meeting)
        if can_change:
            _write(mine, details)
            letter = mails.changed(meeting, mine)
            mails.send(meeting, mine, letter, "M17b", f"details:{uuid.uuid4()}")
    if not can_change:
        raise AnswerRefused(mine)


def take_over(registration: Registration, number: int) -> None:
    """Put what was filled in again in the place of what we had. Raises AnswerRefused.

    `number` is the key of the NewDetails. What was filled in before it goes, what came after still
    waits; nothing happens when it is gone. Who still had to confirm has done so with it.
    """
    with under_lock(registration.event) as meeting:
        mine = meeting.registrations.get(pk=registration.pk)
        found = mine.new_details.filter(pk=number).first()
        can_change = mine.is_active and is_to_come(meeting)
        if can_change and found:
            _write(mine, _details_of(found))
            mine.new_details.filter(pk__lte=number).delete()
            if mine.state in Registration.MUST_ANSWER:
                _make_certain(meeting, mine)
            else:
                letter = mails.changed(meeting, mine)
                mails.send(meeting, mine, letter, "M17b", f"taken-over:{found.key}")
    if not can_change:
        raise AnswerRefused(mine)


def leave_out(registration: Registration, number: int) -> None:
    """Forget what was filled in again; what we had stays."""
    with under_lock(registration.event) as meeting:
        mine = meeting.registrations.get(pk=registration.pk)
        if mine.new_details.filter(pk=number).delete()[0]:
            record(mine, "leave_out")


def _write(mine: Registration, details: Details) -> None:
    for name, value in asdict(details).items():
        setattr(mine, name, value)
    mine.save(update_fields=Registration.DETAILS)
    record(mine, "change")


def cancel(registration: Registration) -> None:
    """Sign somebody off before the meeting begins; the place goes to the first who waits.

    Nothing happens when the registration was over already. Raises AnswerRefused.
    """
    with under_lock(registration.event) as meeting:
        mine = meeting.registrations.get(pk=registration.pk)
        can_sign_off = mine.is_active and meeting.starts_at > timezone.now()
        if can_sign_off:
            was_waiting = mine.state == State.WAITING
            calendar = invitations.cancel(meeting, mine) if mine.state in mine.COMING else ""
            move(meeting, mine, State.CANCELLED, "cancel")
            letter = mails.signed_off(meeting, mine, was_waiting=was_waiting, calendar=calendar)
            mails.send(meeting, mine, letter, "M17", "cancelled")
            offer_places(meeting)
    if mine.is_active and not can_sign_off:
        raise AnswerRefused(mine)


def erase(registration: Registration) -> None:
    """Wipe who registered, at their own request; a place they had goes to the first who waits.

    Nobody is mailed: there is nobody left to mail.
    """
    with under_lock(registration.event) as meeting:
        mine = meeting.registrations.get(pk=registration.pk)
        if mine.is_active and is_to_come(meeting):
            move(meeting, mine, State.CANCELLED, "cancel")
        retention.wipe(mine, timezone.now())
        offer_places(meeting)


def _known(meeting: EventPage, email: str, form_key: uuid.UUID) -> tuple[Registration | None, bool]:
    """Return who is registered with this address, and whether this form registered anybody."""
    same_address = Q(event=meeting, state__in=Registration.ACTIVE, address=Lower(Value(email)))
    rows = Registration.objects.annotate(address=Lower("email")).annotate(is_mine=same_address)
    found = list(rows.filter(Q(is_mine=True) | Q(key=form_key)))
    mine = next((registration for registration in found if registration.is_mine), None)
    return mine, any(registration.key == form_key for registration in found)


def _add(meeting: EventPage, registration: Registration, by: Any) -> None:
    waits = meeting.registration_status == meeting.RegistrationStatus.WAITING_LIST
    registration.state = State.WAITING if waits else State.REGISTERED
    span = TIME_TO_ANSWER if meeting.few_places_left is None else TIME_TO_ANSWER_WHEN_FEW
    registration.expires_at = None if waits else time_to_answer(meeting, span)
    meeting.places_taken += not waits
    registration.save(force_insert=True)
    if waits:
        record(registration, "wait", by)
        letter = mails.waiting(meeting, registration)
        mails.send(meeting, registration, letter, "M18", "waiting")
    else:
        record(registration, "register", by)
        letter = mails.please_confirm(meeting, registration)
        mails.send(meeting, registration, letter, "M16", "registered")


def _answer_again(
    meeting: EventPage,
    mine: Registration,
    attendee: Attendee,
    form: uuid.UUID,
    by: Any,
) -> None:
    """Mail who is registered already the right link; keep what was filled in now until they say so.

    A second person at a shared address is told by name that they are not registered.
    """
    record(mine, "again", by)
    key = uuid.uuid5(form, repr(attendee))
    is_other = is_to_come(meeting) and _details_of(mine) != attendee.details
    found = None
    if is_other:
        found, _ = NewDetails.objects.get_or_create(
            key=uuid.uuid5(mine.key, str(key)),
            defaults={"registration": mine, **asdict(attendee.details)},
        )
    else:
        _do_as_much(meeting, attendee)
    name = attendee.full_name
    is_somebody_else = name.casefold() != mine.full_name.casefold()
    letter = mails.registered_before(meeting, mine, found, name if is_somebody_else else "")
    # Whoever presses twice gets one mail.
    mails.send(meeting, mine, letter, "M16", f"again:{key}:{timezone.now():%Y-%m-%dT%H:%M}")
