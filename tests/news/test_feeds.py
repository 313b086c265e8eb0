"""RSS and Atom, for the whole list and for every selection of it."""

import datetime
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories import BranchFactory, NewsPageFactory, ThemeFactory
from tests.html import parse

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _articles() -> None:
    learning, home_care = ThemeFactory(name="Leren"), BranchFactory(name="Thuiszorg")
    NewsPageFactory(
        title="Over leren & <b>meer</b>",
        slug="over-leren",
        themes=[learning],
        branches=[home_care],
        published_on=datetime.date(2019, 3, 26),
    )
    NewsPageFactory(title="Over iets anders", themes=[ThemeFactory(name="Iets")])


def rss(client: Client, query: str = "") -> ElementTree.Element:
    answer = client.get(f"/nieuws/rss/{query}")
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(answer.content).find("channel")
    assert channel is not None
    return channel


def test_an_item_has_title_address_date_and_terms(client: Client) -> None:
    item = rss(client, "?thema=leren").findall("item")[0]
    assert item.findtext("title") == "Over leren & <b>meer</b>"
    assert item.findtext("link") == "http://testserver/nieuws/over-leren/"
    assert item.findtext("pubDate", "").startswith("Tue, 26 Mar 2019")
    assert item.findtext("description") == "Een korte inleiding."
    assert [tag.text for tag in item.findall("category")] == ["Leren", "Thuiszorg"]


def test_both_feeds_hold_what_the_list_holds(client: Client) -> None:
    learning, other = "Over leren & <b>meer</b>", "Over iets anders"
    for query, titles in (
        ("", [other, learning]),
        ("?thema=leren", [learning]),
        ("?thema=leren&branche=thuiszorg", [learning]),
        ("?thema=iets&thema=leren", [other, learning]),
    ):
        assert [item.findtext("title") for item in rss(client, query).findall("item")] == titles
        atom = ElementTree.fromstring(client.get(f"/nieuws/atom/{query}").content)
        entries = atom.findall(f"{ATOM}entry")
        assert [entry.findtext(f"{ATOM}title") for entry in entries] == titles


def test_a_feed_of_a_selection_says_which_one_and_where_it_is(client: Client) -> None:
    channel = rss(client, "?branche=thuiszorg&thema=leren")
    assert channel.findtext("title") == "Actie Leer Netwerk – Nieuws: Leren, Thuiszorg"
    assert channel.findtext("language") == "nl"
    own = channel.find(f"{ATOM}link")
    assert own is not None
    address = "http://testserver/nieuws/rss/?thema=leren&branche=thuiszorg"
    assert own.get("href") == address


@pytest.mark.parametrize("query", ["", "?thema=leren", "?thema=leren&branche=thuiszorg"])
def test_a_list_names_its_feeds_for_feed_readers(client: Client, query: str) -> None:
    soup = parse(client.get(f"/nieuws/{query}"))
    found = {
        (link["type"], str(link["href"]).removeprefix("http://testserver"))
        for link in soup.select('head link[rel="alternate"]')
    }
    assert {
        ("application/rss+xml", f"/nieuws/rss/{query}"),
        ("application/atom+xml", f"/nieuws/atom/{query}"),
    } <= found
    for _, href in found:
        assert client.get(href).status_code == 200
