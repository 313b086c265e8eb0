"""Photographs that visitors send: read with suspicion, and written anew.

What comes out is a JPEG of our own making: upright, in the colours that browsers expect, no larger
than the site shows, and without anything else that was in the file: no place, no time, no camera.
"""

from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageCms, ImageOps

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
MOST_PIXELS = 50_000_000  # what a telephone makes, and what a small server can unpack
SHORTEST_SIDE = 240
LONGEST_SIDE = 1600
QUALITY = 88
READ = ("JPEG", "PNG", "WEBP", "HEIF")


class Unusable(Exception):  # noqa: N818 - an answer to whoever sent it
    """This cannot be a photograph on the site; `sentence` says why, in Dutch."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


TOO_MANY_PIXELS = "Deze foto heeft te veel pixels. Kies een kleinere foto"
NO_PHOTOGRAPH = "Dit is geen foto die we kunnen lezen. Kies een JPEG, PNG, WebP of HEIC"


def rewritten(file: IO[bytes], size: int) -> bytes:
    """Return the photograph in a file of `size` bytes as a JPEG of ours. Raises Unusable."""
    if size > LARGEST_FILE:
        raise Unusable(
            f"Deze foto is te groot: {size / MEGABYTE:.0f} MB. Kies er een van hooguit "
            f"{LARGEST_FILE // MEGABYTE} MB"
        )
    try:
        with Image.open(file, formats=READ) as opened:
            _judge(opened)
            return _written(_upright(opened))
    except Unusable:
        raise
    except Image.DecompressionBombError:
        raise Unusable(TOO_MANY_PIXELS) from None
    except Exception as error:
        raise Unusable(NO_PHOTOGRAPH) from error


def _judge(photograph: Image.Image) -> None:
    """Refuse by what the file says of itself, before it is unpacked."""
    width, height = photograph.size
    if width * height > MOST_PIXELS:
        raise Unusable(TOO_MANY_PIXELS)
    shrunk = min(1, LONGEST_SIDE / max(width, height))
    if min(width, height) * shrunk < SHORTEST_SIDE:
        raise Unusable(
            f"Deze foto is te klein of te smal: {width} bij {height} pixels. Kies er een van "
            f"minstens {SHORTEST_SIDE} bij {SHORTEST_SIDE} pixels"
        )


def _upright(photograph: Image.Image) -> Image.Image:
    """Return the first picture in a file, as people hold it, in sRGB, no larger than needed."""
    photograph.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    profile = photograph.info.get("icc_profile")
    upright = ImageOps.exif_transpose(photograph)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright)
    elif profile:
        upright = _in_srgb(upright, profile)
    return upright.convert("RGB")


def _in_srgb(photograph: Image.Image, profile: bytes) -> Image.Image:
    """Return the same colours as browsers show without a profile; as it is if that fails."""
    source: Any = BytesIO(profile)
    try:
        return (
            ImageCms.profileToProfile(
                photograph, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            or photograph
        )
    except ImageCms.PyCMSError:
        return photograph


def _written(photograph: Image.Image) -> bytes:
    # On a new sheet: Pillow would write along the comment of the file that was read.
    sheet = Image.new("RGB", photograph.size)
    sheet.paste(photograph)
    target = BytesIO()
    sheet.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return target.getvalue()
