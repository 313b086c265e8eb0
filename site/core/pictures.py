"""The few sizes in which the site shows pictures; every template asks for one of these by name.

Few, because each is a file that has to be made: on publish, or else while a visitor waits.
"""

import logging
from dataclasses import dataclass

from django.utils.safestring import SafeString
from wagtail.images.models import AbstractImage, Filter, Picture, SourceImageIOError
from wagtail.images.shortcuts import get_rendition_or_not_found, get_renditions_or_not_found

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
    "card": Size("fill-{480x252,960x504}", "(min-width: 48em) 24rem, 92vw"),
    "article": Size("fill-{720x378,1440x756}", "(min-width: 60em) 42rem, 92vw"),
    "portrait": Size("fill-{240x240,480x480}", "(min-width: 48em) 12rem, 6rem"),
    "figure": Size("width-{720,1440}", "(min-width: 60em) 36rem, 92vw"),
}


def picture(image: AbstractImage, size: str, alt: str, *, first: bool = False) -> SafeString:
    """Return a <picture> in AVIF, WebP and JPEG.

    `first` is for the one picture that a visitor sees before scrolling: it is fetched at once.
    """
    wanted = SIZES[size]
    loading = {"fetchpriority": "high"} if first else {"loading": "lazy", "decoding": "async"}
    renditions = get_renditions_or_not_found(image, wanted.filters)
    attributes = {"alt": alt, "sizes": wanted.sizes, **loading}
    return Picture(renditions, attributes).__html__()


def share_url(image: AbstractImage) -> str:
    """Return the address of the picture that goes with a shared link."""
    return get_rendition_or_not_found(image, SHARE).url


def small_url(image: AbstractImage) -> str:
    """Return the address of a small square version, for whoever judges a picture."""
    return get_rendition_or_not_found(image, SMALL).url


def make_all(image: AbstractImage, size: str) -> None:
    """Make the files of one size, or of the picture for shared links, so that nobody waits."""
    try:
        image.get_renditions(*([SHARE] if size == "share" else SIZES[size].filters))
    except SourceImageIOError:
        logger.warning("Image %s cannot be made in size %s.", image.pk, size)
