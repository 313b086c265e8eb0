"""What follows when something a visitor can see has changed. All signals are here.

Every such change raises the generation; publishing a page also makes its pictures, and
moves the day on which it is looked at again.
"""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core import generation
from core.models import Branch, ContactRole, FormerDocumentName, SiteSettings, Theme
from core.review_dates import services as review_dates
from core.tasks import make_pictures

SHOWN_EVERYWHERE = (Branch, ContactRole, Redirect, Site, SiteSettings, Theme, PageViewRestriction)


def _raise(**_: Any) -> None:
    generation.raise_number()


def _raise_for_live_page(instance: Any, **_: Any) -> None:
    if isinstance(instance, Page) and instance.live:
        generation.raise_number()


def _raise_for_alias(instance: Any, created: bool, **_: Any) -> None:
    """An alias is as private as its source from the first moment."""
    if created and isinstance(instance, Page) and instance.alias_of_id:
        generation.raise_number()


def _keep_former_name(instance: Any, **_: Any) -> None:
    """Write down under which name a document was served, when another file takes its place."""
    before = type(instance).objects.filter(pk=instance.pk).first() if instance.pk else None
    if before and before.file and before.filename != instance.filename:
        FormerDocumentName.objects.get_or_create(document=before, name=before.filename)


def _make_pictures(instance: Page, **_: Any) -> None:
    make_pictures.enqueue(instance.pk)  # a row, so nobody sees it before the page


def _look_again_in_a_year(instance: Page, **_: Any) -> None:
    review_dates.published(instance)


def connect() -> None:
    """Connect every signal; called once, when the app is ready."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_raise, dispatch_uid="generation")
    page_published.connect(_make_pictures, dispatch_uid="pictures")
    page_published.connect(_look_again_in_a_year, dispatch_uid="review-dates")
    models = (*SHOWN_EVERYWHERE, get_image_model(), get_document_model(), Collection)
    for model in models:
        post_save.connect(_raise, sender=model, dispatch_uid=f"generation-{model.__name__}")
        post_delete.connect(_raise, sender=model, dispatch_uid=f"generation-{model.__name__}")
    post_delete.connect(_raise_for_live_page, dispatch_uid="generation-page")
    post_save.connect(_raise_for_alias, dispatch_uid="generation-alias")
    pre_save.connect(_keep_former_name, sender=get_document_model(), dispatch_uid="former-name")
    # Wagtail deletes the scaled images of a replaced one after it saved the image: who asked for a
    # page in between still got the old ones.
    rendition = get_image_model().get_rendition_model()
    post_delete.connect(_raise, sender=rendition, dispatch_uid="generation-rendition")
    m2m_changed.connect(
        _raise, sender=PageViewRestriction.groups.through, dispatch_uid="generation-groups"
    )
