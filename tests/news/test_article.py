"""One article as its readers and search engines get it."""

import datetime
import json
from collections.abc import Callable

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from news.models import NewsPage
from tests.factories import (
    BranchFactory,
    ContactRoleFactory,
    ImageFactory,
    NewsPageFactory,
    ThemeFactory,
)
from tests.html import attribute, parse, text_of

pytestmark = pytest.mark.django_db


def soup_of(client: Client, page: NewsPage) -> BeautifulSoup:
    answer = client.get(page.url)
    assert answer.status_code == 200
    return parse(answer)


def test_it_shows_what_the_article_of_the_client_shows(client: Client) -> None:
    page = NewsPageFactory(
        title="Al meer dan twintig initiatieven",
        published_on=datetime.date(2019, 3, 26),
        contact=ContactRoleFactory(role="Adviseur Koplopernetwerk"),
    )
    NewsPageFactory(title="Een ander bericht")
    text = text_of(soup_of(client, page), "main")
    order = [
        "Nieuws",
        "Al meer dan twintig initiatieven",
        "Alle thema's",
        "Alle branches",
        "De tekst van het bericht",
        "Adviseur Koplopernetwerk",
        "Gerelateerde artikelen",
        "Een ander bericht",
        "Bekijk alle artikelen",
    ]
    places = [text.replace("’", "'").find(part) for part in order]
    assert -1 not in places, dict(zip(order, places, strict=True))
    assert places[4:] == sorted(places[4:])
    assert "dinsdag 26 maart 2019" in text


def test_its_kind_stands_above_the_title_and_on_its_card(client: Client) -> None:
    page = NewsPageFactory(kind=NewsPage.Kind.FRONT_RUNNER)
    assert "Koploper aan het woord" in text_of(soup_of(client, page), "main")
    assert "Koploper aan het woord" in client.get("/nieuws/").text


def test_each_theme_and_branch_leads_to_its_page(client: Client) -> None:
    page = NewsPageFactory(
        themes=[ThemeFactory(name="Leren")], branches=[BranchFactory(name="Thuiszorg")]
    )
    found = soup_of(client, page).select("main a")
    links = {link.get_text(strip=True): link["href"] for link in found}
    assert links["Leren"] == "/themas/leren/"
    assert links["Thuiszorg"] == "/branches/thuiszorg/"


class TestDate:
    def test_without_a_date_of_its_own_it_is_the_day_of_publishing(self) -> None:
        with time_machine.travel(datetime.datetime(2019, 3, 26, 23, 30, tzinfo=datetime.UTC)):
            page = NewsPageFactory()
        assert page.listed_on == datetime.date(2019, 3, 27), "Dutch time, not UTC"

    def test_publishing_again_does_not_change_the_date(self) -> None:
        with time_machine.travel(datetime.datetime(2019, 3, 26, 12, tzinfo=datetime.UTC)):
            page = NewsPageFactory()
        page.save_revision().publish()
        page.refresh_from_db()
        assert page.listed_on == datetime.date(2019, 3, 26)

    def test_a_planned_article_has_the_day_it_is_planned_for(self) -> None:
        page = NewsPageFactory(
            live=False, go_live_at=datetime.datetime(2099, 3, 26, 23, 30, tzinfo=datetime.UTC)
        )
        assert page.listed_on == datetime.date(2099, 3, 27)

    def test_the_date_of_the_editor_wins(self, client: Client) -> None:
        old = NewsPageFactory(title="Oud", published_on=datetime.date(2018, 12, 3))
        NewsPageFactory(title="Nieuw", published_on=datetime.date(2019, 2, 9))
        assert "maandag 3 december 2018" in text_of(soup_of(client, old), "main")
        cards = client.get("/nieuws/").context["listing"].cards
        assert [card.title for card in cards] == ["Nieuw", "Oud"]


class TestForSearchEngines:
    def test_the_structured_data_is_a_whole_news_article(self, client: Client) -> None:
        page = NewsPageFactory(
            title='Over "aanhalingstekens" </script><b>',
            published_on=datetime.date(2019, 3, 26),
        )
        data = [
            json.loads(script.string or "")
            for script in soup_of(client, page).select('script[type="application/ld+json"]')
        ]
        article = next(item for item in data if item["@type"] == "NewsArticle")
        assert article["headline"] == page.title
        assert article["datePublished"].startswith("2019-03-26")
        assert article["inLanguage"] == "nl"
        assert article["publisher"]["name"] == "Actie Leer Netwerk"
        assert article["mainEntityOfPage"] == f"http://testserver{page.url}"
        assert article["image"]

    def test_an_article_without_an_image_shares_its_cover_as_png(self, client: Client) -> None:
        page = NewsPageFactory()
        address = attribute(soup_of(client, page), 'meta[property="og:image"]', "content")
        assert address.startswith("http://testserver/")
        answer = client.get(address.removeprefix("http://testserver"))
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        content = answer.getvalue()
        assert content.startswith(b"\x89PNG")
        assert content[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")

    def test_an_article_with_an_image_shares_that(self, client: Client) -> None:
        page = NewsPageFactory(listing_image=ImageFactory(), listing_image_alt="Een kleur")
        address = attribute(soup_of(client, page), 'meta[property="og:image"]', "content")
        assert address.startswith("http://testserver/media/images/")
        assert client.get(address.removeprefix("http://testserver")).status_code == 200

    def test_it_says_its_one_address_and_what_it_is_about(self, client: Client) -> None:
        soup = soup_of(client, NewsPageFactory(slug="bericht", lead="Waar het om gaat."))
        canonical = attribute(soup, 'link[rel="canonical"]', "href")
        assert canonical == "http://testserver/nieuws/bericht/"
        assert attribute(soup, 'meta[name="description"]', "content") == "Waar het om gaat."
        assert attribute(soup, 'meta[property="og:type"]', "content") == "article"
        assert attribute(soup, "html", "lang") == "nl"

    def test_a_combination_of_filters_is_not_indexed_and_a_single_one_is(
        self, client: Client
    ) -> None:
        NewsPageFactory(themes=[ThemeFactory(name="Leren")], branches=[BranchFactory(name="Zorg")])

        def robots(query: str) -> str | None:
            found = parse(client.get(f"/nieuws/{query}")).select('meta[name="robots"]')
            return str(found[0]["content"]) if found else None

        assert robots("?thema=leren&branche=zorg") == "noindex,follow"
        assert robots("?thema=leren") is None
        assert robots("") is None


def test_an_article_takes_at_most_ten_queries_with_all_that_it_can_have(
    client: Client, django_assert_max_num_queries: Callable
) -> None:
    """Site, menus and settings included; the request before it fills what is kept."""
    theme, branch = ThemeFactory(), BranchFactory()
    for _ in range(4):
        NewsPageFactory(
            themes=[theme],
            branches=[branch],
            listing_image=ImageFactory(),
            listing_image_alt="Een kleur",
        )
    picture = {"image": ImageFactory(), "caption": "Bijschrift"}
    page = NewsPageFactory(
        themes=[theme],
        branches=[branch],
        listing_image=ImageFactory(),
        listing_image_alt="Een kleur",
        contact=ContactRoleFactory(),
        body=[("heading", "Kop"), ("paragraph", "<p>Tekst</p>"), ("image", picture)],
    )
    assert client.get(page.url).status_code == 200
    with django_assert_max_num_queries(10):
        client.get(page.url)
