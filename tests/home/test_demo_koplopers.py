"""The Koplopers of the demo: those of the domain guide, §13.1, with all that a page shows."""

import pytest
from django.test import Client

from initiatives.models import InitiativePage, NetworkPage
from tests.html import parse

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
    for group in client.get(LIST).context["listing"].groups:
        assert group.options
        for option in group.options:
            answer = client.get(LIST, {group.facet.parameter: option.slug})
            assert answer.context["listing"].total == option.count, option


def test_every_number_in_the_overview_by_region_is_what_its_link_gives(client: Client) -> None:
    regions = [
        region
        for part in client.get(LIST).context["parts_of_the_country"]
        for region in part.regions
    ]
    assert (len(regions), sum(region.number for region in regions)) == (28, 3)
    for region in regions:
        assert client.get(region.url).context["listing"].total == region.number, region


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
