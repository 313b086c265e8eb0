"""The photographs that facilitators send: where they stay, and when they go.

Each lives as long as something of the profile shows it: the page, its newest version, or the one
that was approved. The file name is random, so that nobody guesses one that was not approved.
"""

import uuid
from collections.abc import Iterable
from io import BytesIO

from django.core.files.images import ImageFile
from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, Revision

from core import scheduled_jobs
from facilitators import deadlines
from facilitators.locking import IN_THE_POOL, under_lock
from facilitators.models.pages import FacilitatorPage
from facilitators.models.profiles import Photograph, Profile

COLLECTION = "Facilitators Pool"


def keep(profile: Profile, jpeg: bytes, name: str) -> AbstractImage:
    """Store a photograph of `name`, which nothing shows yet; call this under the profile's lock."""
    image = get_image_model().objects.create(
        title=f"Foto van {name}"[:255],
        file=ImageFile(BytesIO(jpeg), f"facilitator-{uuid.uuid4().hex}.jpg"),
        file_size=len(jpeg),
        collection=_collection(),
    )
    Photograph.objects.create(profile=profile, image=image)
    return image


def _collection() -> Collection:
    """Return where they stand among the images, apart from those for every page."""
    # Locked, so that two first photographs make one collection.
    root = Collection.objects.select_for_update().get(depth=1)
    found = root.get_children().filter(name=COLLECTION).first()
    return found or root.add_child(name=COLLECTION)


def discard_unused(profile: Profile) -> None:
    """Delete what nothing of this profile shows any more; call this under its lock."""
    page = FacilitatorPage.objects.get(pk=profile.page_id)
    versions = Q(pk__in=[page.latest_revision_id, profile.approved_revision_id])
    planned = Q(object_id=str(page.pk), approved_go_live_at__isnull=False)
    contents = Revision.page_revisions.filter(versions | planned).values_list("content", flat=True)
    used = {page.listing_image_id, *(content.get("listing_image") for content in contents)}
    wipe(profile.photographs.exclude(image__in=used - {None}))


def wipe(photographs: Iterable[Photograph]) -> None:
    """Delete photographs with all files that were made of them, whoever else shows one."""
    for photograph in photographs:
        photograph.image.delete()


def tidy() -> int:
    """Delete what was replaced, and in the end what was refused; the worker does it each minute."""
    due = Photograph.objects.filter(pk__in=_unused()) | Photograph.objects.filter(pk__in=_refused())
    return scheduled_jobs.each(Profile.objects.filter(pk__in=due.values("profile")), _tidy)


def _unused() -> QuerySet[Photograph]:
    """Return what `discard_unused` would delete: no page and no version to come shows it."""
    versions = Q(pk=OuterRef("profile__page__latest_revision"))
    versions |= Q(pk=OuterRef("profile__approved_revision"))
    key = Cast(OuterRef("profile__page"), CharField())
    planned = Q(object_id=key, approved_go_live_at__isnull=False)
    return _aside().filter(~_shown_in(versions | planned))


def _refused() -> QuerySet[Photograph]:
    """Return what `_forget_refused` would take out of a draft."""
    newest = Q(pk=OuterRef("profile__page__latest_revision"))
    approved = Q(pk=OuterRef("profile__approved_revision"))
    return _aside().filter(
        _shown_in(newest) & ~_shown_in(approved),
        profile__review_asked_at=None,
        profile__state__in=IN_THE_POOL,
        sent_at__lt=timezone.now() - deadlines.KEEP_REFUSED,
    )


def _aside() -> QuerySet[Photograph]:
    return Photograph.objects.exclude(image=F("profile__page__listing_image"))


def _shown_in(versions: Q) -> Exists:
    """Return whether one of these versions shows the photograph of the query around it."""
    shown = Cast(KT("content__listing_image"), BigIntegerField())
    rows = Revision.page_revisions.filter(versions).annotate(shown=shown)
    return Exists(rows.filter(shown=OuterRef("image")))


def _tidy(profile: Profile) -> None:
    with under_lock(profile) as mine:
        _forget_refused(mine)
        discard_unused(mine)


def _forget_refused(profile: Profile) -> None:
    """Take a photograph that was refused long ago out of the draft in which it still stands."""
    if profile.review_asked_at or profile.state not in IN_THE_POOL:
        return
    page = FacilitatorPage.objects.get(pk=profile.page_id)
    draft = page.get_latest_revision_as_object()
    old = profile.photographs.filter(sent_at__lt=timezone.now() - deadlines.KEEP_REFUSED)
    approved = profile.approved_revision.as_object() if profile.approved_revision else page
    if draft.listing_image_id in {page.listing_image_id, approved.listing_image_id}:
        return
    if old.filter(image=draft.listing_image_id).exists():
        draft.listing_image = approved.listing_image
        draft.listing_image_alt = approved.listing_image_alt
        draft.save_revision(changed=True)
