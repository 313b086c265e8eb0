"""Photographs to send in tests, honest ones and others; all but one are made here."""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 60).convert("RGB")


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def gif() -> bytes:
    frames = [Image.new("L", (300, 300), shade) for shade in (0, 255)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])


# A gradient in the format of Apple's telephones, which the site reads and nothing here can write.
TELEPHONE = (Path(__file__).parent / "files" / "telephone.heic").read_bytes()

# Small to send, and hundreds of megabytes to unpack.
BOMB = encoded(Image.new("1", (14_000, 14_000)), "PNG")


def sent(data: bytes | None = None, name: str = "foto.jpg") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    data = encoded(noise(640, 480), "JPEG") if data is None else data
    return SimpleUploadedFile(name, data, content_type="image/jpeg")
