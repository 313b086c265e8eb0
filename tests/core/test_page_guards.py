"""Whichever button takes pages off the site, each role takes only what it may."""

from itertools import product

import pytest
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from home.models import ContentPage
from tests.facilitators.keeping_profiles import online
from tests.factories import NewsPageFactory, RegistrationFactory, UserFactory, home_page

pytestmark = pytest.mark.django_db
ROLES = {
    "Auteur": ["Auteur"],
    "Redacteur": ["Redacteur"],
    "Beheerder": ["Beheerder"],
    "Beheerder Facilitators Pool": ["Beheerder Facilitators Pool"],
    "Adviseur": ["Adviseur Koplopernetwerk"],
}


def view(name):
    return lambda client, page, **data: client.post(
        reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), data
    )


def bulk(action):
    def post(client, page, **data):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        return client.post(f"{address}?id={page.pk}&next=/beheer/", data)

    return post


def make_private(client, page, **_):
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    return client.post(address, {"restriction_type": "login", "password": "", "groups": []})


BELOW = {"include_descendants": "on"}
WAYS = {
    "unpublish": (view("unpublish"), {}),
    "unpublish with those below": (view("unpublish"), BELOW),
    "unpublish many": (bulk("unpublish"), {}),
    "unpublish many with those below": (bulk("unpublish"), BELOW),
    "delete": (view("delete"), {"confirm_site_name": "Actie Leer Netwerk"}),
    "delete many": (bulk("delete"), {"confirm_site_name": "Actie Leer Netwerk"}),
    "make private": (make_private, {}),
}


@pytest.fixture
def site():
    """A site with an article, a meeting that somebody comes to, and a facilitator online."""
    meeting = RegistrationFactory().event
    return {
        "home": home_page(),
        "news": NewsPageFactory().get_parent(),
        "meetings": meeting.get_parent(),
        "meeting": meeting,
        "pool": online().page.get_parent(),
    }


def visible():
    closed = PageViewRestriction.objects.values_list("page__path", flat=True)
    pages = Page.objects.live().order_by("pk").values_list("pk", "path")
    return [pk for pk, path in pages if not any(path.startswith(each) for each in closed)]


@pytest.mark.parametrize("way", WAYS)
def test_no_single_button_takes_away_what_others_stand_on(client, site, way):
    post, data = WAYS[way]
    for role, page in product(ROLES, site.values()):
        client.force_login(UserFactory(username=f"{role}-{page.pk}", groups=ROLES[role]))
        # An administrator closes a part of the site on purpose; that is one button and one page.
        if way == "make private" and role == "Beheerder":
            continue
        if way == "make private" and page == site["meeting"]:
            continue
        before = visible()
        post(client, page, **data)
        assert visible() == before, f"{role}: {way} of {page}"


def test_a_list_goes_offline_once_its_name_was_typed_and_what_is_below_stays(client, site):
    client.force_login(UserFactory(groups=["Beheerder"]))
    news = site["news"]
    asked = view("unpublish")(client, news)
    assert f"Typ de naam van de pagina: {news.title}" in asked.content.decode()
    wrong = view("unpublish")(client, news, naam_van_de_pagina="Iets anders")
    assert "Dit is niet de naam van de pagina" in wrong.content.decode()
    before = visible()
    view("unpublish")(client, news, naam_van_de_pagina=news.title)
    assert set(before) - set(visible()) == {news.pk}


@pytest.mark.parametrize("name", ["home", "meetings", "pool"])
def test_typing_the_name_takes_no_people_along(client, site, name):
    client.force_login(UserFactory(groups=["Beheerder"]))
    page = site[name]
    before = visible()
    said = view("unpublish")(client, page, naam_van_de_pagina=page.title, **BELOW)
    assert said.status_code == 302
    assert visible() == before


def test_pages_that_hold_up_others_cannot_be_planned_to_go_offline(client, site):
    client.force_login(UserFactory(groups=["Beheerder"]))
    for name in ("home", "news", "meetings", "pool"):
        form = client.get(reverse("wagtailadmin_pages:edit", args=[site[name].pk]))
        assert 'name="expire_at"' not in form.content.decode()
    page = ContentPage(title="Over ons")
    site["home"].add_child(instance=page)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert 'name="expire_at"' in form.content.decode()


def test_publishing_many_with_those_below_asks_each_of_them_what_it_lacks(client, site):
    client.force_login(UserFactory(groups=["Redacteur"]))
    draft = NewsPageFactory(live=False, themes=[], branches=[], all_themes=False)
    bulk("publish")(client, site["news"], **BELOW)
    assert not Page.objects.get(pk=draft.pk).live
