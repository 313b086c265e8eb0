"""What is chosen from a list is merged, renamed or deleted while somebody saves it."""

import time
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any, cast

import pytest
from django import forms
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from wagtail.models import Revision

from core import chosen
from core.models import Branch, Theme
from core.terms import TermGoneError, merge
from facilitators.models import Method, WorkForm
from initiatives.applications.intake.form_data import copy_to_columns
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.models import EmployerOrganisation, LabourMarketRegion
from news.models import NewsPage
from tests.applications.cases import application
from tests.facilitators.keeping_profiles import made as made_profile
from tests.facilitators.keeping_profiles import own
from tests.factories import (
    BranchFactory,
    EventPageFactory,
    FacilitatorPageFactory,
    InitiativePageFactory,
    NewsPageFactory,
    ThemeFactory,
    UserFactory,
)
from tests.news.editing import create_article, edit_article
from tests.threads import at_once

PATIENCE = 30  # seconds
KINDS = (NewsPageFactory, EventPageFactory, InitiativePageFactory, FacilitatorPageFactory)
TERMS = {"themes": ThemeFactory, "branches": BranchFactory}


def a_live_page(make: Any, field: str, old: Any) -> Any:
    everything = {"all_themes": True, "all_branches": True, f"all_{field}": False}
    page = make(**everything)
    setattr(page, field, [old])
    return page


def names_of(page: Any, field: str) -> list[str]:
    found = type(page).objects.get(pk=page.pk)
    newest = found.latest_revision.as_object()
    stored = Theme if field == "themes" else Branch
    keys = Revision.objects.get(pk=found.latest_revision_id).content[field]
    assert set(keys) == {term.pk for term in getattr(newest, field).all()}
    assert stored.objects.filter(pk__in=keys).count() == len(keys)
    live = {str(term) for term in getattr(found, field).all()}
    assert live == {str(term) for term in getattr(newest, field).all()}
    return sorted(live)


@pytest.mark.django_db
@pytest.mark.parametrize("field", TERMS)
@pytest.mark.parametrize("make", KINDS)
def test_a_page_that_was_chosen_before_a_merge_is_saved_with_the_term_that_stays(make, field):
    old, kept = TERMS[field](name="Oud"), TERMS[field](name="Nieuw")
    page = a_live_page(make, field, old)
    merge(old, kept)
    page.save_revision(clean=False).publish()
    assert names_of(page, field) == ["Nieuw"]


@pytest.mark.django_db
def test_a_version_that_was_read_before_two_merges_is_published_with_the_term_that_stays():
    old, middle, kept = ThemeFactory(), ThemeFactory(), ThemeFactory(name="Nieuw")
    page = a_live_page(NewsPageFactory, "themes", old)
    revision = page.save_revision(clean=False)
    merge(old, middle)
    merge(middle, kept)
    revision.publish()
    assert names_of(page, "themes") == ["Nieuw"]
    assert Theme.objects.get().former_keys == [old.pk, middle.pk]


@pytest.mark.django_db
def test_a_form_that_was_opened_before_a_merge_is_saved_with_the_term_that_stays(client):
    client.force_login(UserFactory(groups=["Redacteur"]))
    old, kept, branch = ThemeFactory(), ThemeFactory(name="Nieuw"), BranchFactory(name="Zorg")
    merge(old, kept)
    create_article(client, themes=[old.pk, kept.pk], branches=[branch.pk], all_themes="")
    page = NewsPage.objects.get(slug="een-bericht")
    assert names_of(page, "themes") == ["Nieuw"]


@pytest.mark.django_db
def test_a_merge_that_comes_while_a_form_is_judged_is_followed_as_well():
    old, kept = ThemeFactory(), ThemeFactory(name="Nieuw")
    field = forms.ModelMultipleChoiceField(Theme.objects.all())
    merged: list[Theme] = []

    def merge_first(value: Any) -> None:
        if not merged:
            merged.append(merge(old, kept))
            raise forms.ValidationError("Zoals een keuze die er niet meer is")

    field.validators.append(merge_first)
    assert [str(theme) for theme in field.clean([str(old.pk)])] == ["Nieuw"]


@pytest.mark.django_db
def test_a_form_with_what_was_deleted_says_so_and_keeps_what_was_typed(client):
    client.force_login(UserFactory(groups=["Redacteur"]))
    gone, page = ThemeFactory(), NewsPageFactory()
    key = gone.pk
    gone.delete()
    answer = edit_article(client, page, title="Getypt", themes=[key], all_themes="")
    assert "is er niet meer" in answer.content.decode()
    assert "Getypt" in answer.content.decode()


@pytest.mark.django_db
def test_an_application_keeps_a_theme_that_was_merged_after_it_was_read():
    old, kept = ThemeFactory(slug="oud"), ThemeFactory(name="Nieuw")
    Theme.all_by_slug()  # as a request that began before
    made = application(State.DRAFT, answers={"themas": ["oud"]})
    merge(old, kept)
    made.themes.add(old)
    assert [str(theme) for theme in made.themes.all()] == ["Nieuw"]
    copy_to_columns(made)
    assert [str(theme) for theme in Application.objects.get().themes.all()] == ["Nieuw"]


@pytest.mark.django_db
def test_a_facilitator_keeps_a_theme_that_was_merged_while_the_form_was_open(client):
    old, kept = ThemeFactory(slug="oud"), ThemeFactory(name="Nieuw", slug="nieuw")
    profile = made_profile(all_themes=False, themes=[old])
    merge(old, kept)
    form = client.get(own(profile, "tekst/")).content.decode()
    assert "Nieuw" in form


@pytest.mark.django_db
def test_who_renames_a_theme_keeps_what_a_colleague_merged_into_it_meanwhile():
    old, kept = ThemeFactory(slug="oud"), ThemeFactory(slug="was")
    mine = Theme.objects.get(pk=kept.pk)
    merge(old, kept)
    mine.slug = "nieuw"
    mine.save()
    assert sorted(Theme.objects.get().former_slugs) == ["oud", "was"]
    assert Theme.objects.get().former_keys == [old.pk]


@pytest.mark.django_db
def test_a_theme_that_was_merged_does_not_come_back_when_somebody_saves_it():
    old, kept = ThemeFactory(), ThemeFactory()
    mine = Theme.objects.get(pk=old.pk)
    merge(old, kept)
    mine.name = "Hernoemd"
    with pytest.raises(TermGoneError):
        mine.save()
    assert Theme.objects.get() == kept


@pytest.mark.django_db
def test_the_slug_of_a_method_stays_and_no_two_have_the_same():
    first = Method.objects.create(name="Open space")
    second = Method.objects.create(name="Open-space")
    first.name = "Anders"
    first.save()
    assert (first.slug, second.slug) == ("open-space", "open-space-2")


def chosen_by_something(model: type[Any]) -> Any:
    """Return a row of a list, in use."""
    if model is LabourMarketRegion:
        region = LabourMarketRegion.objects.first()
        InitiativePageFactory(regions=[region])
        return region
    if model is EmployerOrganisation:
        organisation = EmployerOrganisation.objects.first()
        application(employer_organisation=organisation)
        return organisation
    if model in (Theme, Branch):
        term = TERMS[model.page_field]()
        a_live_page(NewsPageFactory, model.page_field, term).save()
        return term
    choice = model.objects.create(name="In gebruik")
    name = "methods" if model is Method else "work_forms"
    FacilitatorPageFactory(**{name: [choice]})
    return choice


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [Theme, Branch, LabourMarketRegion, EmployerOrganisation, Method, WorkForm]
)
def test_nothing_that_is_used_is_deleted_whatever_deletes_it(model):
    row = chosen_by_something(model)
    for delete in (row.delete, model.objects.filter(pk=row.pk).delete):
        with pytest.raises(ProtectedError), transaction.atomic():
            delete()
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_every_list_that_something_chooses_from_is_followed():
    """Another list that pages or records choose from joins in its app's `ready`."""
    relations = [
        field
        for model in (NewsPage, Application, EmployerOrganisation)
        for field in model._meta.many_to_many
    ]
    models = {field.related_model for field in relations} - {Theme, Branch}
    assert models == {LabourMarketRegion}


# Two at the same moment, in an order that is certain.


def waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] > 0


def while_open(first: Callable[[], Any], second: Callable[[], Any]) -> None:
    """Do the first in a transaction that stays open until the second waits for it."""
    has_begun, is_done = Event(), Event()

    def begin() -> None:
        with transaction.atomic():
            first()
            has_begun.set()
            until = time.monotonic() + PATIENCE
            while not waits():
                assert not is_done.is_set(), "the second does not wait for the first"
                assert time.monotonic() < until
                time.sleep(0.01)

    def follow() -> None:
        assert has_begun.wait(PATIENCE)
        try:
            second()
        finally:
            is_done.set()

    at_once(begin, follow)


def signed_in() -> Client:
    client, user = Client(), UserFactory(groups=["Redacteur"])
    client.force_login(cast(Any, user))
    return client


def publish(client: Client, page: NewsPage, theme: Theme, **given: Any) -> Any:
    return edit_article(client, page, action="publish", themes=[theme.pk], all_themes="", **given)


@pytest.mark.usefixtures("committing_db")
def test_a_save_and_a_merge_at_one_moment_leave_the_term_that_stays():
    client, kept = signed_in(), ThemeFactory(name="Nieuw")
    for is_merge_first in (True, False):
        old = ThemeFactory()
        page = NewsPageFactory()

        def save(page: NewsPage = page, old: Theme = old) -> None:
            page.themes, page.all_themes = [old], False
            page.save_revision().publish()

        def merge_them(old: Theme = old) -> None:
            merge(old, kept)

        if is_merge_first:
            while_open(merge_them, partial(publish, client, page, old))
        else:
            while_open(save, merge_them)
        assert names_of(page, "themes") == ["Nieuw"]


@pytest.mark.usefixtures("committing_db")
def test_a_save_and_a_deletion_at_one_moment_end_in_a_sentence():
    client, page, gone = signed_in(), NewsPageFactory(), ThemeFactory()
    answers: list[Any] = []
    while_open(
        lambda: Theme.objects.get(pk=gone.pk).delete(),
        lambda: answers.append(publish(client, page, gone, title="Getypt")),
    )
    used = ThemeFactory()

    def save() -> None:
        page.themes, page.all_themes = [used], False
        page.save_revision().publish()

    delete = f"/beheer/snippets/core/theme/delete/{used.pk}/"
    while_open(save, lambda: answers.append(client.post(delete)))
    assert [answer.status_code for answer in answers] == [200, 409]
    assert "is er niet meer" in answers[0].content.decode()
    assert "Getypt" in answers[0].content.decode()
    assert names_of(page, "themes") == [used.name]


@pytest.mark.usefixtures("committing_db")
def test_who_merges_gives_way_to_who_holds_a_row_that_it_wants(monkeypatch):
    old, kept = ThemeFactory(), ThemeFactory(name="Nieuw")
    page = a_live_page(NewsPageFactory, "themes", old)
    page.save()
    monkeypatch.setattr(chosen, "PATIENCE", "50ms")
    held, tried = Event(), Event()

    def hold_a_row_and_then_the_lists() -> None:
        with transaction.atomic():
            list(NewsPage.themes.through.objects.select_for_update().order_by("pk"))
            held.set()
            assert tried.wait(PATIENCE)
            time.sleep(0.1)
            chosen.hold()

    def merge_them() -> None:
        assert held.wait(PATIENCE)
        tried.set()
        merge(old, kept)

    at_once(hold_a_row_and_then_the_lists, merge_them)
    assert [str(theme) for theme in NewsPage.objects.get(pk=page.pk).themes.all()] == ["Nieuw"]
