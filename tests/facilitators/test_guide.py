"""Welke facilitator past bij jou: a few questions, and the list in order of fit."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories import FacilitatorPageFactory, facilitator_index
from tests.html import one, parse, text_of

pytestmark = pytest.mark.django_db

POOL = "/facilitators/"
GUIDE = f"{POOL}welke-past/"


def read(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return parse(answer)


@pytest.fixture
def three() -> None:
    FacilitatorPageFactory(
        title="Alles",
        help_questions=["groepen-begeleiden"],
        group_sizes=["groot"],
        levels=["bestuurlijk"],
        regions=["noord-oost"],
        profile__availability="niet",
        profile__available_from=date(2019, 5, 1),
    )
    FacilitatorPageFactory(
        title="Helft",
        help_questions=["groepen-begeleiden"],
        group_sizes=["klein"],
        levels=["werkvloer"],
        regions=["landelijk"],
    )
    FacilitatorPageFactory(title="Niets", help_questions=["creatief-denken"], regions=["zuid"])


ANSWERS = "doel=groepen-begeleiden&groep=groot&laag=bestuurlijk&waar=noord-oost&wanneer=later"


@pytest.mark.usefixtures("three")
@time_machine.travel("2019-03-26T11:00Z")
def test_who_fits_best_stands_first_with_the_reason_in_words(client: Client) -> None:
    page = read(client, f"{POOL}?{ANSWERS}")
    groups = {
        group.select("h3")[0].get_text(): [
            name.get_text() for name in group.select(".person-name a")
        ]
        for group in page.select(".fit-group")
    }
    assert groups == {
        "Past bij al je antwoorden": ["Alles"],
        "Past voor een deel": ["Helft", "Niets"],
    }
    misses = [miss.get_text() for miss in page.select(".fit-misses")]
    cards = page.select(".person")
    assert "begeleidt grote groepen · werkt op bestuurlijk niveau · regio Noord-Oost" in (
        cards[0].get_text()
    )
    assert "beschikbaar vanaf mei 2019" in cards[0].get_text()
    assert "werkt landelijk · beschikbaar" in cards[1].get_text()
    assert misses[0] == "Past niet bij je antwoord op: groepsgrootte, niveau"
    assert "Eén facilitator past bij al je antwoorden" in text_of(page, ".answers")


@pytest.mark.usefixtures("three")
def test_when_all_that_are_shown_fit_everything_no_others_are_promised(client: Client) -> None:
    said = text_of(read(client, f"{POOL}?doel=groepen-begeleiden"), ".answers")
    assert "2 facilitators passen bij al je antwoorden." in said
    assert "voor een deel" not in said
    said = text_of(read(client, f"{POOL}?doel=groepen-begeleiden&groep=groot"), ".answers")
    assert "Daarna zie je wie voor een deel past." in said


@pytest.mark.usefixtures("three")
def test_when_nobody_fits_everything_the_nearest_are_shown(client: Client) -> None:
    page = read(client, f"{POOL}?doel=creatief-denken&waar=noord-oost")
    assert "Niemand past bij al je antwoorden" in text_of(page, ".answers")
    assert [name.get_text() for name in page.select(".person-name a")] == [
        "Niets",
        "Alles",
        "Helft",
    ]


@pytest.mark.usefixtures("three")
def test_when_nobody_fits_anything_the_whole_list_is_shown(client: Client) -> None:
    page = read(client, f"{POOL}?doel=mensen-bij-elkaar")
    assert "Niemand past bij al je antwoorden" in text_of(page, ".answers")
    assert text_of(page, ".fit-group h3") == "Past niet bij je antwoorden"
    assert len(page.select(".person")) == 3


@pytest.mark.usefixtures("three")
def test_skipping_every_question_gives_the_ordinary_list(client: Client) -> None:
    page = read(client, f"{POOL}?doel=&groep=&laag=&waar=&wanneer=")
    assert not page.select(".answers")
    assert len(page.select(".person")) == 3


@pytest.mark.usefixtures("three")
def test_the_guide_asks_five_questions_that_can_all_be_skipped(client: Client) -> None:
    page = read(client, f"{GUIDE}?groep=groot")
    form = one(page, "main form")
    assert (form["action"], form["method"]) == (POOL, "get")
    questions = form.select("fieldset")
    assert len(questions) == 5
    for question in questions:
        assert question.select("label")[-1].get_text(strip=True) == "Weet ik nog niet"
    checked = [(box["name"], box["value"]) for box in form.select("input[checked]")]
    assert ("groep", "groot") in checked
    assert ("doel", "") in checked


@pytest.mark.usefixtures("three")
def test_answers_stay_while_filtering_and_paging(client: Client) -> None:
    page = read(client, f"{POOL}?doel=groepen-begeleiden&groepsgrootte=groot")
    assert [name.get_text() for name in page.select(".person-name a")] == ["Alles"]
    kept = one(page, "form[data-filter] input[name=doel]")
    assert kept["value"] == "groepen-begeleiden"
    assert one(page, "a.chip")["href"] == f"{POOL}?doel=groepen-begeleiden"


@pytest.mark.parametrize("query", ["doel=%00", "doel=x&groep=groot", "waar=%27;drop", "wanneer=1"])
def test_an_answer_that_is_none_is_left_out(client: Client, query: str) -> None:
    facilitator_index()
    assert client.get(f"{POOL}?{query}").status_code == 200
    assert client.get(f"{GUIDE}?{query}").status_code == 200
