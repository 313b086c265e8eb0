"""The Facilitators Pool: facets, counts and search."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoDbBlocker

from core import text_normalisation
from core.listing import Listing
from facilitators.listing import facets
from facilitators.models import FacilitatorPage, Method
from tests.factories import (
    BranchFactory,
    FacilitatorPageFactory,
    ImageFactory,
    ThemeFactory,
    facilitator_index,
)
from tests.html import one, parse, text_of
from tests.listings import assert_counts_are_what_options_give
from tests.worlds import world

pytestmark = pytest.mark.django_db

POOL = "/facilitators/"


def read(client: Client, query: str = "") -> BeautifulSoup:
    answer = client.get(f"{POOL}?{query}")
    assert answer.status_code == 200
    return parse(answer)


def names(soup: BeautifulSoup) -> list[str]:
    return [link.get_text(strip=True) for link in soup.select(".person-name a")]


def method(name: str) -> Method:
    return Method.objects.create(name=name, slug=name.lower())


@pytest.fixture(scope="class")
def five(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Facilitators that differ in everything one can filter on."""
    with world(django_db_blocker):
        _make_five()
        yield


def _make_five() -> None:
    open_space, dialogue = method("Open"), method("Intervisie")
    less, learn = ThemeFactory(name="Minder regeldruk"), ThemeFactory(name="Leren")
    youth = BranchFactory(name="Jeugdzorg")
    FacilitatorPageFactory(
        title="A",
        help_questions=["groepen-begeleiden", "visie-ontwikkelen"],
        levels=["bestuurlijk", "strategisch"],
        group_sizes=["klein"],
        deployments=["strategie"],
        regions=["landelijk"],
    )
    FacilitatorPageFactory(
        title="B",
        help_questions=["groepen-begeleiden"],
        levels=["werkvloer"],
        group_sizes=["klein", "middelgroot"],
        deployments=["reeks"],
        regions=["noord-oost", "midden"],
        methods=[dialogue],
        themes=[learn],
        branches=[youth],
    )
    FacilitatorPageFactory(
        title="C",
        help_questions=["creatief-denken"],
        levels=["management", "integraal"],
        group_sizes=["groot"],
        deployments=["een-bijeenkomst"],
        regions=["west"],
        methods=[open_space, dialogue],
        themes=[less],
        profile__availability="beperkt",
    )
    FacilitatorPageFactory(
        title="D",
        help_questions=["knelpunt-aanpakken"],
        levels=["integraal"],
        group_sizes=["groot"],
        deployments=["verandertraject"],
        regions=["zuid"],
        methods=[open_space],
        themes=[less, learn],
        profile__availability="niet",
        profile__available_from=date(2019, 9, 1),
    )
    FacilitatorPageFactory(title="Gepauzeerd", group_sizes=["groot"], profile__state="gepauzeerd")


FILTERS = {
    "": "ABCD",
    "hulpvraag=groepen-begeleiden": "AB",
    "niveau=bestuurlijk&groepsgrootte=klein": "A",
    "groepsgrootte=groot": "CD",
    "groepsgrootte=groot&beschikbaar=ja": "C",
    "inzet=reeks&inzet=strategie": "AB",
    "methodiek=intervisie": "BC",
    "methodiek=intervisie&methodiek=open": "BCD",
    "regio=midden": "AB",
    "regio=landelijk": "A",
    "thema=leren": "ABD",
    "branche=jeugdzorg": "ABCD",
    "niveau=werkvloer&groepsgrootte=groot": "",
}


@pytest.mark.usefixtures("five")
class TestFacets:
    @time_machine.travel("2019-03-26T11:00Z")
    def test_every_facet_narrows_the_pool(self, client: Client) -> None:
        everybody: Listing = client.get(POOL).context["listing"]
        for query, expected in FILTERS.items():
            listing = replace(everybody, query=QueryDict(query))
            assert "".join(card.title for card in listing.cards) == expected, query
        assert names(read(client, "methodiek=intervisie")) == ["B", "C"]

    @time_machine.travel("2019-03-26T11:00Z")
    def test_every_count_tells_what_its_option_would_give(self, client: Client) -> None:
        for query in ("", "regio=midden", "q=voorbeeld", "groepsgrootte=groot&q=a"):
            answer = client.get(f"{POOL}?{query}")
            assert_counts_are_what_options_give(answer.context["listing"])

    def test_the_facets_stand_in_the_order_of_the_domain_guide(self, client: Client) -> None:
        legends = [legend.get_text() for legend in read(client).select("form[data-filter] legend")]
        assert legends == [
            "Hulpvraag",
            "Niveau",
            "Groepsgrootte",
            "Inzet",
            "Methodiek",
            "Regio",
            "Thema",
            "Branche",
            "Beschikbaarheid",
        ]

    def test_the_first_facets_and_those_in_use_stand_open(self, client: Client) -> None:
        page = read(client, "regio=midden")
        folds = {
            str(fold.select("summary")[0]["data-fold"]): fold.has_attr("open")
            for fold in page.select(".filter-fold")
        }
        assert [name for name, is_open in folds.items() if is_open] == [
            "hulpvraag",
            "niveau",
            "regio",
        ]

    def test_the_heading_says_what_was_chosen(self, client: Client) -> None:
        page = read(
            client, "hulpvraag=groepen-begeleiden&groepsgrootte=klein&regio=midden&beschikbaar=ja"
        )
        heading = "2 facilitators om groepen te begeleiden voor kleine groepen in regio Midden"
        assert text_of(page, "#resultaat") == f"{heading}, nu beschikbaar"


def test_who_said_to_be_back_in_september_counts_as_available_from_then_on(client: Client) -> None:
    with time_machine.travel("2019-08-31T11:00Z") as clock:
        FacilitatorPageFactory(
            title="Terug",
            profile__availability="niet",
            profile__available_from=date(2019, 9, 1),
        )
        assert names(read(client, "beschikbaar=ja")) == []
        assert "Weer beschikbaar vanaf september 2019" in text_of(read(client), ".person-facts")
        clock.move_to("2019-09-01T11:00Z")
        assert names(read(client, "beschikbaar=ja")) == ["Terug"]
        assert text_of(read(client), ".availability") == "Beschikbaar"


@pytest.fixture(scope="class")
def searched(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with world(django_db_blocker):
        FacilitatorPageFactory(title="Bureau Café", lead="Voor wijkteams.", group_sizes=["groot"])
        FacilitatorPageFactory(title="Leerlus", experience="Coördinatie van thema’s in Noord-Oost.")
        FacilitatorPageFactory(title="Ander", lead="Van alles.", group_sizes=["groot"])
        yield


SEARCHES = {
    "cafe": ["Bureau Café"],
    "CAFÉ": ["Bureau Café"],
    "wijkteam": ["Bureau Café"],
    "coordinatie": ["Leerlus"],
    "thema's": ["Leerlus"],
    "themas": ["Leerlus"],
    "noord oost": ["Leerlus"],
    "oost-noord": ["Leerlus"],
    "bureau leerlus": [],
    "100%": [],
    "a_cafe_x": [],
}


HOSTILE = [
    "%00",
    "%27%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "%25%25",
    "a" * 5000,
    "%F0%9F%A6%84",
]


@pytest.mark.usefixtures("searched")
class TestSearch:
    def test_search_finds_words_in_name_intro_and_experience(self, client: Client) -> None:
        everybody: Listing = client.get(POOL).context["listing"]
        for words, expected in SEARCHES.items():
            query = QueryDict(urlencode({"q": words}))
            listing = replace(everybody, facets=facets(words), query=query)
            assert [card.title for card in listing.cards] == expected, words
        page = read(client, urlencode({"q": "CAFÉ"}))
        assert names(page) == ["Bureau Café"]
        assert one(page, "#zoek")["value"] == "CAFÉ"

    def test_search_and_facets_narrow_each_other_and_stay_in_every_address(
        self, client: Client
    ) -> None:
        page = read(client, "q=bureau&groepsgrootte=groot")
        assert names(page) == ["Bureau Café"]
        assert text_of(page, "#resultaat") == "1 facilitator met ‘bureau’ voor grote groepen"
        chips = {chip.get_text().split(",")[0]: chip["href"] for chip in page.select("a.chip")}
        assert chips["‘bureau’"] == f"{POOL}?groepsgrootte=groot"
        assert chips["Groot (meer dan 50)"] == f"{POOL}?q=bureau"
        assert one(page, "meta[name=robots]")["content"] == "noindex,follow"

    def test_whatever_somebody_searches_for_is_answered(self, client: Client) -> None:
        for words in HOSTILE:
            answer = client.get(f"{POOL}?q={words}&hulpvraag=%00&regio=bestaat-niet", follow=True)
            assert answer.status_code == 200
            assert b"<script>alert" not in answer.content
            assert len(one(parse(answer), "#zoek")["value"]) <= text_normalisation.LONGEST_QUESTION


def test_the_pool_takes_as_many_queries_for_twelve_cards_as_for_three(
    client: Client, django_assert_max_num_queries: Callable
) -> None:
    profile = {
        "themes": [ThemeFactory(name="Leren")],
        "branches": [BranchFactory(name="Thuiszorg")],
        "methods": [method("Open")],
        "listing_image": ImageFactory(),
        "listing_image_alt": "Een kleur",
        "group_sizes": ["groot"],
        "help_questions": ["creatief-denken"],
        "regions": ["landelijk"],
    }
    used: dict[str, list[tuple[int, int]]] = {}
    for number in (3, 9):
        made = [FacilitatorPageFactory(**profile) for _ in range(number)]
        client.get(POOL)
        for query in (
            "",
            "q=voorbeeld&groepsgrootte=groot&methodiek=open&thema=leren",
            f"doel=creatief-denken&waar=west&wanneer=nu&lijst={made[0].pk}",
        ):
            with django_assert_max_num_queries(12) as queries:
                answer = client.get(f"{POOL}?{query}")
            shown = len(answer.context["listing"].cards)
            used.setdefault(query[:5], []).append((shown, len(queries)))
    for few, many in used.values():
        assert (few[0], many[0]) == (3, 12)
        assert few[1] == many[1]


def test_without_anybody_the_pool_says_so(client: Client) -> None:
    facilitator_index()
    assert "Hier staan nog geen facilitators" in text_of(read(client), ".empty")


def test_a_paused_facilitator_is_nowhere(client: Client) -> None:
    page = FacilitatorPageFactory(title="Pauze", slug="pauze", help_questions=["creatief-denken"])
    assert client.get(f"{POOL}pauze/").status_code == 200
    page.profile.state = "gepauzeerd"
    page.profile.save()
    assert client.get(f"{POOL}pauze/").status_code == 404
    page.unpublish()
    assert client.get(f"{POOL}pauze/").status_code == 404
    for address in (
        POOL,
        f"{POOL}?q=pauze",
        f"{POOL}?doel=creatief-denken",
        f"{POOL}vergelijk/?lijst={page.pk}",
        "/sitemap.xml",
    ):
        assert "/pauze/" not in client.get(address).content.decode(), address
    assert not FacilitatorPage.listed().exists()


def test_a_page_without_a_profile_is_not_there(client: Client) -> None:
    page = FacilitatorPageFactory(slug="los")
    page.profile.delete()
    assert client.get(f"{POOL}los/").status_code == 404
    assert names(read(client)) == []
