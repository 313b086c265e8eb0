"""Drawn covers: each page its own, the same on every visit, in the colours of the style sheet."""

import itertools
import re
import struct

import pytest
from django.conf import settings
from django.test import Client

from core import covers
from core.models import Theme
from tests.factories import NewsPageFactory, ThemeFactory

STYLE_SHEET = (settings.SITE / "static" / "css" / "site.css").read_text()


def size_of(png: bytes) -> tuple[int, int]:
    """Read the size from a PNG's first chunk."""
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_page_keeps_its_drawing_and_no_two_pages_share_one() -> None:
    drawings = [covers.cover_svg(key, 1) for key in range(1, 60)]
    assert drawings == [covers.cover_svg(key, 1) for key in range(1, 60)]
    assert len(set(drawings)) == len(drawings)


def test_pages_made_one_after_another_get_drawings_of_a_different_kind() -> None:
    kinds = [covers.COMPOSITIONS[key % len(covers.COMPOSITIONS)] for key in range(1, 30)]
    assert all(kind is not after for kind, after in itertools.pairwise(kinds))


def test_a_drawing_in_the_page_is_small_silent_and_has_no_style_of_its_own() -> None:
    for key in range(1, 60):
        drawing = covers.cover_svg(key, 4)
        assert len(drawing) < 3000
        assert 'aria-hidden="true"' in drawing
        assert "style=" not in drawing


@pytest.mark.parametrize("hue", Theme.Hue.values)
def test_the_style_sheet_and_the_png_have_the_same_colours(hue: int) -> None:
    angle, chroma = covers.HUES[hue]
    assert f".hue-{hue} {{ --hue: {angle}; --chroma: {chroma:g};" in STYLE_SHEET
    cool = f".hue-{hue} {{ --hue: {angle}; --chroma: {chroma:g}; --spark: var(--cool-spark); }}"
    assert (cool in STYLE_SHEET) == (hue in covers.WARM_HUES)


@pytest.mark.parametrize("tone", covers.TONES)
def test_the_style_sheet_and_the_png_have_the_same_tones(tone: str) -> None:
    lightness, part = covers.TONES[tone]
    light = re.search(rf"--{tone}-l: (\d+)%; +--{tone}-c: ([\d.]+);", STYLE_SHEET)
    assert light is not None
    assert (int(light[1]), float(light[2])) == (round(lightness * 100), part)


@pytest.mark.parametrize(
    ("colour", "expected"),
    [((1, 0, 0), "#ffffff"), ((0, 0, 0), "#000000"), ((0.628, 0.2577, 29.23), "#ff0000")],
)
def test_colours_are_turned_into_what_a_screen_shows(
    colour: tuple[float, float, float], expected: str
) -> None:
    assert covers.srgb(*colour) == expected


@pytest.mark.django_db
class TestAddress:
    def test_a_published_page_has_a_png_for_shared_links(self, client: Client) -> None:
        page = NewsPageFactory(themes=[ThemeFactory(hue=Theme.Hue.PINK)])
        response = client.get(f"/omslag/{page.pk}.png")
        assert response.status_code == 200
        assert response["Content-Type"] == "image/png"
        assert "public" in response["Cache-Control"]
        assert size_of(response.content) == (1200, 630)

    def test_the_png_has_the_hue_of_the_first_theme(self, client: Client) -> None:
        page = NewsPageFactory(themes=[ThemeFactory(hue=Theme.Hue.PINK)])
        shown = client.get(f"/omslag/{page.pk}.png").content
        assert shown == covers.cover_png(page.pk, Theme.Hue.PINK)
        assert shown != covers.cover_png(page.pk, Theme.Hue.TEAL)

    def test_the_article_names_it_by_its_full_address(self, client: Client) -> None:
        page = NewsPageFactory()
        html = client.get(page.url).content.decode()
        assert f'property="og:image" content="{settings.SITE_URL}/omslag/{page.pk}.png"' in html

    def test_a_draft_has_none(self, client: Client) -> None:
        page = NewsPageFactory(live=False)
        assert client.get(f"/omslag/{page.pk}.png").status_code == 404

    @pytest.mark.parametrize("key", ["0", "999999", "99999999999999999999"])
    def test_a_page_that_is_not_there_has_none(self, client: Client, key: str) -> None:
        assert client.get(f"/omslag/{key}.png").status_code == 404
