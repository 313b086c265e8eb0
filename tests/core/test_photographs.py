"""Photographs that strangers send are read with suspicion and written anew."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from core import photographs
from tests.photographs import BOMB, SCRIPT, TELEPHONE, encoded, gif, noise

RED = (200, 30, 30)


def rewritten(data: bytes) -> Image.Image:
    return Image.open(BytesIO(photographs.rewritten(BytesIO(data), len(data))))


def refusal(data: bytes) -> str:
    with pytest.raises(photographs.Unusable) as refused:
        rewritten(data)
    return refused.value.sentence


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "MPO"])
def test_what_telephones_and_browsers_make_becomes_a_jpeg(kind):
    picture = rewritten(encoded(noise(640, 480), kind))
    assert (picture.format, picture.size, picture.mode) == ("JPEG", (640, 480), "RGB")


def test_what_telephones_of_apple_make_becomes_a_jpeg():
    picture = rewritten(TELEPHONE)
    assert (picture.format, picture.size, picture.mode) == ("JPEG", (320, 240), "RGB")


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "RGBA"])
def test_every_way_of_holding_colours_is_read(mode):
    kind = "JPEG" if mode in ("L", "CMYK") else "PNG"
    assert rewritten(encoded(Image.new(mode, (400, 400)), kind)).mode == "RGB"


def test_place_time_camera_and_comment_are_gone_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # hold it a quarter turn to the right
    exif[0x010F] = "Camera van Anna"
    exif.get_ifd(0x8825)[1] = "N"
    sent = encoded(noise(640, 480), "JPEG", exif=exif, comment=b"geheim")
    assert b"Camera van Anna" in sent
    written = photographs.rewritten(BytesIO(sent), len(sent))
    for secret in (b"Exif", b"Camera van Anna", b"geheim", b"ICC_PROFILE"):
        assert secret not in written
    assert Image.open(BytesIO(written)).size == (480, 640)


def test_a_large_photograph_is_made_as_large_as_the_site_shows():
    assert rewritten(encoded(Image.new("RGB", (4000, 3000), RED), "JPEG")).size == (1600, 1200)


def test_transparent_parts_become_paper():
    assert rewritten(encoded(Image.new("RGBA", (300, 300)), "PNG")).getpixel((9, 9)) == (
        255,
        255,
        255,
    )


def test_colours_of_a_profile_become_those_of_browsers():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    wrong = encoded(Image.new("RGB", (300, 300), RED), "PNG", icc_profile=profile)
    assert rewritten(wrong).size == (300, 300)  # a profile that does not fit is left out


def test_an_animation_is_its_first_picture():
    frames = [Image.new("RGB", (300, 300), "white"), Image.new("RGB", (300, 300), "black")]
    sent = encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])
    assert rewritten(sent).getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize(
    "hostile",
    [SCRIPT, gif(), b"", b"%PDF-1.7", b"<html>", encoded(noise(640, 480), "JPEG")[:9000]],
    ids=["script", "animation", "nothing", "pdf", "page", "cut off"],
)
def test_what_is_no_photograph_is_refused_in_dutch(hostile):
    assert "geen foto die we kunnen lezen" in refusal(hostile)


def test_a_bomb_is_refused_before_it_is_unpacked():
    assert "te veel pixels" in refusal(encoded(Image.new("1", (7_500, 7_500)), "PNG"))
    assert "te veel pixels" in refusal(BOMB)
    assert len(BOMB) < 200_000


def test_too_many_bytes_are_refused_unread():
    with pytest.raises(photographs.Unusable, match="te groot: 20 MB"):
        photographs.rewritten(BytesIO(b""), 20 * photographs.MEGABYTE)


@pytest.mark.parametrize("size", [(100, 100), (4000, 200)])
def test_too_few_pixels_are_refused(size):
    assert "te klein of te smal" in refusal(encoded(noise(*size), "PNG"))
