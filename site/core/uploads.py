"""What staff upload: judged by what is in a file and not by its name, and served without traces.

Photographs of visitors are written anew (core.photographs). Those of editors are kept as they are
where the site can show them, for they may be large on purpose; whatever is made of them holds no
place, time or camera. Every form of Wagtail that takes a file, one or many, is one of these two.
"""

import re
import zipfile
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import DatabaseError
from PIL import Image, ImageOps
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.images.models import Filter, SourceImageIOError
from willow.plugins.pillow import PillowImage
from willow.registry import registry

BROKEN = "Deze afbeelding is niet heel: er mist een stuk. Kies het bestand opnieuw."
TOO_LARGE = "Deze afbeelding heeft te veel pixels. Maak de afbeelding kleiner."
TOO_MANY_PIXELS = (
    "Deze afbeelding heeft te veel pixels: {width} bij {height}. Maak de afbeelding kleiner."
)
OTHER_CONTENT = "In dit bestand zit iets anders dan ‘.{extension}’ belooft. Bewaar het opnieuw."
# Modes that every format of the site can hold; others give errors, or strange colours.
SHOWN = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
SIXTEEN_BITS = ("I", "F")  # and I;16 in its byte orders
QUALITY = 92
KEPT = ("icc_profile", "transparency", "background", "duration", "loop", "disposal")
SAVING = ("jpeg", "png", "gif", "webp", "avif", "heic")


class UploadedImageField(WagtailImageField):
    """Refuses what is too large before it is unpacked and what cannot be unpacked whole; converts
    what browsers cannot show.
    """

    def to_python(self, data: Any) -> Any:
        if not isinstance(data, UploadedFile):
            return super().to_python(data)
        _judge_size(data)
        try:
            return showable(super().to_python(data))
        except ValidationError:
            raise
        except Exception as error:
            raise ValidationError(BROKEN) from error


class ImageForm(BaseImageForm):
    """The form of every picture that staff upload or replace."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            self.fields["file"] = UploadedImageField(
                label=given.label, required=given.required, widget=given.widget
            )


class DocumentForm(BaseDocumentForm):
    """Refuses a file that is not what its name says."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            extension = PurePath(file.name or "").suffix.lower().lstrip(".")
            is_so = _CONTENT.get(extension)
            if is_so and not _is(is_so, file):
                raise ValidationError(OTHER_CONTENT.format(extension=extension))
        return file


def _judge_size(file: UploadedFile) -> None:
    """Refuse by what a file says of itself. Raises ValidationError."""
    try:
        with Image.open(file) as opened:
            width, height = opened.size
    except Image.DecompressionBombError:
        raise ValidationError(TOO_LARGE) from None
    except Exception:
        return  # the field says that this is no picture
    finally:
        file.seek(0)
    if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS.format(width=width, height=height))


def showable(file: UploadedFile) -> UploadedFile:
    """Return an uploaded picture as the site can show it: the same file where that can be.

    Raises what Pillow does with a file that is broken.
    """
    file.seek(0)
    try:
        with Image.open(file) as opened:
            opened.load()
            return _converted(opened, file)
    finally:
        file.seek(0)


def _converted(opened: Image.Image, file: UploadedFile) -> UploadedFile:
    is_heif = opened.format in ("HEIF", "HEIC")
    if opened.mode in SHOWN and not is_heif:
        return file
    picture = ImageOps.exif_transpose(opened)
    if picture.mode.startswith(SIXTEEN_BITS):
        picture = _eight_bits(picture)
    kind, ending = ("PNG", "png") if opened.format == "PNG" else ("JPEG", "jpg")
    if picture.mode not in SHOWN or kind == "JPEG":
        picture = picture.convert("RGB")
    target = BytesIO()
    picture.save(target, kind, quality=QUALITY, icc_profile=_profile_of(opened, picture))
    name = f"{PurePath(file.name or 'afbeelding').stem}.{ending}"
    converted = SimpleUploadedFile(name, target.getvalue(), f"image/{kind.lower()}")
    converted.image = PillowImage(picture)  # type: ignore[attr-defined] # as the field leaves it
    return converted


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return a grey picture of 16 bits with the shades that browsers know."""
    if picture.mode == "F":
        extrema: Any = picture.getextrema()
        low, high = extrema
        scale = 255 / max(high - low, 1e-9)
        return picture.point(lambda value: (value - low) * scale).convert("L")
    return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _profile_of(opened: Image.Image, picture: Image.Image) -> bytes | None:
    """Return the colours of a picture, where converting it left them what they were."""
    return opened.info.get("icc_profile") if opened.mode == picture.mode else None


def _is(is_so: Callable[[IO[bytes]], bool], file: UploadedFile) -> bool:
    file.seek(0)
    try:
        return is_so(cast(IO[bytes], file.file))
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False
    finally:
        file.seek(0)


def _is_pdf(file: IO[bytes]) -> bool:
    return b"%PDF-" in file.read(1024)


def _is_text(file: IO[bytes]) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", file.read(100_000))


def _holds(member: str) -> Callable[[IO[bytes]], bool]:
    """Return a test for an archive with such a file in it: what office programs make."""

    def is_so(file: IO[bytes]) -> bool:
        return any(name.startswith(member) for name in zipfile.ZipFile(file).namelist())

    return is_so


_CONTENT: dict[str, Callable[[IO[bytes]], bool]] = {
    "pdf": _is_pdf,
    "txt": _is_text,
    "csv": _is_text,
    "zip": zipfile.is_zipfile,
    "docx": _holds("word/"),
    "xlsx": _holds("xl/"),
    "pptx": _holds("ppt/"),
    "odt": _holds("content.xml"),
}


def guard_renditions() -> None:
    """Have no scaled picture tell where and when it was taken, and none that fails break a page.

    Wagtail shows a missing picture where a source cannot be read; other faults of a file come to
    the same here.
    """
    for name in SAVING:
        save = _without_traces(getattr(PillowImage, f"save_as_{name}"))
        setattr(PillowImage, f"save_as_{name}", save)
        registry.register_operation(PillowImage, f"save_as_{name}", save)
    run = Filter.run

    @wraps(run)
    def run_or_say_so(*arguments: Any, **named: Any) -> Any:
        try:
            return run(*arguments, **named)
        except (DatabaseError, InvalidFilterSpecError, SourceImageIOError):
            raise
        except Exception as error:
            raise SourceImageIOError(str(error)) from error

    Filter.run = run_or_say_so


def _without_traces(save: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(save)
    def save_without(picture: PillowImage, *arguments: Any, **named: Any) -> Any:
        info = picture.image.info
        picture.image.info = {key: info[key] for key in KEPT if key in info}
        return save(picture, *arguments, **named)

    return save_without
