"""What happens when nobody goes on: a warning, and then the application lapses (T15)."""

from django.db.models import QuerySet
from django.utils import timezone

from initiatives.applications import history, letters, performing, periods
from initiatives.applications.actors import SYSTEM
from initiatives.applications.deeds import Deed
from initiatives.applications.locking import under_lock
from initiatives.applications.models import Application
from initiatives.applications.posts import send
from initiatives.applications.refusals import Refused


def warn() -> None:
    """Warn who has been silent for long that it lapses (M14), once for each silence."""
    for found in _waiting():
        if periods.must_warn(found):
            _warn(found)


def lapse() -> None:
    """Close what was silent for too long; who did something just now is left alone."""
    for found in _waiting():
        if periods.has_lapsed(found):
            try:
                performing.perform(found, Deed.LAPSE, SYSTEM)
            except Refused:
                continue


def _waiting() -> QuerySet[Application]:
    """Return what waits for its applicant and has been silent long enough to be warned."""
    long_ago = timezone.now() - periods.before_warning()
    return Application.objects.filter(
        state__in=periods.LAPSING, touched_at__lte=long_ago, state_since__lte=long_ago
    )


def _warn(found: Application) -> None:
    with under_lock(found) as mine:
        if mine.state not in periods.LAPSING or not periods.must_warn(mine):
            return
        mine.warned_at = timezone.now()
        mine.save(update_fields=["warned_at"])
        send(mine, [letters.lapses_soon(mine)])
        history.note(mine, history.WARNED, SYSTEM, mails=["M14"])
