"""Every file of every picture is there before the first visitor asks for it."""

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.images.models import Rendition

from core import pictures
from news.models import NewsPage
from tests.factories import ContentPageFactory, ImageFactory, NewsPageFactory, ThemeFactory
from tests.working import do_all_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_publishing")]


def test_publishing_makes_every_file_that_a_visitor_will_ask_for(
    client: Client,
) -> None:
    figure = {"image": ImageFactory(), "caption": ""}
    page = NewsPageFactory(
        themes=[ThemeFactory(name="Leren")],
        listing_image=ImageFactory(),
        listing_image_alt="Een kleur",
        body=[("image", figure)],
    )
    fixed = ContentPageFactory(body=[("image", figure)])
    assert not Rendition.objects.exists()  # publishing itself makes nobody wait
    do_all_tasks()
    made = Rendition.objects.count()
    assert made > 0
    for url in ("/", "/nieuws/", page.url, fixed.url, NewsPageFactory().url):
        assert client.get(url).status_code == 200
    assert Rendition.objects.count() == made


def test_a_draft_makes_no_files() -> None:
    NewsPageFactory(listing_image=ImageFactory(), listing_image_alt="Een kleur", live=False)
    do_all_tasks()
    assert NewsPage.objects.exists()
    assert not Rendition.objects.exists()


def test_a_page_that_is_deleted_before_its_pictures_are_made_is_no_failure() -> None:
    NewsPageFactory(listing_image=ImageFactory(), listing_image_alt="Een kleur").delete()
    do_all_tasks()
    assert not Rendition.objects.exists()
    assert not DBTaskResult.objects.failed().exists()


@pytest.mark.parametrize("pixels", [1_000, pictures.QUICK + 1])
def test_a_page_waits_for_no_large_picture_and_the_worker_makes_what_lacks(
    client: Client, pixels: int
) -> None:
    image = ImageFactory()
    page = NewsPageFactory(listing_image=image, listing_image_alt="Een kleur")
    DBTaskResult.objects.all().delete()  # as if the visitor were first
    type(image).objects.filter(pk=image.pk).update(width=pixels, height=1)
    shown = client.get(page.url)
    assert shown.status_code == 200
    made = set(Rendition.objects.values_list("filter_spec", flat=True))
    assert not any("avif" in spec or "webp" in spec for spec in made)
    assert bool(made) == (pixels < pictures.QUICK)
    client.get(page.url)
    assert DBTaskResult.objects.count() == len({"article", "share"})
    do_all_tasks()
    assert "image/avif" in client.get(page.url).text
