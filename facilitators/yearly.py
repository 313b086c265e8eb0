"""Asks every facilitator once a year whether the profile is still right (M23).

Who does not answer for sixty days is paused, so that organisations find nobody who is not there.
"""

from datetime import timedelta

from django.db.models import DateTimeField
from django.db.models.functions import Coalesce
from django.utils import timezone

from facilitators import keeping, services, terms
from facilitators.models.profiles import Profile

ASK_AFTER = timedelta(days=365)


def ask() -> None:
    """Ask who was not heard of for a year; called every minute."""
    before = timezone.now() - ASK_AFTER
    heard = Coalesce("confirmed_at", "decided_at", "applied_at", output_field=DateTimeField())
    online = Profile.objects.filter(state=Profile.State.PUBLISHED, asked_at=None)
    for profile in online.annotate(heard=heard).filter(heard__lte=before):
        keeping.ask_whether_right(profile, before)


def pause_the_silent() -> None:
    """Pause who was asked and did not answer in time; called every minute."""
    before = timezone.now() - terms.TIME_FOR_YEARLY
    asked = Profile.objects.filter(state=Profile.State.PUBLISHED, asked_at__lte=before)
    for profile in asked:
        services.pause_in_silence(profile, before)
