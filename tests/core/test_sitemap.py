"""sitemap.xml and robots.txt."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from core.sitemap import PageSitemap
from tests.factories import ContentPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db

XML = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(client: Client, path: str = "/sitemap.xml") -> list[str]:
    tree = ElementTree.fromstring(client.get(path).content)
    return [tag.text or "" for tag in tree.iter(f"{XML}loc")]


def test_the_sitemap_names_every_page_by_its_full_address(client: Client) -> None:
    ContentPageFactory(slug="over-ons")
    NewsPageFactory(slug="bericht")
    assert addresses(client) == [
        "http://testserver/",
        "http://testserver/over-ons/",
        "http://testserver/nieuws/",
        "http://testserver/nieuws/bericht/",
    ]


def test_a_site_too_large_for_one_file_gets_several(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PageSitemap, "limit", 2)
    NewsPageFactory(slug="bericht")
    files = addresses(client)
    assert files == [
        "http://testserver/sitemap-paginas.xml",
        "http://testserver/sitemap-paginas.xml?p=2",
    ]
    found = [address for file in files for address in addresses(client, file)]
    assert found == [
        "http://testserver/",
        "http://testserver/nieuws/",
        "http://testserver/nieuws/bericht/",
    ]


def test_the_sitemap_takes_as_many_queries_however_many_pages(
    client: Client, django_assert_max_num_queries
) -> None:
    NewsPageFactory.create_batch(3)
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(6) as few:
        client.get("/sitemap.xml")
    NewsPageFactory.create_batch(9)
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(6) as many:
        client.get("/sitemap.xml")
    assert len(few) == len(many)


def test_robots_may_read_all_but_the_admin_and_learn_of_the_sitemap(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /beheer/" in answer.text
    assert "Sitemap: http://testserver/sitemap.xml" in answer.text
