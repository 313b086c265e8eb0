"""The admin speaks Dutch, also where Wagtail's own translation does not."""

import pytest
from django.utils.translation import gettext, ngettext
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import NewsPageFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_our_words_go_before_wagtails():
    assert gettext("live") == "online"
    assert gettext("Bold") == "Vet"
    assert ngettext("%(count)d %(model_name)s deleted.", "", 1).startswith("%(count)d %(model")


def test_what_wagtail_says_right_stays():
    assert gettext("Publish") == "Publiceren"


def test_nobody_reads_english_on_the_way_in(client):
    page = client.get("/beheer/login/")
    for text in ("Inloggen bij het Actie Leer Netwerk", "Wachtwoord", "Gebruikersnaam"):
        assertContains(page, text)
    for text in ("Password", "Sign in", "- Wagtail"):
        assertNotContains(page, text)


def test_the_first_screen_sends_nobody_to_another_site(client):
    client.force_login(UserFactory(groups=["Redacteur"]))
    NewsPageFactory()
    page = client.get("/beheer/")
    for text in ("guide.wagtail.org", "wagtail.org", "Editor Guide", 'value="Search"'):
        assertNotContains(page, text)
