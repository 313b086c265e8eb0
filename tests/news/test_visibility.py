"""Drafts, planned, expired and private articles appear nowhere a visitor can look."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.models import NewsPage
from tests.factories import BranchFactory, NewsPageFactory, ThemeFactory, news_index

pytestmark = pytest.mark.django_db

TITLE = "Wat niemand mag zien"
TOMORROW = datetime.timedelta(days=1)


@pytest.fixture
def hidden() -> list[NewsPage]:
    """A draft, and a planned, an expired, an unpublished and a private article."""

    def make(which: str, **values: Any) -> NewsPage:
        return NewsPageFactory(title=f"{TITLE}: {which}", **values)

    make("concept", live=False)
    make("gepland", live=False, go_live_at=timezone.now() + TOMORROW).save_revision().publish()
    expired = make("verlopen")
    NewsPage.objects.filter(pk=expired.pk).update(expire_at=timezone.now())
    make("offline").unpublish()
    PageViewRestriction.objects.create(
        page=make("besloten"), restriction_type=PageViewRestriction.PASSWORD, password="geheim"
    )
    found = list(NewsPage.objects.filter(title__startswith=TITLE))
    assert len(found) == 5
    return found


def test_they_are_in_no_list_and_no_feed(client: Client, hidden: list[NewsPage]) -> None:
    theme = ThemeFactory(name="Leren")
    NewsPageFactory(title="Wat iedereen mag zien", themes=[theme])
    for path in (
        "/",
        "/nieuws/",
        "/nieuws/?thema=leren",
        "/nieuws/rss/",
        "/nieuws/rss/?thema=leren",
        "/nieuws/atom/",
        "/sitemap.xml",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert TITLE not in answer.text, path
        assert not [page.slug for page in hidden if page.slug in answer.text], path


def test_they_are_in_no_count(client: Client, hidden: list[NewsPage]) -> None:
    theme, branch = ThemeFactory(name="Leren"), BranchFactory(name="Thuiszorg")
    NewsPageFactory(themes=[theme], branches=[branch])
    listing = client.get("/nieuws/?thema=leren").context["listing"]
    assert listing.total == 1
    assert {option.count for group in listing.groups for option in group.options} == {1}


def test_they_stand_under_no_other_article(client: Client, hidden: list[NewsPage]) -> None:
    assert TITLE not in client.get(NewsPageFactory().url).text


def test_their_own_addresses_show_nothing_of_them(client: Client, hidden: list[NewsPage]) -> None:
    for page in hidden:
        answer = client.get(page.url)
        assert "De tekst van het bericht" not in answer.text, page.title
        assert answer.status_code == (200 if page.get_view_restrictions() else 404), page.title


def test_a_public_article_is_in_all_of_them(client: Client) -> None:
    """Holds the tests above to account: the same places do show what may be seen."""
    page = NewsPageFactory(title=TITLE, themes=[ThemeFactory(name="Leren")])
    for path in ("/nieuws/", "/nieuws/?thema=leren", "/nieuws/rss/", "/nieuws/atom/"):
        assert TITLE in client.get(path).text, path
    assert page.url in client.get("/sitemap.xml").text
    assert "De tekst van het bericht" in client.get(page.url).text


def test_all_below_a_private_page_is_private(client: Client) -> None:
    page = NewsPageFactory(title=TITLE)
    PageViewRestriction.objects.create(
        page=news_index(), restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get(page.url).status_code == 302
    assert page.url not in client.get("/sitemap.xml").text
    assert TITLE not in client.get("/").text
