"""What is suggested while somebody types."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from search import indexing
from tests.factories import BranchFactory, NewsPageFactory, ThemeFactory
from tests.worlds import world

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with world(django_db_blocker):
        for title, text in (
            ("Personeelstekort in de wijk", "Een personeelstekort en een coördinator."),
            ("Tekorten te lijf", "Tekort, tekorten, tekort. Met GGZ."),
            ("Tekort", "Tekort."),
        ):
            NewsPageFactory(title=title, body=[("paragraph", f"<p>{text}</p>")])
        indexing.rebuild(lambda done, total: None)
        yield


def suggested(typed: str) -> list[dict[str, str]]:
    return Client().get("/zoeken/suggesties/", {"q": typed}).json()["suggestions"]


def words(typed: str) -> list[str]:
    return [one["text"] for one in suggested(typed) if not one["kind"]]


def test_a_beginning_suggests_words_the_commonest_form_of_each():
    assert words("tek") == ["tekort", "personeelstekort"]


def test_the_beginning_of_a_part_suggests_the_whole_word():
    assert "personeelstekort" in words("tekor")


def test_accents_and_capitals_do_not_count_and_come_back():
    assert words("COORDI") == words("coördi") == ["coördinator"]
    assert words("gg") == ["GGZ"]


def test_only_the_last_word_is_completed():
    assert words("wijk pers") == ["wijk personeelstekort"]


def test_titles_are_suggested_with_their_kind_and_address():
    titles = [one for one in suggested("perso wij") if one["url"]]
    assert titles == []
    titles = [one for one in suggested("personeelstekort wij") if one["url"]]
    assert [one["text"] for one in titles] == ["Personeelstekort in de wijk"]
    assert titles[0]["kind"] == "Nieuws"
    assert Client().get(titles[0]["url"]).status_code == 200


def test_themes_and_branches_are_suggested_by_name_when_they_are_in_use():
    ThemeFactory(name="Minder regeldruk")
    BranchFactory(name="Regelzorg")
    BranchFactory(name="Regelweg", active=False)
    kinds = {one["text"]: one["kind"] for one in suggested("regel")}
    assert kinds == {"Minder regeldruk": "thema", "Regelzorg": "branche"}


def test_nothing_is_suggested_of_what_is_offline():
    page = NewsPageFactory(title="Uraniumglas", live=False)
    assert suggested("urani") == []
    page.save_revision().publish()
    assert [one["text"] for one in suggested("urani")] == ["Uraniumglas"]


def test_too_little_suggests_nothing():
    for typed in ("", " ", "t", "?", "%", "_", "\0"):
        assert suggested(typed) == [], typed


def test_signs_of_the_database_are_no_wild_cards():
    assert words("t%k") == words("t_k") == []


def test_it_takes_two_queries_at_most(client: Client, django_assert_max_num_queries: Callable):
    suggested("tek")
    with django_assert_max_num_queries(3):  # and one for the generation
        assert len(suggested("tek")) > 2


def test_a_task_is_suggested_from_the_beginning_of_its_question(client: Client):
    for typed in ("koploper w", "hoe word", "koploper worden"):
        first = suggested(typed)[0]
        assert (first["text"], first["kind"]) == ("Aanmelden als Koploper", "direct regelen")
        assert client.get(first["url"]).status_code == 200


def test_names_keep_their_capitals_and_need_one_letter_behind_a_whole_word():
    assert {"text": "regio Midden", "kind": "regio", "url": ""} in suggested("regio m")


def test_a_typing_error_is_mended_in_suggestions_too():
    assert words("personelstekort") == ["personeelstekort"]


def test_what_nobody_types_is_not_suggested(django_capture_on_commit_callbacks: Callable):
    with django_capture_on_commit_callbacks(execute=True):
        text = "Schrijf zuilengang@zuilenhal.example. De cookie zuilen-meld. Zuil2 kost 125.000."
        NewsPageFactory(title="Bericht", body=[("paragraph", f"<p>{text} Een zuilenbos.</p>")])
    assert words("zuil") == ["zuilenbos"]
    assert words("125") == []
