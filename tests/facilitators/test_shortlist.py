"""The shortlist in the address, and comparing what is on it."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from core.models import SiteSettings
from facilitators.models import FacilitatorPage
from tests.factories import FacilitatorPageFactory, facilitator_index
from tests.html import attribute, one, parse, text_of

pytestmark = pytest.mark.django_db

POOL = "/facilitators/"
COMPARE = f"{POOL}vergelijk/"


def read(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return parse(answer)


@pytest.fixture
def people() -> list[FacilitatorPage]:
    return [FacilitatorPageFactory(title=f"P{nth}", group_sizes=["groot"]) for nth in range(7)]


def compared(page: BeautifulSoup) -> list[str]:
    return [name.get_text() for name in page.select(".compare-name")]


def test_a_link_puts_somebody_on_the_list_and_another_takes_them_off(
    client: Client, people: list[FacilitatorPage]
) -> None:
    page = read(client, f"{POOL}?groepsgrootte=groot")
    card = f"#profiel-{people[2].pk}"
    added = str(one(page, f"{card} a.choose")["href"])
    key = people[2].pk
    assert added == f"{POOL}?groepsgrootte=groot&lijst={key}&erbij={key}{card}"
    page = read(client, added)
    assert "1 op je lijstje" in text_of(page, ".shortlist-bar")
    assert text_of(page, "[role=status].shortlist-done") == "P2 staat nu op je lijstje."
    assert attribute(page, card, "tabindex") == "-1"
    assert "erbij" not in str(one(page, ".shortlist-bar a.button:not(.button-quiet)")["href"])
    assert "Op je lijstje" in text_of(page, f"{card} a.choose-off")
    removed = read(client, str(one(page, f"{card} a.choose-off")["href"]))
    assert text_of(removed, ".shortlist-bar") == "P2 staat niet meer op je lijstje."


def test_an_address_says_only_what_is_so(client: Client, people: list[FacilitatorPage]) -> None:
    first, second = people[0].pk, people[1].pk
    for said in (f"erbij={second}", f"eraf={first}", "erbij=x", "eraf=999999", "eraf=%00"):
        assert not read(client, f"{POOL}?lijst={first}&{said}").select(".shortlist-done"), said
    page = read(client, f"{COMPARE}?lijst={first}&eraf={second}")
    assert text_of(page, ".notice[role=status]") == "P1 staat niet meer op je lijstje."


def test_the_list_stays_while_filtering_guiding_and_reading(
    client: Client, people: list[FacilitatorPage]
) -> None:
    keep = f"lijst={people[0].pk}&lijst={people[1].pk}"
    page = read(client, f"{POOL}?groepsgrootte=groot&{keep}")
    hidden = [box["value"] for box in page.select("form[data-filter] input[name=lijst]")]
    assert hidden == [str(people[0].pk), str(people[1].pk)]
    assert one(page, "a.chip")["href"] == f"{POOL}?{keep}"
    assert str(one(page, ".guide-call a")["href"]).endswith(keep)
    assert str(one(page, f"#profiel-{people[3].pk} .person-name a")["href"]).endswith(keep)
    guide = read(client, f"{POOL}welke-past/?{keep}")
    assert len(guide.select("main form input[name=lijst]")) == 2
    profile = read(client, f"{people[3].url}?{keep}")
    assert "2 op je lijstje" in text_of(profile, ".shortlist-bar")
    answered = f"{keep}&doel=groepen-begeleiden"
    settings = SiteSettings.load()
    settings.menu = [("item", {"page": people[0].get_parent(), "overview": "", "label": ""})]
    settings.save()
    for address in (people[3].url, COMPARE, f"{POOL}welke-past/"):
        page = read(client, f"{address}?{answered}")
        back = {link["href"] for link in page.select(f'a[href^="{POOL}?"]')}
        assert back == {f"{POOL}?{answered}"}
        for place in (".menu-list a", ".crumbs li:nth-child(2) a"):
            assert attribute(page, place, "href") == f"{POOL}?{answered}"
    side_by_side = read(client, f"{COMPARE}?{answered}")
    assert all(
        str(link["href"]).endswith("&doel=groepen-begeleiden")
        for link in side_by_side.select(".compare-off")
    )
    page = read(client, f"{POOL}?groepsgrootte=groot&{keep}")
    assert attribute(page, "link[rel=canonical]", "href").endswith("?groepsgrootte=groot")
    assert one(page, "meta[name=robots]")["content"] == "noindex,follow"


def test_five_is_the_most(client: Client, people: list[FacilitatorPage]) -> None:
    keys = ",".join(str(page.pk) for page in people[:5])
    page = read(client, f"{POOL}?lijst={keys}")
    assert "5 op je lijstje" in text_of(page, ".shortlist-bar")
    assert "Je lijstje is vol" in text_of(page, f"#profiel-{people[6].pk} .person-choose")


def test_comparing_puts_them_side_by_side(client: Client, people: list[FacilitatorPage]) -> None:
    page = read(client, f"{COMPARE}?lijst={people[1].pk}&lijst={people[0].pk}")
    assert compared(page) == ["P1", "P0"]
    assert len(page.select("[role=columnheader]")) == 2
    heads = [head.get_text() for head in page.select("[role=rowheader]")]
    row = page.select(".compare-body [role=row]")[heads.index("Groepsgrootte")]
    assert [value.get_text() for value in row.select(".cell-value")] == [
        "Groot (meer dan 50)",
        "Groot (meer dan 50)",
    ]
    assert text_of(page, ".share-address").endswith(f"lijst={people[1].pk}&lijst={people[0].pk}")


def test_an_address_with_anything_else_is_answered_kindly(
    client: Client, people: list[FacilitatorPage]
) -> None:
    first, paused = people[0], people[1]
    paused.profile.state = "gepauzeerd"
    paused.profile.save()
    for asked in (paused.pk, 999_999, "abc", "-1", "0", "²", "9" * 30, "%00", "1e3"):
        page = read(client, f"{COMPARE}?lijst={first.pk},{asked}")
        assert compared(page) == ["P0"]
        assert "Niet iedereen van je lijstje" in text_of(page, ".note")
    twice = read(client, f"{COMPARE}?lijst={first.pk}&lijst={first.pk},{first.pk}")
    assert compared(twice) == ["P0"]
    assert not twice.select(".note")


def test_too_many_are_cut_to_five(client: Client, people: list[FacilitatorPage]) -> None:
    people.append(FacilitatorPageFactory())
    keys = [page.pk for page in people]
    page = read(client, f"{COMPARE}?lijst={','.join(map(str, keys))}")
    assert len(compared(page)) == 5
    assert "plaats voor vijf" in text_of(page, ".note")
    many = read(client, f"{COMPARE}?lijst={','.join(map(str, [*keys, *range(10_000, 10_500)]))}")
    assert len(compared(many)) == 5


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    facilitator_index()
    page = read(client, COMPARE)
    assert "Je lijstje is nog leeg" in text_of(page, ".page-header")
    assert not page.select("[role=table]")


def test_comparing_five_takes_as_many_queries_as_comparing_two(
    client: Client, people: list[FacilitatorPage], django_assert_max_num_queries
) -> None:
    used = []
    client.get(COMPARE)
    for number in (2, 5):
        keys = ",".join(str(page.pk) for page in people[:number])
        with django_assert_max_num_queries(12) as queries:
            client.get(f"{COMPARE}?lijst={keys}")
        used.append(len(queries))
    assert used[0] == used[1]
