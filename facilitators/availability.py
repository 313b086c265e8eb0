"""Whether a facilitator can be asked, in words and for the database.

Who is not available now may name a month. From its first day on, they count as available: that is
what they said. The page cache learns of that day by `core.cache_expiry`.
"""

import datetime
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from facilitators.choices import Availability
from facilitators.models.profiles import Profile

NOW = (Availability.AVAILABLE, Availability.LIMITED)


def available() -> Q:
    """Match the facilitator pages of whom can be asked now, if only for a little."""
    return Q(profile__availability__in=NOW) | Q(profile__available_from__lte=timezone.localdate())


def available_later() -> Q:
    """Match those of whom can be asked now, or who say from which month."""
    return Q(profile__availability__in=NOW) | Q(profile__available_from__isnull=False)


def conditions() -> dict[Availability, Q]:
    """Return for each kind of availability which profiles are so today, as `in_words` says."""
    back = Q(available_from__isnull=False, available_from__lte=timezone.localdate())
    named = {kind: Q(availability=kind) for kind in Availability}
    return {
        **named,
        Availability.AVAILABLE: named[Availability.AVAILABLE] | back,
        Availability.NOT_NOW: named[Availability.NOT_NOW] & ~back,
    }


def is_available(profile: Profile) -> bool:
    if profile.availability in NOW:
        return True
    day = profile.available_from
    return day is not None and day <= timezone.localdate()


def in_words(profile: Profile) -> str:
    """Say it for visitors: Beschikbaar, or Weer beschikbaar vanaf maart 2027."""
    if profile.availability in NOW:
        return profile.get_availability_display()
    if is_available(profile):
        return str(Availability.AVAILABLE.label)
    if profile.available_from:
        return f"Weer beschikbaar vanaf {date_format(profile.available_from, 'F Y')}"
    return profile.get_availability_display()


def tone(profile: Profile) -> str:
    """Return what the sign beside the words is: "yes", "partly" or "no"."""
    if not is_available(profile):
        return "no"
    return "partly" if profile.availability == Availability.LIMITED else "yes"


def first_days() -> Iterator[datetime.datetime]:
    """Yield when facilitators become available by themselves."""
    seen = Profile.objects.filter(state=Profile.State.PUBLISHED, available_from__isnull=False)
    for day in filter(None, seen.values_list("available_from", flat=True).distinct()):
        yield timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
