"""The Koplopers of the demo: those of the domain guide, §13.1, with all that a page shows."""

from dataclasses import replace

import pytest
from django.http import QueryDict
from django.test import Client

from initiatives.models import InitiativePage, NetworkPage
from tests.html import parse
from tests.listings import assert_counts_are_what_options_give

pytestmark = pytest.mark.usefixtures("demo_db")

LIST = "/koplopers/"
# Title, kinds of the organisations, region and criteria.
OF_THE_DOMAIN_GUIDE = {
    (
        "Leerlijn op de Werkvloer",
        ("zorg", "onderwijs"),
        "Twente",
        ("samenwerken", "innoveren", "veranderen", "opschalen"),
    ),
    (
        "Stagepool Zonder Muren",
        ("zorg", "zorg", "onderwijs"),
        "Utrecht en omgeving",
        ("samenwerken", "innoveren", "veranderen"),
    ),
    (
        "Overstap met Uitzicht",
        ("zorg", "lokale-overheid", "andere-sector"),
        "Rijnmond",
        ("samenwerken", "innoveren", "opschalen"),
    ),
}


def test_exactly_three_koplopers_are_on_the_site(client: Client) -> None:
    found = {
        (
            page.title,
            tuple(organisation.kind for organisation in page.organisations.all()),
            page.regions_in_words,
            tuple(page.criteria),
        )
        for page in InitiativePage.objects.published()
    }
    assert found == OF_THE_DOMAIN_GUIDE
    assert client.get(LIST).context["listing"].total == 3


def test_they_could_be_published_again_as_they_are() -> None:
    for page in InitiativePage.objects.all():
        assert page.get_latest_revision_as_object().lacking() == {}, page


def test_every_count_beside_a_filter_is_what_the_filter_gives(client: Client) -> None:
    listing = client.get(LIST).context["listing"]
    assert all(group.options for group in listing.groups)
    assert_counts_are_what_options_give(listing)


def test_every_number_in_the_overview_by_region_is_what_its_link_gives(client: Client) -> None:
    shown = client.get(LIST).context
    regions = [region for part in shown["parts_of_the_country"] for region in part.regions]
    assert (len(regions), sum(region.number for region in regions)) == (28, 3)
    for region in regions:
        path, _, query = region.url.partition("?")
        assert path == LIST
        assert replace(shown["listing"], query=QueryDict(query)).total == region.number, region


def test_the_network_is_explained_and_the_list_leads_there(client: Client) -> None:
    network = NetworkPage.objects.get()
    page = parse(client.get(LIST))
    assert page.select(f'.page-header a[href="{network.get_url()}"]')
    shown = parse(client.get(network.get_url()))
    assert len(shown.select(".criteria li")) == 4
    assert len(shown.select(".steps > li")) == 5
    assert len(shown.select(".ways-in li")) == 4


def test_nobody_who_takes_part_is_a_real_organisation() -> None:
    for page in InitiativePage.objects.all():
        for organisation in page.organisations.all():
            assert "Voorbeeld" in organisation.name
        assert page.website == "" or page.website_host.endswith(".example")
