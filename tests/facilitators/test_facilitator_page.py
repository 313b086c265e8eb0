"""One facilitator, as visitors and search engines read it."""

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from facilitators.models import Method, WorkForm
from tests.factories import FacilitatorPageFactory, ImageFactory
from tests.html import one, parse, text_of

pytestmark = pytest.mark.django_db

DISCLAIMER = (
    "Je maakt zelf afspraken met de facilitator. Bijvoorbeeld over de aanpak, de samenwerking en "
    "de vergoeding. Het Actie Leer Netwerk is daarbij geen partij."
)


def read(client: Client, page) -> BeautifulSoup:
    answer = client.get(page.url)
    assert answer.status_code == 200
    return parse(answer)


def test_the_page_shows_every_attribute_and_the_disclaimer(client: Client) -> None:
    page = FacilitatorPageFactory(
        title="Bureau Voorbeeld",
        lead="Kort gezegd.",
        kinds=["leercoach", "coach"],
        help_questions=["visie-ontwikkelen"],
        levels=["werkvloer"],
        group_sizes=["middelgroot"],
        deployments=["reeks"],
        regions=["midden", "west"],
        methods=[Method.objects.create(name="Open space", slug="open-space")],
        other_method="Wandelen",
        work_forms=[WorkForm.objects.create(name="Dialoog", slug="dialoog")],
        experience="Eerste alinea.\n\nTweede alinea.",
        profile__availability="beperkt",
    )
    soup = read(client, page)
    assert text_of(soup, ".article-kicker") == "Leercoach en coach"
    assert text_of(soup, ".facilitator-title .availability") == "Beperkt beschikbaar"
    text = text_of(soup, "main")
    for words in (
        "Kort gezegd.",
        "Een visie ontwikkelen",
        "Werkvloer en teams",
        "Middelgroot (16 tot en met 50)",
        "Reeks bijeenkomsten",
        "regio Midden",
        "regio West",
        "Open space",
        "Wandelen",
        "Dialoog",
        "Tweede alinea.",
        DISCLAIMER,
    ):
        assert words in text, words


@pytest.mark.parametrize("shows", [True, False])
def test_address_and_number_are_shown_only_when_the_profile_says_so(
    client: Client, shows: bool
) -> None:
    page = FacilitatorPageFactory(
        profile__email="hier@voorbeeld.example",
        profile__phone="+31880000000",
        profile__shows_email=shows,
        profile__shows_phone=shows,
    )
    html = client.get(page.url).content.decode()
    assert ("hier@voorbeeld.example" in html) == shows
    assert ('href="tel:+31880000000">088 – 000 00 00</a>' in html) == shows
    assert ("+31880000000" in html) == shows


@pytest.mark.parametrize(("is_organisation", "kind"), [(True, "Organization"), (False, "Person")])
def test_search_engines_read_who_it_is_and_no_contact_data(
    client: Client, is_organisation: bool, kind: str
) -> None:
    page = FacilitatorPageFactory(
        is_organisation=is_organisation,
        regions=["landelijk"],
        profile__email="hier@voorbeeld.example",
        profile__shows_email=True,
        profile__website="https://www.voorbeeld.example/",
    )
    blocks = [json.loads(tag.get_text()) for tag in read(client, page).select("[type*=ld]")]
    found = next(block for block in blocks if block["@type"] == kind)
    assert found["name"] == page.title
    assert not {"email", "telephone", "contactPoint", "sameAs"} & found.keys()
    assert "hier@" not in json.dumps(found)


def test_without_a_photograph_everybody_has_a_portrait_of_their_own(client: Client) -> None:
    pages = [FacilitatorPageFactory() for _ in range(8)]
    drawn = {str(one(read(client, page), ".portrait svg")) for page in pages}
    assert len(drawn) == 8
    bureau = FacilitatorPageFactory(is_organisation=True)
    assert one(read(client, bureau), ".portrait svg")
    photographed = FacilitatorPageFactory(listing_image=ImageFactory(), listing_image_alt="Blauw")
    assert one(read(client, photographed), ".portrait img")["alt"] == "Blauw"
