"""Forgets who left the Pool, or never came in (domain guide, paragraph 10)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from facilitators import emptying
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


@transaction.atomic
def forget() -> None:
    """Wipe what is due, the mails about it included; what stays is a number without a name."""
    for profile in due(timezone.now()).select_for_update(of=("self",)).select_related("page"):
        if profile.state == State.APPLIED:
            profile.state, profile.decided_at = State.REMOVED, timezone.now()
        emptying.empty(profile)
        emptying.forget(profile)
        note(profile, "forget")
