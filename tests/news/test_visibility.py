"""Drafts, planned, expired and private articles appear nowhere a visitor can look."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.models import NewsPage
from tests.factories import BranchFactory, NewsPageFactory, ThemeFactory, news_index

pytestmark = pytest.mark.django_db

TITLE = "Wat niemand mag zien"
TOMORROW = datetime.timedelta(days=1)


def make(**values) -> NewsPage:
    return NewsPageFactory(title=TITLE, **values)


def a_draft() -> NewsPage:
    return make(live=False)


def a_planned_article() -> NewsPage:
    page = make(live=False, go_live_at=timezone.now() + TOMORROW)
    page.get_latest_revision().publish()
    return page


def an_article_that_expired_a_moment_ago() -> NewsPage:
    page = make()
    NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    return page


def an_unpublished_article() -> NewsPage:
    page = make()
    page.unpublish()
    return page


def a_private_article() -> NewsPage:
    page = make()
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="geheim"
    )
    return page


HIDDEN = [
    a_draft,
    a_planned_article,
    an_article_that_expired_a_moment_ago,
    an_unpublished_article,
    a_private_article,
]


@pytest.fixture(params=HIDDEN, ids=lambda make: make.__name__)
def hidden(request: pytest.FixtureRequest) -> NewsPage:
    make_page: Callable[[], NewsPage] = request.param
    return make_page()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nieuws/",
        "/nieuws/?thema=leren",
        "/nieuws/rss/",
        "/nieuws/rss/?thema=leren",
        "/nieuws/atom/",
        "/sitemap.xml",
    ],
)
def test_it_is_in_no_list_and_no_feed(client: Client, hidden: NewsPage, path: str) -> None:
    theme = ThemeFactory(name="Leren")
    NewsPageFactory(title="Wat iedereen mag zien", themes=[theme])
    answer = client.get(path)
    assert answer.status_code == 200
    assert TITLE not in answer.text
    assert hidden.slug not in answer.text


def test_it_is_in_no_count(hidden: NewsPage) -> None:
    theme, branch = ThemeFactory(name="Leren"), BranchFactory(name="Thuiszorg")
    NewsPageFactory(themes=[theme], branches=[branch])
    answer = Client().get("/nieuws/?thema=leren")
    listing = answer.context["listing"]
    assert listing.total == 1
    assert {option.count for group in listing.groups for option in group.options} == {1}


def test_it_stands_under_no_other_article(client: Client, hidden: NewsPage) -> None:
    other = NewsPageFactory()
    assert TITLE not in client.get(other.url).text


def test_its_own_address_shows_nothing_of_it(client: Client, hidden: NewsPage) -> None:
    answer = client.get(hidden.url)
    assert "De tekst van het bericht" not in answer.text
    if not hidden.get_view_restrictions():
        assert answer.status_code == 404


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
