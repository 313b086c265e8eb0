"""Introducing a new Koploper to the network, at a meeting (domain guide, T12 and T13; T18)."""

from collections.abc import Mapping
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from core import generation
from initiatives.applications import handovers, mails
from initiatives.applications.models import Application
from initiatives.applications.workflow.actions import Action, Actor
from initiatives.applications.workflow.outgoing_mail import Post
from initiatives.applications.workflow.types import Details
from initiatives.events import wording
from initiatives.events.models import EventPage, Introduction
from initiatives.events.models.querysets import EventQuerySet

NO_PLAN = "Plan eerst op welke Koploperbijeenkomst het initiatief wordt voorgesteld."


def coming_meetings() -> EventQuerySet:
    """Return the meetings at which a Koploper can be introduced, soonest first."""
    return EventPage.listed().filter(
        kind=EventPage.Kind.FRONT_RUNNERS, starts_at__gt=timezone.now()
    )


def default_meeting(application: Application) -> EventPage | None:
    """Return the first that comes in the initiative's part of the country; else the first one.

    Of an initiative that is national, or in several parts, any of its parts will do.
    """
    parts = set(application.regions.values_list("meeting_region", flat=True))
    meetings = list(coming_meetings())
    near = [meeting for meeting in meetings if meeting.region in parts]
    return next(iter([*near, *meetings]), None)


def in_words(meeting: EventPage) -> str:
    """Return what tells a meeting from another in a list: its day, region and title."""
    return f"{wording.day_and_region_of(meeting)} ({meeting.title})"


# T13


def may_plan(application: Application, actor: Actor, details: Details) -> list[str]:
    """T13: a coming Koploperbijeenkomst that goes on and is online."""
    meeting = details.get("meeting")
    if meeting is None:
        return ["Kies een Koploperbijeenkomst."] if "meeting" in details else _no_meetings()
    if not coming_meetings().filter(pk=meeting.pk).exists():
        return ["Deze bijeenkomst kun je niet meer kiezen. Kies een andere."]
    if meeting.pk == application.introduction_id:
        return ["De introductie is al op deze bijeenkomst gepland."]
    return []


def _no_meetings() -> list[str]:
    if coming_meetings().exists():
        return []
    return ["Er staat nog geen Koploperbijeenkomst op de website. Zet die er eerst op."]


def plan(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """T13: the meeting shows the Koploper from now on; one that was planned before does not."""
    former = application.introduction
    application.introduction = cast(EventPage, details["meeting"])
    _lock(application.introduction, former)
    if former is not None:
        _take_off(former, application)
    _put_on(application)
    return {"meeting": application.introduction.pk, "former": former.pk if former else None}


def plan_mails(application: Application, actor: Actor, details: Details) -> list[Post]:
    """T13: M11, with the meeting for the calendar."""
    return [mails.introduction_planned(application, details["meeting"])]


# T18


def reopening_mails(application: Application, actor: Actor, details: Details) -> list[Post]:
    """T18: M10b for the applicant and colleagues, and M11b when an introduction was planned."""
    return [
        *handovers.reopened(application, actor),
        *call_off_mails(application, actor, details),
    ]


def call_off(application: Application) -> int | None:
    """Take the Koploper off the meeting that was planned; return the key of that, if there was."""
    former, application.introduction = application.introduction, None
    if former is None:
        return None
    _take_off(former, application)
    return former.pk


def is_awaited(meeting: EventPage | None) -> bool:
    """Tell whether a Koploper is still to be introduced at this meeting."""
    return meeting is not None and meeting.starts_at > timezone.now() and not meeting.is_cancelled


def call_off_mails(application: Application, actor: Actor, details: Details) -> list[Post]:
    """T18: M11b to the applicant whom M11 told to come; nobody else hears that it is off.

    The row knows of the plan no more, so the log is asked.
    """
    actions = (Action.PLAN_INTRODUCTION, Action.REOPEN)
    last = application.events.filter(kind__in=actions).order_by("-pk").first()
    if last is None or last.kind != Action.PLAN_INTRODUCTION:
        return []
    meeting = EventPage.objects.filter(pk=last.details.get("meeting")).first()
    if meeting is None or not is_awaited(meeting):
        return []
    return [mails.introduction_off(application, meeting)]


# T12


def may_introduce(application: Application, actor: Actor, details: Details) -> list[str]:
    """T12: the meeting that was planned went on, today at the latest."""
    meeting = application.introduction
    if meeting is None:
        return [NO_PLAN]
    if meeting.is_cancelled:
        return ["De geplande bijeenkomst is afgelast. Plan eerst een andere."]
    if meeting.kind != EventPage.Kind.FRONT_RUNNERS:
        return ["De geplande bijeenkomst is geen Koploperbijeenkomst meer. Plan een andere."]
    if timezone.localdate(meeting.starts_at) > timezone.localdate():
        return [f"De bijeenkomst is pas op {wording.day_of(meeting)}. Leg dit daarna vast."]
    return []


def introduce(application: Application, actor: Actor, details: Details) -> Mapping[str, Any]:
    """T12: keep at which meeting it was."""
    _put_on(application)
    return {"meeting": application.introduction_id}


# On the page of the meeting


def _put_on(application: Application) -> None:
    """Have the meeting show the Koploper, online and in every version that is still to come."""
    page, meeting = application.page, application.introduction
    if page is not None and meeting is not None:
        _rewrite(meeting, page.pk, is_introduced=True)


def _take_off(meeting: EventPage, application: Application) -> None:
    if application.page_id is not None:
        _rewrite(meeting, application.page_id, is_introduced=False)


def _lock(*meetings: EventPage | None) -> None:
    """Lock these in one order, so that two who are moved to each other's meeting both get there."""
    keys = [meeting.pk for meeting in meetings if meeting is not None]
    # Read, because a query that nobody reads locks nothing.
    list(EventPage.objects.order_by("pk").select_for_update().filter(pk__in=keys))


def _rewrite(meeting: EventPage, initiative: int, *, is_introduced: bool) -> None:
    """Add or remove a row of the meeting, and in its newest and planned versions as well.

    A version holds its rows as they were when it was made: publishing a draft that an editor had
    begun before would undo what is written to the table alone. The versions themselves are
    changed, not a new one made on top: whoever is editing can go on.
    """
    with transaction.atomic():
        EventPage.objects.select_for_update().get(pk=meeting.pk)
        rows = Introduction.objects.filter(event=meeting)
        if not is_introduced:
            rows.filter(initiative=initiative).delete()
        elif not rows.filter(initiative=initiative).exists():
            Introduction.objects.create(
                event=meeting, initiative_id=initiative, sort_order=rows.count()
            )
        kept = {row.initiative_id: row for row in rows.all()}
        for revision in _versions_to_come(meeting):
            children = revision.content.get("introductions") or []
            others = [row for row in children if row["initiative"] != initiative]
            if is_introduced:
                mine = next((row for row in children if row["initiative"] == initiative), None)
                row = kept[initiative]
                others.append(
                    mine
                    or {
                        "pk": row.pk,
                        "sort_order": len(others),
                        "event": meeting.pk,
                        "initiative": initiative,
                    }
                )
            content = {**revision.content, "introductions": others}
            Revision.objects.filter(pk=revision.pk).update(content=content)
        generation.raise_number()


def _versions_to_come(meeting: EventPage) -> list[Any]:
    """Return the versions that an editor may still publish, or the clock will."""
    revisions = meeting.revisions.filter(
        pk__in=[pk for pk in (meeting.latest_revision_id, meeting.live_revision_id) if pk]
    ) | meeting.revisions.filter(approved_go_live_at__isnull=False)
    return list(revisions.select_for_update())
