"""What staff upload: every door, and what is made of it."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from core import pictures
from core.pictures import SIZES
from tests.factories import NewsPageFactory, UserFactory
from tests.photographs import BOMB, TELEPHONE, encoded, noise

pytestmark = pytest.mark.django_db

Picture = get_image_model()
DOORS = {
    "one": "wagtailimages:add",
    "many": "wagtailimages:add_multiple",
    "chooser": "wagtailimages_chooser:create",
}


def grey_of_16_bits(width: int = 480, height: int = 252) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        size, check = struct.pack(">I", len(data)), struct.pack(">I", zlib.crc32(kind + data))
        return size + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 16, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80\x34" * width for _ in range(height)))
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_traces() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Een camera"
    exif[0x9286] = "Hier gemaakt"
    return encoded(noise(640, 480), "JPEG", exif=exif, comment=b"Hier gemaakt")


WHOLE = encoded(noise(640, 480), "JPEG")
REFUSED = {
    "cut off": ("foto.jpg", WHOLE[: len(WHOLE) // 2], "mist een stuk"),
    "cut off PNG": ("foto.png", encoded(noise(300, 300), "PNG")[:9_000], "mist een stuk"),
    "bomb": ("foto.png", BOMB, "te veel pixels"),
    "no picture": ("foto.jpg", b"<svg/>", ""),
    "other format": ("foto.png", WHOLE, ""),
}
CONVERTED = {
    "grey of 16 bits": ("scan.png", grey_of_16_bits(), "png"),
    "telephone": ("foto.heic", TELEPHONE, "jpg"),
    "print": ("foto.jpg", encoded(noise(300, 200).convert("CMYK"), "JPEG"), "jpg"),
}


@pytest.fixture
def staff(client: Client) -> Client:
    boss: Any = UserFactory(is_superuser=True)
    client.force_login(boss)
    return client


def send(staff: Client, door: str, name: str, data: bytes) -> str:
    """Upload a picture through a door; return the answer as text."""
    sent = SimpleUploadedFile(name, data)
    fields = {"title": "Foto", "collection": 1}
    if door == "replace":
        made = Picture.objects.create(title="Oud", file=ContentFile(WHOLE, "oud.jpg"))
        path = reverse("wagtailimages:edit", args=[made.pk])
        return staff.post(path, {**fields, "file": sent}).content.decode()
    key = {"many": "files[]", "chooser": "image-chooser-upload-file"}.get(door, "file")
    if door == "chooser":
        fields = {f"image-chooser-upload-{name}": value for name, value in fields.items()}
    headers = {"X-Requested-With": "XMLHttpRequest"} if door == "many" else {}
    return staff.post(reverse(DOORS[door]), {**fields, key: sent}, headers=headers).content.decode()


@pytest.mark.parametrize("door", [*DOORS, "replace"])
def test_every_door_refuses_what_cannot_be_shown(staff: Client, door: str):
    for case, (name, data, said) in REFUSED.items():
        answer = send(staff, door, name, data)
        assert said in answer, case
        assert not Picture.objects.exclude(title="Oud").exists(), case


@pytest.mark.parametrize("door", [*DOORS, "replace"])
def test_every_door_converts_what_browsers_cannot_show(staff: Client, door: str):
    for case, (name, data, ending) in CONVERTED.items():
        send(staff, door, name, data)
        made = Picture.objects.order_by("pk").last()
        assert made.file.name.endswith(f".{ending}"), case
        with Image.open(made.file) as kept:
            assert kept.mode in ("L", "RGB"), case
            assert (made.width, made.height) == kept.size
        assert made.get_rendition("fill-240x126|format-jpeg").width == 240
        Picture.objects.all().delete()


def test_a_picture_as_it_should_be_is_kept_as_it_is(staff: Client):
    send(staff, "one", "foto.jpg", WHOLE)
    assert Picture.objects.get().file.read() == WHOLE


def test_no_scaled_picture_tells_where_it_was_taken():
    image = Picture.objects.create(title="Foto", file=ContentFile(with_traces(), "foto.jpg"))
    made = image.get_renditions("width-200|format-jpeg", *SIZES["card"].filters)
    made |= image.get_renditions("width-200|format-png")
    for rendition in made.values():
        data = rendition.file.read()
        assert b"gemaakt" not in data, rendition.filter_spec
        assert b"camera" not in data, rendition.filter_spec
        assert not Image.open(BytesIO(data)).getexif()


def test_a_picture_that_cannot_be_scaled_breaks_no_page(client):
    broken = Picture(title="Kapot")
    broken.file.save("kapot.jpg", ContentFile(WHOLE[:9_000]), save=False)
    broken.width, broken.height = 960, 504
    Picture.objects.bulk_create([broken])
    broken = Picture.objects.get()
    with pytest.raises(SourceImageIOError):
        broken.get_rendition("width-100|format-jpeg")
    pictures.make_all(broken, "card")
    page = NewsPageFactory(listing_image=broken, listing_image_alt="Een scan")
    for path in (page.get_url(), "/nieuws/", "/nieuws/rss/", "/themas/", "/"):
        assert client.get(path).status_code in (200, 404), path
        assert client.get(path).status_code == 200 or path == "/themas/"
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(reverse("wagtailimages:index")).status_code == 200


def archive(*names: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return target.getvalue()


RIGHT = {
    "gids.pdf": b"%PDF-1.4\n%%EOF",
    "gids.docx": archive("[Content_Types].xml", "word/document.xml"),
    "gids.xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "gids.pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "gids.odt": archive("mimetype", "content.xml"),
    "gids.zip": archive("a.txt"),
    "gids.txt": "Coördinatie".encode(),
    "gids.csv": "van;naar".encode("utf-8-sig"),
}
DOCUMENT_DOORS = {"one": "wagtaildocs:add", "many": "wagtaildocs:add_multiple"}


@pytest.mark.parametrize("door", DOCUMENT_DOORS)
@pytest.mark.parametrize("name", RIGHT)
def test_a_document_holds_what_its_name_says(staff: Client, door: str, name: str):
    wrong = b"\x7fELF\x00\x01" + WHOLE[:300] if name != "gids.txt" else b"MZ\x00\x01"

    def upload(data: bytes) -> str:
        key = "files[]" if door == "many" else "file"
        fields = {"title": "Gids", "collection": 1, key: SimpleUploadedFile(name, data)}
        headers = {"X-Requested-With": "XMLHttpRequest"} if door == "many" else {}
        path = reverse(DOCUMENT_DOORS[door])
        return staff.post(path, fields, headers=headers).content.decode()

    assert "In dit bestand zit iets anders" in upload(wrong)
    assert not Document.objects.exists()
    upload(RIGHT[name])
    assert Document.objects.count() == 1


def test_a_document_is_at_most_20_megabytes(staff: Client, settings):
    assert settings.WAGTAILDOCS_MAX_UPLOAD_SIZE == 20 * 1024 * 1024
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    file = SimpleUploadedFile("gids.pdf", RIGHT["gids.pdf"])
    staff.post(reverse("wagtaildocs:add"), {"title": "Gids", "collection": 1, "file": file})
    assert not Document.objects.exists()
