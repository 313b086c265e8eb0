"""The personal links of those who are asked for advice (domain guide, M8).

A link is for one party and one case, and leads nowhere else. It works until the advice is given,
the consultation ends, the adviser takes the question back, or a month has passed since the last
day to advise. A link that was ours is answered kindly for ever; any other leads nowhere.
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from core import links
from initiatives.applications.models import Advice
from initiatives.applications.models.choices import AdviceValue
from initiatives.applications.models.states import State

# What a link is for (core.links).
ADVISE = "advies"
# So long after the last day advice is still welcome.
GRACE = timedelta(days=30)


class Door(StrEnum):
    """What a party can do with its link at this moment."""

    OPEN = "open"
    GIVEN = "given"  # and the consultation still runs
    CONFLICT = "conflict"  # an interest was declared
    REVOKED = "revoked"
    OVER = "over"  # the consultation has ended
    EXPIRED = "expired"
    REPLACED = "replaced"  # by a newer link


@dataclass(frozen=True)
class Opened:
    """What a token leads to; `advice` is None for a link that another one replaced."""

    door: Door
    advice: Advice | None = None


def url_of(advice: Advice) -> str:
    """Return the full address at which this party advises."""
    token = links.make_token(ADVISE, advice.key.hex)
    return settings.SITE_URL + reverse("advice", args=[token])


def open_link(token: str) -> Opened | None:
    """Return what a token leads to now; None for one that was never ours."""
    try:
        key = uuid.UUID(links.key_of(token))
    except ValueError:
        return None
    if not links.is_genuine(token, ADVISE):
        return None
    found = Advice.objects.filter(key=key)
    advice = found.select_related("application", "party").first()
    return Opened(door_of(advice), advice) if advice else Opened(Door.REPLACED)


def door_of(advice: Advice) -> Door:
    """Return what can be done at this moment about this advice."""
    if advice.conflict_at:
        return Door.CONFLICT
    if advice.revoked_at:
        return Door.REVOKED
    if not is_consulted(advice):
        return Door.OVER
    if advice.value != AdviceValue.OPEN:
        return Door.GIVEN
    return Door.EXPIRED if timezone.localdate() > last_day(advice) else Door.OPEN


def is_consulted(advice: Advice) -> bool:
    """Tell whether the consultation that this belongs to is still going on."""
    if advice.application.state != State.IN_CONSULTATION:
        return False
    rounds = Advice.objects.filter(application=advice.application_id)
    return bool(rounds.aggregate(last=Max("round"))["last"] == advice.round)


def last_day(advice: Advice) -> date:
    """Return the last day on which the link works."""
    return advice.due_on + GRACE
