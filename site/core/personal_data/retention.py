"""What core forgets by itself when its term is over: privacy requests, who saw what, history.

Registrations, applications, profiles and mail have a module `retention` or `anonymise` of their
own. Which rows go by which rule is declared (core.personal_data.registry), so that the command
`retention` can list them beforehand.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry, PageLogEntry

from core import scheduled_jobs
from core.models import Access, Deletion, PrivacyRequest

REQUEST = "privacyverzoek beantwoord"
ACCESS = "oude inzagen"
HISTORY = "oude geschiedenis"
UNSAVED = "niet opgeslagen formulieren"


def due_requests(now: datetime) -> QuerySet[PrivacyRequest]:
    """Return the requests that were answered so long ago that we need not know whose they were."""
    before = now - settings.KEEP_PRIVACY_REQUEST
    return PrivacyRequest.objects.filter(answered_at__lte=before).exclude(email="")


def due_access(now: datetime) -> QuerySet[Access]:
    return Access.objects.filter(at__lt=now - settings.KEEP_ACCESS_LOG)


def due_history(now: datetime) -> QuerySet[ModelLogEntry]:
    """Return the old lines in the history of records: who of the staff did what."""
    return ModelLogEntry.objects.filter(timestamp__lt=now - settings.KEEP_HISTORY)


def due_page_history(now: datetime) -> QuerySet[PageLogEntry]:
    return PageLogEntry.objects.filter(timestamp__lt=now - settings.KEEP_HISTORY)


def due_forms(now: datetime) -> QuerySet[FormState]:
    """Return what staff typed in a form of the admin and never saved."""
    return FormState.objects.filter(last_updated_at__lt=now - settings.KEEP_UNSAVED_FORMS)


def empty(asked: PrivacyRequest) -> None:
    """Forget whose request it was."""
    PrivacyRequest.objects.filter(pk=asked.pk).update(email="")


def forget_requests() -> int:
    """Empty the privacy requests that are due, each by itself; return how many failed."""
    return scheduled_jobs.each(due_requests(timezone.now()), _forget_request)


def _forget_request(asked: PrivacyRequest) -> None:
    empty(asked)
    Deletion.note(asked, REQUEST)


def forget_lines() -> None:
    """Delete the lines that are too old, of every log, and what was never saved."""
    now = timezone.now()
    for rows, rule in (
        (due_access(now), ACCESS),
        (due_history(now), HISTORY),
        (due_page_history(now), HISTORY),
        (due_forms(now), UNSAVED),
    ):
        number = rows.count()
        if number:
            rows.delete()
            Deletion.objects.create(kind=rows.model._meta.label_lower, number=number, rule=rule)
