"""The few sizes in which the site shows pictures; every template asks for one of these by name.

Few, because each is a file that has to be made. The worker makes them when a page is published. Of
one that is not there yet a visitor waits for the JPEG at most, and not if it takes long to unpack.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Filter, Picture, SourceImageIOError
from wagtail.images.shortcuts import get_rendition_or_not_found, get_renditions_or_not_found

from core import generation
from core.background import QUEUE

# More pixels take a second or more to unpack.
QUICK = 8_000_000
# Seconds in which a picture is asked of the worker once.
ASKED_ONCE_IN = 600
logger = logging.getLogger("pictures")


@dataclass(frozen=True)
class Size:
    """`spec` in Wagtail's words, and `sizes` as the style sheet lays the picture out."""

    spec: str
    sizes: str

    @property
    def filters(self) -> list[Filter]:
        parts = [self.spec, "format-{avif,webp,jpeg}"]
        return [Filter(spec=spec) for spec in Filter.expand_spec(parts)]


SMALL = Filter(spec="fill-240x240|format-jpeg")
SHARE = Filter(spec="fill-1200x630|format-jpeg")
SIZES = {
    "card": Size("fill-{480x252,960x504}", "(min-width: 48em) 24rem, (min-width: 36em) 46vw, 6rem"),
    "article": Size("fill-{720x378,1440x756}", "(min-width: 60em) 42rem, 92vw"),
    "portrait": Size("fill-{240x240,480x480}", "(min-width: 48em) 12rem, 6rem"),
    "figure": Size("width-{720,1440}", "(min-width: 60em) 36rem, 92vw"),
}


def picture(image: AbstractImage, size: str, alt: str, *, first: bool = False) -> SafeString:
    """Return a <picture> in AVIF, WebP and JPEG.

    `first` is for the one picture that a visitor sees before scrolling: it is fetched at once.
    Of a picture that the worker has still to make it is what there is, which may be nothing.
    """
    wanted = SIZES[size]
    renditions = _without_waiting(image, size, wanted.filters)
    if not renditions:
        return mark_safe("")
    loading = {"fetchpriority": "high"} if first else {"loading": "lazy", "decoding": "async"}
    attributes = {"alt": alt, "sizes": wanted.sizes, **loading}
    return Picture(renditions, attributes).__html__()


def share_url(image: AbstractImage) -> str:
    """Return the address of the picture that goes with a shared link; "" while there is none."""
    found = _without_waiting(image, "share", [SHARE])
    return str(found[SHARE.spec].url) if found else ""


def _without_waiting(image: AbstractImage, size: str, filters: Sequence[Filter]) -> dict[str, Any]:
    """Return what is there of these, by their words; the worker is asked for the rest."""
    made = image.find_existing_renditions(*filters)
    missing = [one for one in filters if one not in made]
    found = {one.spec: made[one] for one in filters if one in made}
    if not missing:
        return found
    if cache.add(f"picture:{image.pk}:{size}:{image.file_hash}", True, ASKED_ONCE_IN):
        make_size.enqueue(image.pk, size)
    if image.width * image.height > QUICK:
        return found
    jpeg = [one for one in missing if "format-jpeg" in one.spec]
    return {**found, **(get_renditions_or_not_found(image, jpeg) if jpeg else {})}


@task(backend=QUEUE)
def make_size(image_pk: int, size: str) -> None:
    """Make every file of a picture that a visitor met before the worker did."""
    if image := get_image_model().objects.filter(pk=image_pk).first():
        make_all(image, size)
        generation.raise_number()  # pages that are kept show it from now on


def small_url(image: AbstractImage) -> str:
    """Return the address of a small square version, for whoever judges a picture."""
    return get_rendition_or_not_found(image, SMALL).url


def make_all(image: AbstractImage, size: str) -> None:
    """Make the files of one size, or of the picture for shared links, so that nobody waits."""
    try:
        image.get_renditions(*([SHARE] if size == "share" else SIZES[size].filters))
    except SourceImageIOError:
        logger.warning("Image %s cannot be made in size %s.", image.pk, size)
