"""Two terms become one, and nothing that named the old one is lost."""

import threading

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from core import generation
from core.models import Theme, ThemedPage
from core.terms import TermGoneError, merge, pages_using
from news.models import NewsPage
from tests.factories import NewsPageFactory, ThemeFactory, UserFactory, home_page


@pytest.fixture
def old(db):
    return ThemeFactory(name="Digitaal", slug="digitaal")


@pytest.fixture
def kept(db):
    return ThemeFactory(name="Innovatie", slug="innovatie")


def themes_of(page):
    return sorted(NewsPage.objects.get(pk=page.pk).themes.values_list("name", flat=True))


def test_pages_move_to_the_theme_that_stays(old, kept):
    page = NewsPageFactory(themes=[old])
    merge(old, kept)
    assert themes_of(page) == ["Innovatie"]
    assert not Theme.objects.filter(name="Digitaal").exists()


def test_a_page_that_had_both_keeps_one(old, kept):
    page = NewsPageFactory(themes=[old, kept])
    revision = page.save_revision()
    merge(old, kept)
    assert themes_of(page) == ["Innovatie"]
    assert Revision.objects.get(pk=revision.pk).content["themes"] == [kept.pk]


def test_a_draft_on_a_live_page_moves_too(old, kept):
    other = ThemeFactory(name="Zorg")
    page = NewsPageFactory(themes=[other])
    page.themes = [old, other]
    page.save_revision()
    merge(old, kept)
    draft = Revision.objects.get(pk=page.latest_revision_id).as_object()
    assert sorted(theme.name for theme in draft.themes.all()) == ["Innovatie", "Zorg"]
    Revision.objects.get(pk=page.latest_revision_id).publish()
    assert themes_of(page) == ["Innovatie", "Zorg"]


def test_going_back_to_an_old_version_brings_the_merged_theme(old, kept):
    page = NewsPageFactory(themes=[old])
    first = page.save_revision()
    page.themes = [ThemeFactory(name="Zorg")]
    page.save_revision().publish()
    merge(old, kept)
    Revision.objects.get(pk=first.pk).publish()
    assert themes_of(page) == ["Innovatie"]


def test_every_old_address_leads_to_the_theme_that_stays(old, kept):
    old.slug = "ict"
    old.save()
    merge(old, kept)
    assert {slug: Theme.current_slug(slug) for slug in ("digitaal", "ict", "innovatie")} == {
        "digitaal": "innovatie",
        "ict": "innovatie",
        "innovatie": "innovatie",
    }


@pytest.mark.usefixtures("wagtail_indexes")
def test_a_list_block_shows_the_theme_that_stays(old, kept):
    home = home_page()
    block = {"heading": "Nieuw", "theme": "digitaal", "kind": "", "number": 3}
    home.sections = [("page_list", block)]
    home.save_revision().publish()
    merge(old, kept)
    home = home_page()
    assert home.sections[0].value["theme"] == "innovatie"
    assert [page.pk for page in pages_using(Theme.objects.get(pk=kept.pk))] == [home.pk]
    assert ReferenceIndex.get_references_to(kept).count() == 1


@pytest.mark.usefixtures("wagtail_indexes")
def test_search_finds_the_page_by_its_new_theme(old, kept):
    page = NewsPageFactory(title="Een bericht", themes=[old])
    merge(old, kept)
    assert [found.pk for found in ThemedPage.objects.search("innovatie")] == [page.pk]
    assert not ThemedPage.objects.search("digitaal")


def test_the_log_says_who_merged_what(old, kept):
    user = UserFactory()
    NewsPageFactory(themes=[old])
    merge(old, kept, user)
    entry = ModelLogEntry.objects.get(action="core.merge_term")
    assert (entry.user, entry.object_id) == (user, str(kept.pk))
    assert entry.message == "‘Digitaal’ hierin samengevoegd (1 pagina's)"


def test_a_theme_cannot_be_merged_into_itself(old):
    with pytest.raises(ValueError, match="itself"):
        merge(old, Theme.objects.get(pk=old.pk))


def test_a_failure_halfway_changes_nothing(old, kept, monkeypatch):
    page = NewsPageFactory(themes=[old])
    kept.delete()
    with pytest.raises(TermGoneError):
        merge(old, kept)
    assert themes_of(page) == ["Digitaal"]


def test_two_people_who_merge_at_once_do_not_lose_both(committing_db):
    one = Theme.objects.create(name="Een", slug="een", description=".")
    two = Theme.objects.create(name="Twee", slug="twee", description=".")
    page = NewsPageFactory(themes=[one, two])
    start = threading.Barrier(2)
    outcomes = []

    def merge_them(source, target):
        start.wait()
        try:
            merge(source, target)
            outcomes.append("merged")
        except TermGoneError:
            outcomes.append("gone")
        finally:
            connection.close()

    threads = [threading.Thread(target=merge_them, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone", "merged"]
    assert Theme.objects.count() == 1
    assert themes_of(page) == [Theme.objects.get().name]


def test_visitors_see_a_merge_and_a_deletion_at_once(committing_db):
    one, two, three = ThemeFactory.create_batch(3)
    numbers = [generation.read()]
    merge(one, two)
    numbers.append(generation.read())
    three.delete()
    numbers.append(generation.read())
    assert numbers == sorted(set(numbers))
