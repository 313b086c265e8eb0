"""Themes and branches: names, addresses, and that a used one cannot disappear."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from core.models import Branch, Theme
from core.terms import pages_using
from tests.factories import (
    BranchFactory,
    NewsPageFactory,
    ThemeFactory,
    home_page,
    news_index,
)

pytestmark = pytest.mark.django_db


def new_theme(name, slug=""):
    theme = Theme(name=name, slug=slug, description="Waar het over gaat.")
    theme.full_clean()
    theme.save()
    return theme


def test_a_new_term_gets_an_address_made_of_its_name():
    for name, slug in (
        ("Thema's en zo", "themas-en-zo"),
        ("Thema’s van nu", "themas-van-nu"),
        ("Ervaring één", "ervaring-een"),
        ("Zorg & welzijn", "zorg-welzijn"),
        ("IJsselvecht", "ijsselvecht"),
        ("Coördinatie/regie", "coordinatieregie"),
        ("???", "theme"),
    ):
        assert new_theme(name).slug == slug


def test_an_address_that_was_ever_used_is_not_given_to_a_new_term():
    first = new_theme("Regeldruk")
    first.slug = "minder-regels"
    first.save()
    assert new_theme("Regel-druk", "").slug == "regel-druk"
    assert new_theme("Regeldruk!").slug == "regeldruk-2"


def test_two_themes_cannot_have_the_same_name_in_another_case():
    new_theme("Innovatie")
    with pytest.raises(ValidationError, match="Er is al een thema ‘innovatie’"):
        new_theme("innovatie")
    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.create(name="INNOVATIE", slug="anders", description=".")


def test_a_theme_and_a_branch_may_share_a_name():
    new_theme("Onderwijs")
    Branch(name="Onderwijs", description="Scholen.").full_clean()


def test_a_renamed_address_keeps_leading_to_the_term():
    theme = new_theme("Innovatie")
    for slug in ("vernieuwing", "nieuw", "innovatie"):
        theme.slug = slug
        theme.save()
    assert theme.former_slugs == ["vernieuwing", "nieuw"]
    assert Theme.current_slug("nieuw") == "innovatie"


def test_another_term_cannot_take_an_old_address():
    theme = new_theme("Innovatie")
    theme.slug = "vernieuwing"
    theme.save()
    with pytest.raises(ValidationError, match="is een oud adres van ‘Innovatie’"):
        new_theme("Iets anders", "innovatie")


def test_an_old_filter_link_leads_to_the_current_one(client):
    news_index()
    theme = new_theme("Innovatie")
    theme.slug = "vernieuwing"
    theme.save()
    response = client.get("/nieuws/?thema=innovatie")
    assert response.status_code == 301
    assert response.headers["Location"] == "/nieuws/?thema=vernieuwing"


def assert_protected(term):
    with pytest.raises(ProtectedError):
        term.delete()
    with pytest.raises(ProtectedError):
        type(term).objects.filter(pk=term.pk).delete()
    assert type(term).objects.filter(pk=term.pk).exists()


def test_a_term_on_a_published_page_cannot_be_deleted():
    theme, branch = ThemeFactory(), BranchFactory()
    page = NewsPageFactory(themes=[theme], branches=[branch])
    assert_protected(theme)
    assert_protected(branch)
    assert [found.pk for found in pages_using(theme)] == [page.pk]


def test_the_database_itself_refuses_to_drop_a_chosen_term():
    theme = ThemeFactory()
    NewsPageFactory(themes=[theme])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DELETE FROM core_theme WHERE id = %s", [theme.pk])


def test_a_term_that_only_a_draft_chose_cannot_be_deleted():
    theme, other = ThemeFactory(), ThemeFactory()
    page = NewsPageFactory(themes=[other])
    page.themes = [theme]
    page.save_revision()
    assert_protected(theme)


def test_a_term_that_only_a_planned_version_chose_cannot_be_deleted():
    theme, other = ThemeFactory(), ThemeFactory()
    page = NewsPageFactory(themes=[other])
    page.themes = [theme]
    page.go_live_at = timezone.now() + datetime.timedelta(days=3)
    page.save_revision().publish()
    page.go_live_at = None
    page.themes = [other]
    page.save_revision()
    assert_protected(theme)


@pytest.mark.usefixtures("wagtail_indexes")
def test_a_theme_that_a_list_block_shows_cannot_be_deleted():
    theme = new_theme("Innovatie")
    home = home_page()
    block = {"heading": "Nieuw", "theme": "innovatie", "kind": "", "number": 3}
    home.sections = [("page_list", block)]
    home.save_revision().publish()
    assert [page.pk for page in pages_using(theme)] == [home.pk]
    assert_protected(theme)


def test_a_theme_that_a_draft_of_a_list_block_shows_cannot_be_deleted():
    theme = new_theme("Innovatie")
    theme.slug = "vernieuwing"
    theme.save()
    home = home_page()
    block = {"heading": "Nieuw", "theme": "innovatie", "kind": "", "number": 3}
    home.sections = [("page_list", block)]
    home.save_revision()
    assert_protected(theme)


def test_a_term_that_was_once_chosen_may_go():
    theme, other = ThemeFactory(), ThemeFactory()
    page = NewsPageFactory(themes=[theme])
    page.themes = [other]
    page.save_revision().publish()
    theme.delete()
    assert not Theme.objects.filter(pk=theme.pk).exists()


def test_the_use_of_every_term_is_counted_in_one_query(django_assert_num_queries):
    theme, unused = ThemeFactory(), ThemeFactory()
    NewsPageFactory(themes=[theme])
    NewsPageFactory(themes=[theme], live=False)
    with django_assert_num_queries(1):
        assert {term.pk: term.use for term in Theme.objects.with_use()} == {
            theme.pk: 2,
            unused.pk: 0,
        }
