"""The moments at which pages change by themselves, such as the end of a meeting.

No page is kept past the first of them: what a visitor reads is right to the second, though nobody
published anything.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone

from core import generation

Source = Callable[[], Iterable[datetime]]

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Have a function of an app say which moments are to come."""
    _sources.append(source)
    return source


def next_moment() -> datetime | None:
    """Return the first moment to come at which something visible changes, if there is any."""
    now = timezone.now()
    return next((moment for moment in _moments() if moment > now), None)


@generation.kept
def _moments() -> tuple[datetime, ...]:
    return tuple(sorted({moment for source in _sources for moment in source()}))
