"""When the pages of meetings change by themselves."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from initiatives.events.models import EventPage


def moments() -> Iterator[datetime]:
    """Yield every moment to come at which registration closes or a meeting begins or ends."""
    now = timezone.now()
    events = EventPage.objects.live().filter(ends_at__gt=now)
    for event in events.only("starts_at", "ends_at", "registration_closes_at"):
        yield from (event.closes_at, event.starts_at, event.ends_at)
