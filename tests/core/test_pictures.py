"""Every file of every picture is there before the first visitor asks for it."""

import pytest
from django.test import Client
from wagtail.images.models import Rendition

from news.models import NewsPage
from tests.factories import ContentPageFactory, ImageFactory, NewsPageFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_publishing_makes_every_file_that_a_visitor_will_ask_for(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    figure = {"image": ImageFactory(), "caption": ""}
    with django_capture_on_commit_callbacks(execute=True):
        page = NewsPageFactory(
            themes=[ThemeFactory(name="Leren")],
            listing_image=ImageFactory(),
            listing_image_alt="Een kleur",
            body=[("image", figure)],
        )
        fixed = ContentPageFactory(body=[("image", figure)])
    made = Rendition.objects.count()
    assert made > 0
    for url in ("/", "/nieuws/", page.url, fixed.url, NewsPageFactory().url):
        assert client.get(url).status_code == 200
    assert Rendition.objects.count() == made


def test_a_draft_makes_no_files(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        NewsPageFactory(listing_image=ImageFactory(), listing_image_alt="Een kleur", live=False)
    assert NewsPage.objects.exists()
    assert not Rendition.objects.exists()
