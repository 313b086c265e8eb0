"""How an address leads to a page."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import ContentPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db


def test_a_page_is_found_however_deep_it_lies(client: Client) -> None:
    parent = ContentPageFactory(slug="over-ons")
    child = ContentPageFactory(parent=parent, slug="mensen")
    grandchild = ContentPageFactory(parent=child, slug="bestuur", title="Bestuur")
    answer = client.get("/over-ons/mensen/bestuur/")
    assert answer.context["page"] == grandchild
    assert [page.url for page in answer.context["page"].breadcrumbs] == [
        "/",
        "/over-ons/",
        "/over-ons/mensen/",
    ]


def test_the_same_slug_in_another_place_is_another_page(client: Client) -> None:
    here = ContentPageFactory(slug="hier")
    there = ContentPageFactory(slug="daar")
    ContentPageFactory(parent=here, slug="vragen", title="Vragen hier")
    ContentPageFactory(parent=there, slug="vragen", title="Vragen daar")
    assert client.get("/daar/vragen/").context["page"].title == "Vragen daar"
    assert client.get("/vragen/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/bestaat-niet/",
        "/nieuws/bestaat-niet/",
        "/nieuws/bericht/dieper/",
        "/nieuws/rss/dieper/",
        "/nieuws/bericht/rss/",
        "/%00/",
        "/nieuws/%00/",
        "/" + "a/" * 200,
        "/" + "x" * 5000 + "/",
        "/%FF/",
    ],
)
def test_an_address_without_a_page_is_not_found(client: Client, path: str) -> None:
    NewsPageFactory(slug="bericht")
    assert client.get(path).status_code == 404


def test_a_page_below_a_draft_stays_readable_as_wagtail_has_it(client: Client) -> None:
    parent = ContentPageFactory(slug="over-ons", live=False)
    ContentPageFactory(parent=parent, slug="mensen")
    assert client.get("/over-ons/mensen/").status_code == 200
    assert client.get("/over-ons/").status_code == 404


def test_finding_a_page_takes_as_many_queries_at_any_depth(
    client: Client, django_assert_max_num_queries: Callable
) -> None:
    used = []
    parent = None
    for _ in range(4):
        parent = ContentPageFactory(**({"parent": parent} if parent else {}))
        client.get(parent.url)
        with django_assert_max_num_queries(6) as queries:
            assert client.get(parent.url).status_code == 200
        used.append(len(queries))
    assert len(set(used)) == 1
