"""What an article says of its own age, and how a reader passes it on."""

import datetime

import pytest
from django.utils import timezone

from news.models import NewsPage
from tests.factories import NewsPageFactory
from tests.html import attribute, parse, text_of

pytestmark = pytest.mark.django_db


def read(client, **values):
    page = NewsPageFactory(**values)
    return parse(client.get(page.get_url()))


def test_an_old_invitation_says_that_it_is_old(client):
    long_ago = timezone.localdate() - datetime.timedelta(days=3 * 365)
    text = [("paragraph", "<p>Kom naar de bijeenkomst.</p>")]
    assert "waarschijnlijk geweest" in text_of(
        read(client, published_on=long_ago, body=text), ".article-main > .notice"
    )
    assert not read(client, published_on=long_ago).select(".article-main > .notice")
    assert not read(client, body=text).select(".article-main > .notice")


def test_the_day_of_a_change_is_said_and_that_of_publishing_once(client):
    page: NewsPage = NewsPageFactory()
    assert not parse(client.get(page.get_url())).select(".article-updated")
    first = timezone.now() - datetime.timedelta(days=9)
    NewsPage.objects.filter(pk=page.pk).update(
        first_published_at=first, last_published_at=timezone.now()
    )
    page = NewsPage.objects.get(pk=page.pk)
    assert page.updated_on == timezone.localdate()


def test_it_can_be_passed_on_by_plain_links(client):
    page: NewsPage = NewsPageFactory(title="Eén & één")
    soup = parse(client.get(page.get_url()))
    assert attribute(soup, ".share-links a[href^=mailto]", "href").startswith(
        "mailto:?subject=E%C3%A9n%20%26%20%C3%A9%C3%A9n&body=http"
    )
    assert not soup.select(".share-links script, .share-links img")


def test_a_long_one_has_its_headings_beside_it(client):
    short = [("heading", f"Kop {nth}") for nth in range(3)]
    assert not read(client, body=short).select(".toc")
    soup = read(client, body=[*short, ("heading", "Kop 4")])
    assert [link.text for link in soup.select(".article-rail .toc a")][-1] == "Kop 4"
