"""Where a page stands, as an editor would say it. Each state is a condition on pages."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Revision, WorkflowState


class State(models.TextChoices):
    DRAFT = "concept", "Concept"
    REVIEW = "controle", "Ter controle"
    PLANNED = "gepland", "Gepland"
    ONLINE = "online", "Online"
    EXPIRED = "verlopen", "Verlopen"


def is_planned() -> Exists:
    """Match pages of which a version goes online at a set time."""
    return Exists(
        Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id=_key())
    )


def is_in_review() -> Exists:
    return Exists(
        WorkflowState.objects.filter(
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
            object_id=_key(),
            status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
        )
    )


def is_expired() -> Q:
    return Q(expired=True, live=False) | Q(expire_at__lte=timezone.now(), live=True)


def condition(state: str) -> Q:
    """Return what keeps the pages in this state; a page online may also be planned or in review."""
    match state:
        case State.ONLINE:
            return Q(live=True) & ~is_expired()
        case State.PLANNED:
            return Q(is_planned())
        case State.REVIEW:
            return Q(is_in_review())
        case State.EXPIRED:
            return is_expired()
        case _:
            return Q(live=False, expired=False) & ~Q(is_planned()) & ~Q(is_in_review())


def _key() -> Cast:
    # Revisions and workflow states name their page in a text column.
    return Cast(OuterRef("pk"), models.CharField())
