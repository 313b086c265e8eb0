"""What was looked for in vain is counted by week, and tells nothing of whoever looked."""

import datetime
from typing import Any, cast

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from search import zero_results
from search.models import FruitlessSearch
from tests.factories import NewsPageFactory, UserFactory
from tests.search.asking import PATH, ask

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime.datetime(2019, 6, 12, 12, tzinfo=datetime.UTC)


def counted() -> dict[str, int]:
    return dict(FruitlessSearch.objects.values_list("words", "times"))


def test_the_same_words_of_one_week_are_one_row():
    with time_machine.travel(WEDNESDAY):
        for typed in ("Xylofoon", " xylofoon! ", "xylofoon"):
            ask(typed)
    assert counted() == {"xylofoon": 3}
    assert FruitlessSearch.objects.get().week == datetime.date(2019, 6, 10)
    with time_machine.travel(WEDNESDAY + datetime.timedelta(weeks=1)):
        ask("xylofoon")
    assert FruitlessSearch.objects.count() == 2


def test_what_was_found_or_narrowed_down_to_nothing_is_not_counted():
    NewsPageFactory(title="Kwikzilver")
    ask("kwikzilver")
    ask("kwikzilver", soort="paginas")
    ask("de van het")
    Client().head(f"{PATH}?q=xylofoon")
    assert counted() == {}


@pytest.mark.parametrize(
    "typed",
    [
        "jan@voorbeeld.example",
        "jan @ voorbeeld",
        "06 12345678",
        "06-1234 5678",
        "+31 (0)6 12 34 56 78",
        "bsn 123456782",
        "NL02 ABNA 0123 4567 89",
    ],
)
def test_what_looks_personal_is_never_written_down(typed: str):
    zero_results.note(typed)
    assert counted() == {}


def test_a_page_without_results_is_asked_anew_each_time():
    answer = Client().get(f"{PATH}?q=xylofoon")
    assert "no-store" in answer["Cache-Control"]


def test_nobody_can_fill_the_table(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(zero_results, "MOST_A_WEEK", 2)
    for typed in ("xylofoon", "trombone", "klarinet", "trombone", "trombone"):
        ask(typed)
    assert counted() == {"": 1, "trombone": 3}


def test_what_may_be_of_one_person_is_not_written_down():
    for _ in range(2):
        zero_results.note("Anna van der Test")
    (row,) = FruitlessSearch.objects.values()
    assert (row["words"], row["times"]) == ("", 2)
    assert "anna" not in str(row).lower()
    zero_results.note("anna van der test")
    assert list(counted().values()) == [3]
    assert "" not in counted()


def test_after_thirteen_weeks_it_is_gone():
    with time_machine.travel(WEDNESDAY):
        ask("xylofoon")
    for weeks, number in ((13, 1), (14, 0)):
        with time_machine.travel(WEDNESDAY + datetime.timedelta(weeks=weeks)):
            zero_results.forget_old()
        assert FruitlessSearch.objects.count() == number


def as_member_of(group: str) -> Client:
    client, user = Client(), cast("Any", UserFactory(groups=[group]))
    client.force_login(user)
    return client


def test_editors_see_what_was_asked_often_and_nothing_that_may_be_of_one_person():
    with time_machine.travel(WEDNESDAY):
        for typed in ["xylofoon"] * 3 + ["trombone"] * 2:
            ask(typed)
    page = as_member_of("Redacteur").get(reverse("fruitless_searches")).text
    assert "xylofoon" in page
    assert "trombone" not in page


def test_authors_do_not_see_it():
    assert as_member_of("Auteur").get(reverse("fruitless_searches")).status_code in (302, 403)


@pytest.mark.parametrize(
    "name", ["wagtailsnippets_search_synonym:list", "wagtailsearchpromotions:index"]
)
def test_editors_keep_synonyms_and_promoted_results(name: str):
    assert as_member_of("Redacteur").get(reverse(name)).status_code == 200


def test_the_menu_of_editors_has_search_in_one_place():
    page = as_member_of("Redacteur").get(reverse("wagtailadmin_home")).text
    for label in ("Zoeken op de site", "Synoniemen", "Uitgelichte resultaten"):
        assert label in page
