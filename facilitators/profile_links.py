"""The personal links of a facilitator: no password, no personal data, and no longer than needed.

A token names the random key of the profile and the moment at which the link ends; both are signed.
Who asks for a new link gets a new key, so that all former links are dead.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from core import links
from facilitators import deadlines
from facilitators.models.profiles import Profile

# What a link is for (core.links).
EDIT = "facilitator"
ADDRESS = "facilitator-adres"
YEARLY = "facilitator-klopt"

VALID = {EDIT: timedelta(days=30), ADDRESS: deadlines.TIME_TO_CONFIRM, YEARLY: timedelta(days=120)}


@dataclass(frozen=True)
class Opened:
    """What a token leads to: a profile, or nothing any more though it `was_ours`, or nothing.

    `address` is which address a link to confirm one was made for, as the profile has it.
    """

    profile: Profile | None
    was_ours: bool
    address: str = ""


def edit_token(profile: Profile) -> str:
    return _token(profile, EDIT, valid=VALID[EDIT])


def edit_url(profile: Profile) -> str:
    """Return the full address at which a facilitator keeps the profile."""
    return url_of("facilitator", edit_token(profile))


def answer_url(profile: Profile) -> str:
    """Return the same for answering the yearly question: it works as long as `yearly_url`."""
    return url_of("facilitator", _token(profile, EDIT, valid=VALID[YEARLY]))


def address_url(profile: Profile) -> str:
    """Return where somebody confirms the address; it works for no other address."""
    address = profile.new_email or profile.email
    token = _token(profile, ADDRESS, address.lower(), valid=VALID[ADDRESS])
    return url_of("facilitator-address", token)


def yearly_url(profile: Profile) -> str:
    return url_of("facilitator-still-right", _token(profile, YEARLY, valid=VALID[YEARLY]))


def url_of(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])


def open_link(token: str, purpose: str) -> Opened:
    """Return whose link this is. A link to confirm an address may be for the former or the new."""
    named, _, end = links.key_of(token).partition("-")
    try:
        key, ends_at = uuid.UUID(named), datetime.fromtimestamp(int(end), UTC)
    except (ValueError, OverflowError, OSError):
        return Opened(None, was_ours=False)
    found = Profile.objects.filter(key=key).exclude(email="")
    profile = found.select_related("page").first()
    if purpose == ADDRESS:
        address = _address_of(token, profile) if profile else ""
        was_ours = bool(address)
    else:
        address, was_ours = "", links.is_genuine(token, purpose)
    is_alive = was_ours and ends_at > timezone.now()
    return Opened(profile if is_alive else None, was_ours, address)


def _address_of(token: str, profile: Profile) -> str:
    """Return which address of a profile this token confirms; empty if none."""
    for address in filter(None, (profile.new_email, profile.email)):
        if links.is_genuine(token, ADDRESS, address.lower()):
            return address
    return ""


def _token(profile: Profile, purpose: str, *state: str, valid: timedelta) -> str:
    ends_at = timezone.now() + valid
    return links.make_token(purpose, f"{profile.key.hex}-{int(ends_at.timestamp())}", *state)
