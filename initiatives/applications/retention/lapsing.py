"""What happens when nobody goes on: a warning, and then the application lapses (T15)."""

from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from core import scheduled_jobs
from initiatives.applications import mails
from initiatives.applications.models import Application
from initiatives.applications.retention import inactivity
from initiatives.applications.workflow import audit_log, engine
from initiatives.applications.workflow.actions import SYSTEM, Action
from initiatives.applications.workflow.errors import Refused
from initiatives.applications.workflow.locking import under_lock
from initiatives.applications.workflow.outgoing_mail import send

# As periods.was_warned says of one application.
WAS_WARNED = Q(warned_at__isnull=False, warned_at__gte=F("last_activity"))


def warn() -> int:
    """Warn who has been silent for long that it lapses (M14), once for each silence."""
    return scheduled_jobs.each(to_warn(), _warn)


def lapse() -> int:
    """Close what was silent for too long; who did something just now is left alone."""
    return scheduled_jobs.each(to_lapse(), _lapse)


def to_warn() -> QuerySet[Application]:
    """Return those of which `periods.must_warn` is true."""
    return _silent_for(inactivity.before_warning()).exclude(WAS_WARNED).exclude(email="")


def to_lapse() -> QuerySet[Application]:
    """Return those of which `periods.has_lapsed` is true."""
    promised = timezone.now() - settings.APPLICATION_WARNED_BEFORE
    is_over = Q(WAS_WARNED, warned_at__lte=promised) | Q(~WAS_WARNED, email="")
    return _silent_for(settings.APPLICATION_LAPSES_AFTER).filter(is_over)


def _silent_for(term: timedelta) -> QuerySet[Application]:
    """Return what waits for its applicant, who has been silent for so long."""
    rows = Application.objects.annotate(last_activity=Greatest("touched_at", "state_since"))
    return rows.filter(state__in=inactivity.LAPSING, last_activity__lte=timezone.now() - term)


def _lapse(found: Application) -> None:
    with suppress(Refused):
        engine.apply(found, Action.LAPSE, SYSTEM)


def _warn(found: Application) -> None:
    with under_lock(found) as mine:
        if mine.state not in inactivity.LAPSING or not inactivity.must_warn(mine):
            return
        mine.warned_at = timezone.now()
        mine.save(update_fields=["warned_at"])
        send(mine, [mails.lapses_soon(mine)])
        audit_log.record(mine, audit_log.WARNED, SYSTEM, mails=["M14"])
