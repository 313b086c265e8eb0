"""Forgets who left the Pool, or never came in (domain guide, paragraph 10)."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from core import rounds
from facilitators import emptying
from facilitators.locking import under_lock
from facilitators.log_actions import note
from facilitators.models.profiles import Profile

State = Profile.State


def due(now: datetime) -> QuerySet[Profile]:
    """Return whose data have to go: rejected, removed, or applied with an address never answered.

    A page that staff made has no address until they invite somebody: that one stays.
    """
    before = now - settings.KEEP_PROFILE_AFTER_END
    ended = Q(state__in=[State.REJECTED, State.REMOVED], decided_at__lte=before)
    nobody = Q(state=State.APPLIED, email_confirmed_at=None, applied_at__lte=before)
    return Profile.objects.filter(ended | nobody).exclude(email="")


def forget() -> int:
    """Wipe what is due, the mails about it included; what stays is a number without a name."""
    now = timezone.now()
    return rounds.each(due(now), partial(_forget, now=now))


def _forget(profile: Profile, now: datetime) -> None:
    with under_lock(profile) as mine:
        if not due(now).filter(pk=mine.pk).exists():
            return
        if mine.state == State.APPLIED:
            mine.state, mine.decided_at = State.REMOVED, now
        emptying.anonymise(mine)
        emptying.forget(mine)
        note(mine, "forget")
