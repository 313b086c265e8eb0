"""What a deed does besides changing the state: each is a `rules.Act`, under the lock.

They change the row that they get; the engine saves it. What they return is kept in the log.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from initiatives.applications import advice, introducing, judging
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import Action, Actor
from initiatives.applications.workflow.types import Details

# What a new application takes over from the one it follows, besides themes, branches and regions.
COPIED = (
    "route",
    "answers",
    "form_version",
    "name",
    "phase",
    "all_branches",
    "is_national",
    "employer_organisation_id",
    "claimed",
    "may_publish",
    "first_name",
    "infix",
    "last_name",
    "job_title",
    "email",
    "phone",
)


def take_up(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """T5: `adviser` is who looks after it from now on; whoever takes it up unless another is."""
    chosen = details.get("adviser")
    application.adviser_id = chosen.pk if chosen else actor.user_id
    return {"adviser": application.adviser_id}


def decide(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """Keep on what a decision rests: the four judgements, and the advice."""
    application.decided_at = timezone.now()
    return on_what_it_rests(application, actor, details)


def on_what_it_rests(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    return {**judging.snapshot(application), "advice": advice.snapshot(application)}


def close(application: Application, actor: Actor, details: Details) -> None:
    """Withdrawn or lapsed: nobody waits for an answer any more."""
    application.decided_at = timezone.now()
    waiting = application.supplements.filter(answered_at=None, ended_at=None)
    waiting.update(ended_at=application.decided_at)


def reopen(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """Take back a decision: on what it rested stays in the log, page and plan go."""
    application.decided_at = None
    application.text_approved_at = application.approved_revision = None
    former = introducing.call_off(application)
    take_offline(application, actor)
    return {**on_what_it_rests(application, actor, details), "former": former}


def end(application: Application, actor: Actor, details: Details) -> None:
    take_offline(application, actor)


def reapply(application: Application, actor: Actor, details: Details) -> None:
    """Begin a new application with a copy of the answers; this one stays as it was decided."""
    new = Application.objects.create(
        previous=application, **{name: getattr(application, name) for name in COPIED}
    )
    new.themes.set(application.themes.all())
    new.branches.set(application.branches.all())
    new.regions.set(application.regions.all())
    audit_log.record(new, Action.START, actor, to_state=State.DRAFT)


def successor(application: Application) -> Application:
    """Return the application that was made of this one last. Raises DoesNotExist."""
    return application.followed_by.latest("pk")


def take_offline(application: Application, actor: Actor) -> None:
    """Unpublish the page; the table has judged who may, Wagtail need not do so again."""
    if application.page and application.page.live:
        user = get_user_model().objects.filter(pk=actor.user_id or 0).first()
        UnpublishPageAction(application.page, user=user).execute(skip_permission_checks=True)
