"""Asks every facilitator once a year whether the profile is still right (M23).

Whoever does not answer in time is paused, so that organisations find nobody who is not there.
"""

from datetime import timedelta
from functools import partial

from django.db.models import DateTimeField
from django.db.models.functions import Coalesce
from django.utils import timezone

from core import scheduled_jobs
from facilitators import deadlines, profile_states, profile_updates
from facilitators.models.profiles import Profile

ASK_AFTER = timedelta(days=365)


def ask() -> int:
    """Ask who was not heard of for a year; called every minute."""
    before = timezone.now() - ASK_AFTER
    heard = Coalesce("confirmed_at", "decided_at", "applied_at", output_field=DateTimeField())
    online = Profile.objects.filter(state=Profile.State.PUBLISHED, asked_at=None)
    silent = online.annotate(heard=heard).filter(heard__lte=before)
    return scheduled_jobs.each(
        silent, partial(profile_updates.ask_whether_right, last_heard_before=before)
    )


def pause_the_silent() -> int:
    """Pause who was asked and did not answer in time; called every minute."""
    before = timezone.now() - deadlines.TIME_FOR_YEARLY
    asked = Profile.objects.filter(state=Profile.State.PUBLISHED, asked_at__lte=before)
    return scheduled_jobs.each(asked, partial(profile_states.pause_in_silence, asked_before=before))
