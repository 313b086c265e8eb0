"""A page gets no address below the home page that is of something else."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from core.reserved_slugs import refusal, taken_slugs
from facilitators.models import FacilitatorIndexPage
from home.models import ContentPage
from news.models import NewsIndexPage
from tests.factories import (
    ContentPageFactory,
    FacilitatorPageFactory,
    NewsPageFactory,
    UserFactory,
    home_page,
)
from tests.html import text_of

pytestmark = pytest.mark.django_db

REFUSED = "is het adres van een vast deel van de website. Kies een andere slug."
TAKEN = (
    "aanmelding",
    "advies",
    "agenda",
    "beheer",
    "branches",
    "documenten",
    "facilitator",
    "koploper-worden",
    "media",
    "mijn-aanmelding",
    "omslag",
    "static",
    "themas",
    "zoeken",
)


@pytest.fixture
def admin(client: Client) -> Client:
    user: Any = UserFactory(is_superuser=True)
    client.force_login(user)
    return client


def form(slug: str) -> dict[str, str]:
    return nested_form_data(
        {"title": "Mijn getypte titel", "slug": slug, "lead": "", "body": streamfield([])}
    )


def add(client: Client, parent: Page, slug: str) -> str:
    address = reverse("wagtailadmin_pages:add", args=["home", "contentpage", parent.pk])
    return client.post(address, form(slug), follow=True).text


def test_every_first_part_of_an_address_that_is_no_page_is_known():
    assert set(TAKEN) <= taken_slugs()
    assert not {"", "nieuws", "over-ons", "bijeenkomsten"} & taken_slugs()


def test_every_such_address_is_refused_below_the_home_page_and_nowhere_else():
    home, page = home_page(), ContentPageFactory()
    for slug in TAKEN:
        assert refusal(slug, home) == f"‘{slug}’ {REFUSED}"
        assert not refusal(slug, page)


def test_a_new_page_below_the_home_page_is_refused_such_an_address(admin: Client):
    page = BeautifulSoup(add(admin, home_page(), "themas"), "html.parser")
    assert f"‘themas’ {REFUSED}" in text_of(page, "[id$='slug-errors']")
    assert "Mijn getypte titel" in str(page)
    assert not ContentPage.objects.exists()


def test_deeper_in_the_tree_it_is_free(admin: Client):
    add(admin, ContentPageFactory(title="Over ons"), "themas")
    assert ContentPage.objects.get(slug="themas").get_url() == "/over-ons/themas/"


def test_a_page_that_is_there_cannot_get_it_either(admin: Client):
    page = ContentPageFactory(title="Over ons")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert REFUSED in admin.post(address, form("zoeken")).text
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().slug == "over-ons"


def test_nor_can_a_list(admin: Client):
    index = NewsIndexPage(title="Nieuws", slug="nieuws")
    home_page().add_child(instance=index)
    data = {"title": "Nieuws", "slug": "themas", "intro": rich_text("")}
    address = reverse("wagtailadmin_pages:edit", args=[index.pk])
    assert REFUSED in admin.post(address, nested_form_data(data)).text


def test_nor_can_a_copy(admin: Client):
    page = ContentPageFactory(title="Over ons")
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    data = {"new_title": "Kopie", "new_slug": "branches", "new_parent_page": home_page().pk}
    assert REFUSED in admin.post(address, data).text
    assert not Page.objects.filter(slug="branches").exists()


def test_nor_can_a_copy_get_one_that_its_list_answers_itself(admin: Client):
    page = NewsPageFactory(title="Over feeds")
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    index = page.get_parent()
    data = {"new_title": "Kopie", "new_slug": "rss", "new_parent_page": index.pk}
    assert f"‘rss’ {REFUSED}" in admin.post(address, data).text
    assert not Page.objects.filter(slug="rss").exists()


def test_nor_is_a_page_moved_to_one_that_its_list_answers_itself(admin: Client):
    index = FacilitatorPageFactory().get_parent()
    other = FacilitatorIndexPage(title="Oud", slug="oud")
    home_page().add_child(instance=other)
    page = FacilitatorPageFactory(slug="vergelijk", parent=other)
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, index.pk])
    assert f"‘vergelijk’ {REFUSED}" in admin.post(address, follow=True).text
    page.refresh_from_db()
    assert page.get_parent().pk == other.pk


@pytest.mark.parametrize("many", [False, True])
def test_nor_is_a_page_moved_to_it(admin: Client, many: bool):
    page = ContentPageFactory(title="Thema's", slug="themas", parent=ContentPageFactory())
    home = home_page()
    if many:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        answer = admin.post(
            f"{address}?id={page.pk}&next=/beheer/", {"chooser": home.pk}, follow=True
        )
    else:
        address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk])
        answer = admin.post(address, follow=True)
    assert REFUSED in answer.text
    page.refresh_from_db()
    assert page.depth == home.depth + 2
