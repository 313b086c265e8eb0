"""The list of Koplopers: facets with their counts, the overview by region, ways in."""

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.listing import Listing
from initiatives.models import KoploperIndexPage
from tests.factories import (
    BranchFactory,
    ContentPageFactory,
    ImageFactory,
    InitiativePageFactory,
    NetworkPageFactory,
    ThemeFactory,
    koploper_index,
    region,
)
from tests.html import attribute, one, parse, text_of
from tests.listings import assert_counts_are_what_options_give

pytestmark = pytest.mark.django_db

LIST = "/koplopers/"


def read(client, query=""):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return parse(answer)


def titles(soup):
    return [link.get_text(strip=True) for link in soup.select("main .card-title a")]


def test_the_list_shows_every_koploper_that_is_online_and_who_joined_last_first(client):
    InitiativePageFactory(title="Eerst", joined_on=datetime.date(2018, 12, 20))
    InitiativePageFactory(title="Laatst", joined_on=datetime.date(2019, 3, 14))
    InitiativePageFactory(title="Nog niet klaar", live=False)
    page = read(client)
    assert titles(page) == ["Laatst", "Eerst"]
    assert text_of(page, "#resultaat") == "2 Koplopers"


def test_an_empty_list_says_so_and_still_shows_the_regions(client):
    koploper_index()
    page = read(client)
    assert "Hier staan nog geen Koplopers" in text_of(page, ".empty")
    assert len(page.select(".by-region li.by-region-none")) == 28
    assert not page.select(".by-region a")


def test_no_button_leads_to_a_form_that_is_not_there(client, monkeypatch):
    koploper_index()
    monkeypatch.setattr(KoploperIndexPage, "apply_url", "")
    monkeypatch.setattr(KoploperIndexPage, "nominate_url", "")
    assert not read(client).select(".join a.button")
    monkeypatch.setattr(KoploperIndexPage, "apply_url", "/meld-aan/")
    monkeypatch.setattr(KoploperIndexPage, "nominate_url", "/draag-voor/")
    page = read(client)
    assert [link["href"] for link in page.select(".join a")] == ["/meld-aan/", "/draag-voor/"]


@pytest.fixture
def koplopers() -> None:
    """Koplopers of every kind of combination."""
    less, learn = ThemeFactory(name="Minder regeldruk"), ThemeFactory(name="Leren")
    home_care = BranchFactory(name="Thuiszorg")
    twente, zeeland = region("Twente"), region("Zeeland")
    everything = ["samenwerken", "innoveren", "veranderen", "opschalen"]
    InitiativePageFactory(title="A", themes=[less], regions=[twente], criteria=everything)
    InitiativePageFactory(title="B", themes=[learn], regions=[twente, zeeland])
    InitiativePageFactory(title="C", branches=[home_care])  # in the whole country
    InitiativePageFactory(title="D", regions=[zeeland], criteria=everything[1:])
    InitiativePageFactory(title="X", regions=[zeeland], criteria=everything, live=False)


FILTERS = {
    "": {"A", "B", "C", "D"},
    "regio=twente": {"A", "B", "C"},
    "regio=drenthe": {"C"},
    "regio=twente&regio=zeeland": {"A", "B", "C", "D"},
    "criterium=opschalen": {"A", "D"},
    "criterium=opschalen&criterium=samenwerken": {"A", "B", "C", "D"},
    "regio=zeeland&criterium=opschalen": {"D"},
    "thema=leren&regio=zeeland": {"B", "C", "D"},
    "thema=minder-regeldruk&branche=thuiszorg&regio=twente&criterium=samenwerken": {"A", "C"},
}


@pytest.mark.usefixtures("koplopers")
def test_theme_branch_region_and_criterion_narrow_the_list(client):
    for query, expected in FILTERS.items():
        listing: Listing = client.get(f"{LIST}?{query}").context["listing"]
        assert {card.title for card in listing.cards} == expected, query
        assert {group.facet.parameter for group in listing.groups} == {
            "thema",
            "branche",
            "regio",
            "criterium",
        }
        assert all(group.options for group in listing.groups)
        assert_counts_are_what_options_give(listing)


HEADINGS = {
    "regio=twente": "3 Koplopers in Twente",
    "regio=twente&criterium=opschalen": "1 Koploper in Twente met criterium Opschalen",
    "thema=leren&regio=drenthe&regio=zeeland": "3 Koplopers over Leren in Drenthe of Zeeland",
}


@pytest.mark.usefixtures("koplopers")
def test_the_heading_says_in_words_what_was_chosen(client):
    for query, words in HEADINGS.items():
        assert text_of(read(client, query), "#resultaat") == words


def overview(page):
    """Return the number of every region as it is shown, by part of the country."""
    return {
        text_of(part, "h3"): {
            text_of(row, ":scope > span:first-child"): text_of(row, ".by-region-number")
            for row in part.select("li a, li.by-region-none")
        }
        for part in page.select(".by-region-parts section")
    }


@pytest.mark.usefixtures("koplopers")
def test_the_overview_counts_all_koplopers_by_region_whatever_is_filtered(client):
    found = overview(read(client))
    assert list(found) == ["Regio Midden", "Regio Noord-Oost", "Regio West", "Regio Zuid"]
    assert sum(len(regions) for regions in found.values()) == 28
    # C is in the whole country.
    assert found["Regio Noord-Oost"]["Twente"] == "3 Koplopers"
    assert found["Regio Noord-Oost"]["Drenthe"] == "1 Koploper"
    assert found["Regio Zuid"]["Zeeland"] == "3 Koplopers"
    assert overview(read(client, "regio=twente&criterium=opschalen")) == found


@pytest.mark.usefixtures("koplopers")
def test_every_number_of_the_overview_is_what_its_link_gives(client):
    answer = client.get(LIST)
    links = parse(answer).select(".by-region a")
    assert len(links) == 28
    for link in links:
        path, _, query = str(link["href"]).partition("?")
        there = replace(answer.context["listing"], query=QueryDict(query))
        assert path == LIST
        assert text_of(link, ".by-region-number").split()[0] == str(there.total), link["href"]


def test_regions_stand_in_the_order_of_a_dutch_index(client):
    koploper_index()
    found = overview(read(client))
    assert list(found["Regio Noord-Oost"])[4:6] == [
        "IJsselvecht",
        "Noordwest-Veluwe en Stedendriehoek",
    ]
    assert next(iter(found["Regio West"])) == "Amstelland, Kennemerland en Meerlanden"


def test_a_card_says_where_since_when_and_how_much_of_the_criteria_it_meets(client):
    InitiativePageFactory(regions=[region("Twente")], joined_on=datetime.date(2019, 2, 7))
    card = one(read(client), ".card")
    assert text_of(card, ".card-facts") == "Twente Koploper sinds 7 februari 2019"
    assert text_of(card, ".badge") == "3 van de 4 criteria"


PLACES = {
    ("Twente",): "Twente",
    ("Zeeland", "IJsselvecht"): "IJsselvecht en Zeeland",
    ("Zeeland", "Twente", "Drenthe"): "Drenthe en 2 andere regio’s",
    (): "Landelijk",
}


def test_the_regions_of_a_card_stay_short(client):
    for names, words in PLACES.items():
        InitiativePageFactory(title=words, joined_on=None, regions=[region(name) for name in names])
    cards = read(client).select(".card")
    shown = {text_of(card, ".card-title"): text_of(card, ".card-facts span") for card in cards}
    assert shown == {words: words for words in PLACES.values()}


def test_a_koploper_has_the_same_card_in_a_row_on_another_page(client):
    InitiativePageFactory(title="Minder Vinkjes", regions=[region("Amsterdam")])
    row = {"heading": "Koplopers", "kind": "initiatives.initiativepage", "number": 3}
    page = parse(client.get(ContentPageFactory(body=[("page_list", row)]).get_url()))
    assert titles(page) == ["Minder Vinkjes"]
    assert "Amsterdam" in text_of(page, ".card-facts")


def test_the_list_shows_the_way_to_what_the_network_is_when_that_is_online(client):
    koploper_index()
    assert "Wat is het Koplopernetwerk?" not in read(client).get_text()
    network = NetworkPageFactory()
    header = one(read(client), ".page-header")
    assert attribute(header, "a.more", "href") == network.get_url() == "/koplopers/netwerk/"
    network.unpublish()
    assert "Wat is het Koplopernetwerk?" not in read(client).get_text()


def test_the_list_takes_as_many_queries_for_thirty_cards_as_for_three(
    client: Client, django_assert_max_num_queries: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All four facets chosen, with pictures, regions and the overview."""
    monkeypatch.setattr(Listing.__init__, "__defaults__", (30, (), ()))  # page_size
    values = {
        "themes": [ThemeFactory(name="Leren")],
        "branches": [BranchFactory(name="Thuiszorg")],
        "regions": [region("Twente"), region("Zeeland")],
        "listing_image": ImageFactory(),
        "listing_image_alt": "Een kleur",
    }
    NetworkPageFactory()
    query = "thema=leren&branche=thuiszorg&regio=twente&criterium=innoveren"
    used = []
    for number in (3, 27):
        InitiativePageFactory.create_batch(number, **values)
        client.get(LIST)
        with django_assert_max_num_queries(13) as queries:
            answer = client.get(f"{LIST}?{query}")
        used.append((len(answer.context["listing"].cards), len(queries)))
    assert used == [(3, used[0][1]), (30, used[0][1])]


def test_a_koploper_that_is_private_or_expired_is_not_in_the_list(client):
    InitiativePageFactory(title="Voor iedereen")
    InitiativePageFactory(title="Voorbij", expire_at=timezone.now())
    PageViewRestriction.objects.create(
        page=InitiativePageFactory(title="Besloten"), restriction_type=PageViewRestriction.LOGIN
    )
    page = read(client)
    assert titles(page) == ["Voor iedereen"]
    assert text_of(page, "#resultaat") == "1 Koploper"
