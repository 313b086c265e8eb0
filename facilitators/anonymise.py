"""Takes everything that somebody wrote out of a page, so that only the row of it is left."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import (
    Comment,
    ModelLogEntry,
    Page,
    PageLogEntry,
    ReferenceIndex,
    Revision,
)

from core import scheduled_jobs
from core.models import Deletion
from core.models.mail import OutgoingMail
from facilitators import photographs
from facilitators.audit_log import record
from facilitators.locking import under_lock
from facilitators.models.pages import CHOICES, FacilitatorPage
from facilitators.models.profiles import Profile

NAME = "Gewist profiel"
TEXTS = (
    *("first_name", "infix", "last_name", "lead", "listing_image_alt", "other_method"),
    *("experience", "seo_title", "search_description"),
)
TERMS = ("methods", "work_forms", "themes", "branches")


def empty_page(profile: Profile) -> None:
    """Wipe the page of a profile, all its versions and its photograph."""
    page: FacilitatorPage = profile.page
    image = page.listing_image
    for name in TEXTS:
        setattr(page, name, "")
    for name in CHOICES:
        setattr(page, name, [])
    for name in TERMS:
        setattr(page, name, [])
    page.title = page.draft_title = f"{NAME} {profile.pk}"
    page.all_themes = page.all_branches = False
    page.listing_image = page.latest_revision = page.live_revision = None
    page.has_unpublished_changes = False
    page.save()
    _rename(page, f"gewist-{profile.pk}")
    profile.approved_revision = None
    profile.reason = ""
    profile.phone = profile.website = profile.new_email = ""
    profile.shows_email = profile.shows_phone = False
    profile.save()
    Revision.page_revisions.filter(object_id=str(page.pk)).delete()
    PageLogEntry.objects.filter(page=page.pk).update(label=page.title, data={})
    for state in (EditingSession, FormState, Comment):
        _left_in_the_admin(state, page).delete()
    photographs.wipe(profile.photographs.all())
    delete_when_unused([image])


def _left_in_the_admin(model: Any, page: FacilitatorPage) -> QuerySet:
    """Return what staff were doing with a page: forms kept while typing, sessions, comments."""
    if model is Comment:
        return Comment.objects.filter(page=page.pk)
    kinds = ContentType.objects.get_for_models(Page, FacilitatorPage).values()
    return model.objects.filter(content_type__in=kinds, object_id=str(page.pk))


def delete_when_unused(images: Iterable[AbstractImage | None]) -> None:
    """Delete images that staff chose for a page, unless another page shows them."""

    def delete() -> None:
        for image in {image for image in images if image is not None}:
            still = get_image_model().objects.filter(pk=image.pk).first()
            if still and not ReferenceIndex.get_references_to(still).exists():
                still.delete()

    transaction.on_commit(delete)


def _rename(page: FacilitatorPage, slug: str) -> None:
    """Give the page another address, without the redirect that Wagtail would make of the name."""
    page.slug = slug
    page.set_url_path(page.get_parent())
    Page.objects.filter(pk=page.pk).update(slug=page.slug, url_path=page.url_path)
    Redirect.objects.filter(redirect_page=page.pk).delete()


def wipe_contact(profile: Profile) -> None:
    """Wipe how somebody can be reached, and what we wrote to them."""
    mails = ContentType.objects.get_for_model(Profile)
    OutgoingMail.objects.filter(about_type=mails, about_key=profile.pk).delete()
    profile.email = ""
    profile.email_confirmed_at = None
    profile.save()


State = Profile.State
# As the log of deletions has it.
ENDED = "profiel verwijderd of afgewezen"
NOT_JUDGED = "aanmelding voor de Pool zonder besluit"
UNJUDGED = (State.APPLIED, State.IN_REVIEW)


def due_ended(now: datetime) -> QuerySet[Profile]:
    """Return whose data have to go: rejected, removed, or applied with an address never answered.

    A page that staff made has no address until they invite somebody: that one stays.
    """
    before = now - settings.KEEP_PROFILE_AFTER_END
    ended = Q(state__in=[State.REJECTED, State.REMOVED], decided_at__lte=before)
    nobody = Q(state=State.APPLIED, email_confirmed_at=None, applied_at__lte=before)
    return Profile.objects.filter(ended | nobody).exclude(email="")


def due_unjudged(now: datetime) -> QuerySet[Profile]:
    """Return who applied and was never judged, counted from the last thing that anybody did."""
    before = now - settings.KEEP_UNJUDGED_PROFILE
    kind = ContentType.objects.get_for_model(Profile)
    key = Cast(OuterRef("pk"), CharField())
    later = ModelLogEntry.objects.filter(content_type=kind, object_id=key, timestamp__gt=before)
    waiting = Profile.objects.filter(state__in=UNJUDGED, applied_at__lte=before).exclude(email="")
    return waiting.filter(~Exists(later))


def forget() -> int:
    """Wipe what is due, the mails about it included; what stays is a number without a name."""
    now = timezone.now()
    return sum(
        scheduled_jobs.each(due(now), partial(_forget, now=now, due=due, rule=rule))
        for due, rule in ((due_ended, ENDED), (due_unjudged, NOT_JUDGED))
    )


def _forget(
    profile: Profile, now: datetime, due: Callable[[datetime], QuerySet[Profile]], rule: str
) -> None:
    with under_lock(profile) as mine:
        if due(now).filter(pk=mine.pk).exists():
            wipe(mine)
            record(mine, "forget")
            Deletion.note(mine, rule)


def wipe(profile: Profile) -> None:
    """Wipe page, address and mails of a profile that is not online. The caller holds the lock."""
    if profile.state in UNJUDGED:
        profile.state, profile.decided_at = State.REMOVED, timezone.now()
    empty_page(profile)
    wipe_contact(profile)
