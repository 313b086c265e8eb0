"""Where a page stands, as an editor would say it: a condition on pages, and the word on the page.

`condition` finds what `in_words` calls so: filters of lists have the first, their rows the other.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState


class State(models.TextChoices):
    DRAFT = "concept", "Concept"
    REVIEW = "controle", "Ter controle"
    CHANGES = "aanpassen", "Aanpassing gevraagd"
    PLANNED = "gepland", "Gepland"
    ONLINE = "online", "Online"
    EXPIRED = "verlopen", "Verlopen"


IN_PROGRESS = WorkflowState.STATUS_IN_PROGRESS
NEEDS_CHANGES = WorkflowState.STATUS_NEEDS_CHANGES


def is_planned() -> Exists:
    """Match pages of which a version goes online at a set time."""
    return Exists(
        Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id=_key())
    )


def has_review(status: str) -> Exists:
    """Match pages whose review has this status."""
    return Exists(
        WorkflowState.objects.filter(
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
            object_id=_key(),
            status=status,
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
            return Q(is_planned()) & ~is_expired()
        case State.REVIEW:
            return Q(has_review(IN_PROGRESS)) & ~is_expired()
        case State.CHANGES:
            return Q(has_review(NEEDS_CHANGES)) & ~is_expired()
        case State.EXPIRED:
            return is_expired()
        case _:
            in_review = has_review(IN_PROGRESS) | has_review(NEEDS_CHANGES)
            return Q(live=False, expired=False) & ~Q(is_planned()) & ~Q(in_review)


def in_words(page: Any) -> str:
    """Return every state of a page, each under its own word: "online + ter controle"."""
    if (page.expired and not page.live) or (page.live and _is_over(page)):
        return State.EXPIRED.label.lower()
    found = [State.ONLINE] if page.live else []
    if page.approved_schedule:
        found.append(State.PLANNED)
    if review := page.current_workflow_state:
        found.append(State.REVIEW if review.status == IN_PROGRESS else State.CHANGES)
    if (not page.live and not found) or (found == [State.ONLINE] and page.has_unpublished_changes):
        found.append(State.DRAFT)
    return " + ".join(state.label.lower() for state in found)


def prepare_reviews(pages: Sequence[Any]) -> None:
    """Read the reviews of these pages in one query.

    Wagtail's own way asks by the kind of page, while reviews are kept under "page": it found none.
    """
    keys = {str(page.pk): page for page in pages}
    for page in pages:
        page._current_workflow_states = []
    reviews = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=keys
    )
    for review in reviews.select_related("current_task_state__task"):
        keys[review.object_id]._current_workflow_states.append(review)


def _is_over(page: Any) -> bool:
    return page.expire_at is not None and page.expire_at <= timezone.now()


def _key() -> Cast:
    # Revisions and workflow states name their page in a text column.
    return Cast(OuterRef("pk"), models.CharField())
