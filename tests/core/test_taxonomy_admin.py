"""Themes and branches in the admin: the lists, the refusal to delete, the merge."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from core.models import Branch, ContactRole, Theme
from tests.factories import BranchFactory, NewsPageFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db

THEMES = "/beheer/snippets/core/theme/"
BRANCHES = "/beheer/snippets/core/branch/"


def url(term, view):
    return reverse(term.snippet_viewset.get_url_name(view), args=[term.pk])


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(groups=["Redacteur"]))
    return client


def fields_of(term, **changed):
    names = ("name", "slug", "description", "order", "line", "hue")
    return {name: getattr(term, name) for name in names} | {"active": "on"} | changed


def test_the_list_shows_what_an_editor_needs(editor):
    theme = ThemeFactory(name="Innovatie", line=Theme.Line.LEARN_BETTER)
    NewsPageFactory(themes=[theme])
    page = editor.get(THEMES)
    for text in ("Innovatie", "innovatie", "Beter leren in zorg en welzijn", "Volgorde", "Pagina"):
        assertContains(page, text)
    BranchFactory(name="Thuiszorg")
    assertContains(editor.get(BRANCHES), "Thuiszorg")


def test_the_list_makes_as_many_queries_for_twelve_themes_as_for_three(
    editor, django_assert_max_num_queries
):
    NewsPageFactory(themes=ThemeFactory.create_batch(3))
    editor.get(THEMES)
    with django_assert_max_num_queries(60) as few:
        editor.get(THEMES)
    NewsPageFactory(themes=ThemeFactory.create_batch(9))
    with django_assert_max_num_queries(60) as many:
        editor.get(THEMES)
    assert len(many) == len(few)


@pytest.mark.usefixtures("wagtail_indexes")
def test_themes_can_be_searched_and_filtered(editor):
    ThemeFactory(name="Regeldruk")
    ThemeFactory(name="Instroom", active=False)
    found = editor.get(THEMES, {"q": "regel"})
    assertContains(found, "Regeldruk")
    assertNotContains(found, "Instroom")
    assertNotContains(editor.get(THEMES, {"active": "true"}), "Instroom")


def test_a_new_theme_needs_only_a_name_and_a_line_about_it(editor):
    data = {"name": "Thema's", "slug": "", "description": "Over alles.", "order": 10, "hue": 1}
    response = editor.post(f"{THEMES}add/", data | {"active": "on", "line": ""})
    assert response.status_code == 302
    assert Theme.objects.get().slug == "themas"


def test_the_form_says_in_dutch_why_a_name_or_address_is_refused(editor):
    first = ThemeFactory(name="Innovatie", slug="oud")
    first.slug = "innovatie"
    first.save()
    same_name = editor.post(f"{THEMES}add/", fields_of(first, name="INNOVATIE", slug="anders"))
    assertContains(same_name, "Er is al een thema ‘INNOVATIE’.")
    old_address = editor.post(f"{THEMES}add/", fields_of(first, name="Nieuw", slug="oud"))
    assertContains(old_address, "‘oud’ is een oud adres van ‘Innovatie’.")
    assert Theme.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_deleting_a_used_theme_is_refused_and_says_where_it_is_used(editor, method):
    theme = ThemeFactory(name="Innovatie")
    page = NewsPageFactory(title="Over techniek", themes=[theme])
    draft = NewsPageFactory(title="Nog een concept", themes=[theme], live=False)
    refusal = getattr(editor, method)(url(theme, "delete"))
    for text in (
        "‘Innovatie’ is nog in gebruik",
        "2 pagina's gebruiken",
        "Over techniek",
        "Nog een concept",
        f"/beheer/pages/{page.pk}/edit/",
        f"/beheer/pages/{draft.pk}/edit/",
        url(theme, "edit"),
        url(theme, "merge"),
    ):
        assertContains(refusal, text, status_code=409)
    assert Theme.objects.filter(pk=theme.pk).exists()


def test_deleting_several_at_once_is_refused_when_one_is_used(editor):
    used, free = BranchFactory(name="Thuiszorg"), BranchFactory(name="Overig")
    NewsPageFactory(title="Over de wijk", branches=[used])
    bulk = reverse("wagtail_bulk_action", args=["core", "branch", "delete"])
    refusal = editor.post(f"{bulk}?id={used.pk}&id={free.pk}")
    assertContains(refusal, "Over de wijk", status_code=409)
    assertContains(refusal, "wel los te verwijderen", status_code=409)
    assert Branch.objects.count() == 2


def test_unused_terms_are_deleted_after_a_question(editor):
    theme, other, third = ThemeFactory.create_batch(3)
    assertContains(editor.get(url(theme, "delete")), "Ja, verwijder")
    assert Theme.objects.count() == 3
    editor.post(url(theme, "delete"))
    bulk = reverse("wagtail_bulk_action", args=["core", "theme", "delete"])
    editor.post(f"{bulk}?id={other.pk}&id={third.pk}")
    assert not Theme.objects.exists()


def test_the_page_with_uses_lists_chosen_pages(editor):
    theme = ThemeFactory()
    NewsPageFactory(title="Over techniek", themes=[theme])
    assertContains(editor.get(url(theme, "usage")), "Over techniek")
    assertContains(editor.get(url(theme, "edit")), url(theme, "usage"))


def test_list_and_form_lead_to_the_merge(editor):
    theme = ThemeFactory()
    assertContains(editor.get(THEMES), url(theme, "merge"))
    assertContains(editor.get(url(theme, "edit")), url(theme, "merge"))


def test_a_merge_first_shows_what_will_happen(editor):
    old, kept = ThemeFactory(name="Digitaal"), ThemeFactory(name="Innovatie")
    NewsPageFactory(title="Over techniek", themes=[old])
    choice = editor.get(url(old, "merge"))
    assertContains(choice, "Welk thema blijft?")
    assertNotContains(choice, f'<option value="{old.pk}"')
    shown = editor.get(url(old, "merge"), {"into": kept.pk})
    for text in ("Eén pagina gaat van", "Over techniek", "blijft werken", "niet terugdraaien"):
        assertContains(shown, text)
    assert Theme.objects.count() == 2


def test_a_confirmed_merge_is_done_and_said(editor):
    old, kept = ThemeFactory(name="Digitaal"), ThemeFactory(name="Innovatie")
    page = NewsPageFactory(themes=[old])
    done = editor.post(url(old, "merge"), {"into": kept.pk}, follow=True)
    assertContains(done, "‘Digitaal’ is samengevoegd met ‘Innovatie’")
    assertContains(done, url(kept, "edit"))
    assert [theme.name for theme in page.specific_class.objects.get(pk=page.pk).themes.all()] == [
        "Innovatie"
    ]
    assertContains(editor.get(url(kept, "history")), "‘Digitaal’ hierin samengevoegd")


def test_a_merge_without_a_good_choice_asks_again(editor):
    theme = ThemeFactory()
    merge = url(theme, "merge")
    for into in ("", theme.pk, "999999", "abc"):
        for answer in (editor.get(merge, {"into": into}), editor.post(merge, {"into": into})):
            assertContains(answer, "error-message")
    assert Theme.objects.count() == 1


def test_who_may_not_delete_may_not_merge(client):
    user = UserFactory(groups=["Redacteur"])
    user.groups.get().permissions.remove(
        *user.groups.get().permissions.filter(codename="delete_theme")
    )
    client.force_login(user)
    old, kept = ThemeFactory.create_batch(2)
    assertNotContains(client.get(THEMES), url(old, "merge"))
    client.post(url(old, "merge"), {"into": kept.pk})
    client.get(url(old, "merge"))
    assert Theme.objects.count() == 2


def test_a_contact_role_is_made_and_listed(editor):
    data = {"role": "Adviseur", "text": "Voor vragen.", "email": "a@aln.example", "phone": ""}
    response = editor.post("/beheer/snippets/core/contactrole/add/", data, follow=True)
    assertContains(response, "Adviseur")
    assert ContactRole.objects.get().email == "a@aln.example"
