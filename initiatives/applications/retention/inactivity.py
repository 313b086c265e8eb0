"""How long an application that nobody works on stays, and what is known of people with it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from initiatives.applications.models import Application, ApplicationEvent
from initiatives.applications.models.choices import Role
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log

# In these the applicant is the one to do something (domain guide, paragraph 6.2, T15).
LAPSING = (State.INVITED, State.DRAFT, State.SUPPLEMENT_ASKED)


def last_activity(application: Application) -> datetime:
    """Return when the applicant did something last, or was asked for something."""
    return max(application.touched_at, application.state_since)


def lapses_at(application: Application) -> datetime:
    """Return when it lapses: after the silence, and never sooner than a warning promised."""
    silent = last_activity(application) + settings.APPLICATION_LAPSES_AFTER
    if was_warned(application) and application.warned_at:
        return max(silent, application.warned_at + settings.APPLICATION_WARNED_BEFORE)
    return silent


def was_warned(application: Application) -> bool:
    """Tell whether the warning is about the silence that there is now."""
    warned_at = application.warned_at
    return warned_at is not None and warned_at >= last_activity(application)


def before_warning() -> timedelta:
    """Return how long somebody may be silent before they are warned."""
    return settings.APPLICATION_LAPSES_AFTER - settings.APPLICATION_WARNED_BEFORE


def must_warn(application: Application) -> bool:
    """Tell whether it is time to warn; who left no address cannot be warned."""
    is_silent = last_activity(application) + before_warning() <= timezone.now()
    return is_silent and bool(application.email) and not was_warned(application)


def has_lapsed(application: Application) -> bool:
    """Tell whether it lapses now. Who can be warned is warned first."""
    is_warned = was_warned(application) or not application.email
    return is_warned and lapses_at(application) <= timezone.now()


def silent_since(moment: datetime) -> QuerySet[Application]:
    """Return the applications with which nobody did anything after this, staff included.

    The log knows; who only looked, and what the clock did, does not count.
    """
    done = ApplicationEvent.objects.filter(application=OuterRef("pk"), at__gt=moment)
    done = done.exclude(kind__in=audit_log.READING).exclude(role=Role.SYSTEM)
    rows = Application.objects.filter(touched_at__lte=moment, state_since__lte=moment)
    return rows.filter(~Exists(done))


def wiped_at(application: Application) -> datetime | None:
    """Return when its personal data go; None for as long as it is not over.

    What was never sent goes at once, the rest a year after the end (domain guide, paragraph 10).
    """
    if application.state == State.WITHDRAWN and application.submitted_at is None:
        return application.state_since
    if application.state in (State.REJECTED, State.WITHDRAWN, State.LEFT):
        return application.state_since + settings.KEEP_APPLICATION_AFTER_END
    return None
