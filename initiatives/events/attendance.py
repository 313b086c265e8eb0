"""Who was there: ticked on the day itself, and to be corrected afterwards."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from initiatives.events.models import EventPage
from initiatives.events.models.registrations import Registration

State = Registration.State

ACTIONS = {
    State.ATTENDED: "events.registration.attend",
    State.ABSENT: "events.registration.absent",
    State.CONFIRMED: "events.registration.expect",
}
WALKED_IN = "events.registration.walk_in"


class NotNowError(Exception):
    """Attendance is kept from the day of the meeting on, and not of one that is off."""


@dataclass(frozen=True)
class WalkIn:
    """Somebody who comes without a registration. No address: we only want to know who was there."""

    first_name: str
    infix: str
    last_name: str
    organisation: str


def is_open(event: EventPage) -> bool:
    """Tell whether attendance can be kept: from the day of the meeting on."""
    begun = timezone.localdate(event.starts_at) <= timezone.localdate()
    return begun and not event.is_cancelled


def mark(registration: Registration, state: str, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Note that somebody was there or was not, or take that back (`CONFIRMED`).

    Returns False when it is so already, or when the person is not coming at all any more. Raises
    NotNowError.
    """
    with transaction.atomic():
        event = registration.event.lock_row()
        if not is_open(event):
            raise NotNowError
        mine = event.registrations.get(pk=registration.pk)
        if mine.state not in Registration.COMING or mine.state == state:
            return False
        # Nobody expected who walked in: taking that back takes the person off the list.
        walked_in = not mine.email
        mine.state = State.CANCELLED if walked_in and state == State.CONFIRMED else state
        mine.save(update_fields=["state"])
        _note(mine, ACTIONS[State(state)], user)
    return True


def add(event: EventPage, walk_in: WalkIn, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Note somebody who came unannounced; False when the same person stands there already.

    Raises NotNowError.
    """
    with transaction.atomic():
        event = event.lock_row()
        if not is_open(event):
            raise NotNowError
        mine, is_new = event.registrations.get_or_create(
            email="",
            first_name=walk_in.first_name,
            infix=walk_in.infix,
            last_name=walk_in.last_name,
            organisation=walk_in.organisation,
            state=State.ATTENDED,
            defaults={"role": Registration.Role.OTHER},
        )
        if is_new:
            _note(mine, WALKED_IN, user)
    return is_new


def _note(registration: Registration, action: str, user: AbstractBaseUser | AnonymousUser) -> None:
    log(instance=registration, action=action, user=user, title=f"Aanmelding {registration.pk}")
