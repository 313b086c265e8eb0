"""From an address at which nothing is, people are sent on to what they meant."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from core.lost_addresses import leads_somewhere, meant, mended
from facilitators import profile_links
from initiatives.applications.application_form.pages import step_url, token_of
from initiatives.applications.form.definition import STEPS
from initiatives.applications.models.states import State
from initiatives.events import mails
from tests.applications import sent
from tests.applications.cases import application
from tests.applications.consultations import VWS, asked, consulted, path_of
from tests.facilitators.keeping_profiles import online
from tests.factories import (
    EventPageFactory,
    NewsPageFactory,
    RegistrationFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

BEHIND = ("", ")", ",", "%20", ">", ";", ".", "&gt;", "%C2%A0", "%E2%80%9D", "%E2%80%8B", ")/")
TO = "https://www.voorbeeld.example/doel/"


def manage_url() -> str:
    registration: Any = RegistrationFactory()
    return mails.manage_url(registration)


def path(address: str) -> str:
    return address.removeprefix("http://testserver")


PERSONAL: dict[str, Any] = {
    "registration": lambda: path(manage_url()),
    "facilitator": lambda: reverse("facilitator", args=[profile_links.edit_token(online())]),
    "draft": lambda: step_url(sent.draft(), STEPS[0]),
    "draft, later": lambda: reverse("koploper-later", args=[token_of(sent.draft())]),
    "application": lambda: sent.address(application(State.ADMITTED), ""),
    "advice": lambda: path_of(asked(consulted(VWS))),
}


@pytest.mark.parametrize("kind", PERSONAL)
def test_a_personal_link_works_with_what_stood_behind_it_in_a_sentence(client: Client, kind: str):
    link = PERSONAL[kind]()
    for address in (*(link + behind for behind in BEHIND), link.rstrip("/") + ")"):
        assert client.get(address, follow=True).status_code == 200, address
    first, rest = link[1:].split("/", 1)
    assert client.get(f"/{first.capitalize()}/{rest}", follow=True).status_code == 200


def test_capitals_and_signs_lead_to_the_page(client: Client):
    NewsPageFactory(slug="over-leren")
    ThemeFactory(name="Leren")
    EventPageFactory(slug="samen")
    for address, to in (
        ("/Nieuws/", "/nieuws/"),
        ("/NIEUWS/Over-Leren", "/nieuws/over-leren/"),
        ("/nieuws/over-leren/).", "/nieuws/over-leren/"),
        ("/nieuws//over-leren/", "/nieuws/over-leren/"),
        ("/Nieuws/RSS/", "/nieuws/rss/"),
        ("/Bijeenkomsten/Samen/Aanmelden/?a=1", "/bijeenkomsten/samen/aanmelden/?a=1"),
        ("/Themas/Leren/", "/themas/leren/"),
        ("/Zoeken/?q=Zorg", "/zoeken/?q=Zorg"),
        ("/Sitemap.xml)", None),
        ("/sitemap.xml)", "/sitemap.xml"),
        ("/Bestaat-Niet/", None),
        ("/nieuws/bestaat-niet/)", None),
    ):
        answer = client.get(address)
        while answer.status_code == 301:  # the slash at the end
            answer = client.get(answer["Location"])
        if to is None:
            assert answer.status_code == 404, address
        else:
            assert (answer.status_code, answer["Location"]) == (302, to), address
            assert client.get(to).status_code == 200


def test_who_sends_something_is_not_sent_on(client: Client):
    NewsPageFactory()
    assert client.post("/Nieuws/", {"a": "b"}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("/folder zorg", "/folder%20zorg"),
        ("/plan%20van%20aanpak", "/plan%20van%20aanpak/"),
        ("/zorg%26welzijn", "/zorg%26welzijn"),
        ("/zorg&welzijn", "/zorg%26welzijn"),
        ("/over#team", "/over"),
        ("http://testserver/oude-gids/", "/oude-gids"),
        ("/Oude-Gids.PDF", "/oude-gids.pdf"),
        ("/co\u00f6rdinatie", "/coo%CC%88rdinatie/"),
        ("oud", "/oud/?utm_source=mail"),
        ("/oud?b=2&a=1", "/oud/?a=1&b=2"),
        ("/oud?naam=een%20twee", "/oud/?naam=een+twee"),
        ("/100%", "/100%25"),
    ],
)
def test_a_redirect_works_however_its_address_was_typed(client, typed, asked):
    client.force_login(UserFactory(is_superuser=True))
    data = {"old_path": typed, "redirect_link": TO, "is_permanent": "on"}
    client.post(reverse("wagtailredirects:add"), data)
    assert Redirect.objects.count() == 1
    answer = client.get(asked)
    if answer.status_code == 301 and answer["Location"] != TO:
        answer = client.get(answer["Location"])
    assert (answer.status_code, answer["Location"]) == (301, TO)


def test_a_redirect_that_could_never_work_is_refused(client: Client):
    NewsPageFactory()
    for typed in ("/", "/nieuws", "/Nieuws/", "/zoeken/", "https://elders.example/oud"):
        with pytest.raises(ValidationError):
            Redirect(old_path=typed, redirect_link=TO).full_clean()


def test_a_redirect_to_itself_is_not_followed(client: Client):
    Redirect.objects.create(old_path="/rond", redirect_link="/Rond/")
    assert client.get("/rond/").status_code == 404


def test_addresses_are_compared_as_people_mean_them():
    assert meant("/A%20b//c/?z=1&a=2") == "/a b/c?a=2&z=1"
    assert mended("/Mijn/Token.With-CAPS/,") == "/mijn/Token.With-CAPS/"
    assert not leads_somewhere("/nergens/")
