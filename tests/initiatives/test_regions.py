"""Labour-market regions and employer organisations: what they hold and how editors keep them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from pytest_django.asserts import assertContains

from core.sorting import sort_key
from initiatives.models import EmployerOrganisation, InitiativePage, LabourMarketRegion
from tests.factories import InitiativePageFactory, koploper_index, region
from tests.html import parse

pytestmark = pytest.mark.django_db

REGIONS = "/beheer/snippets/initiatives/labourmarketregion/"
ORGANISATIONS = "/beheer/snippets/initiatives/employerorganisation/"


def url(row, view):
    return reverse(row.snippet_viewset.get_url_name(view), args=[row.pk])


def test_there_are_28_regions_with_the_numbers_of_the_domain_guide():
    numbers = LabourMarketRegion.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 29))
    assert (region("IJsselvecht").number, region("Zeeland").number) == (4, 28)


def test_ij_sorts_as_i_and_j():
    names = list(LabourMarketRegion.objects.values_list("name", flat=True))
    place = names.index("IJsselvecht")
    assert names[place - 1 : place + 2] == ["Haaglanden", "IJsselvecht", "Midden-Brabant"]
    assert names[0] == "Achterhoek"
    assert list(LabourMarketRegion.all_by_slug())[place] == "ijsselvecht"


@pytest.mark.parametrize("kind", [LabourMarketRegion, EmployerOrganisation])
def test_what_the_migration_fills_in_sorts_as_what_an_editor_saves(kind):
    for row in kind.objects.all():
        assert (row.sort_name, row.slug) == (sort_key(row.name), slugify(row.name))


def test_every_region_has_an_employer_organisation_but_the_two_that_are_not_known():
    without = LabourMarketRegion.objects.exclude(
        employer_organisations__in=EmployerOrganisation.objects.active()
    )
    assert {row.name for row in without} == {"Flevoland", "Rijnstreek"}
    assert EmployerOrganisation.objects.count() == 13


def test_a_new_name_keeps_the_slug_and_moves_the_row(client, editor):
    twente = region("Twente")
    data = {"name": "Aan de Dinkel", "number": 5, "meeting_region": "noord-oost"}
    assert editor.post(url(twente, "edit"), data).status_code == 302
    twente.refresh_from_db()
    assert (twente.slug, str(LabourMarketRegion.objects.first())) == ("twente", "Aan de Dinkel")
    koploper_index()
    assert client.get("/koplopers/?regio=twente").context["listing"].chosen["regio"] == ["twente"]


def test_an_editor_adds_an_organisation_with_its_regions(editor):
    data = {
        "name": "Zorg in de Polder",
        "area": "Flevoland",
        "regions": [region("Flevoland").pk],
        "website": "",
        "is_active": "on",
    }
    assert editor.post(f"{ORGANISATIONS}add/", data).status_code == 302
    added = EmployerOrganisation.objects.get(slug="zorg-in-de-polder")
    assert list(added.regions.all()) == [region("Flevoland")]


def test_the_lists_are_under_koplopers_and_show_what_an_editor_needs(editor):
    InitiativePageFactory(regions=[region("Twente")])
    page = editor.get(REGIONS)
    names = [cell.get_text(strip=True) for cell in parse(page).select("td.title .title-wrapper")]
    assert (names[0], names[11]) == ("Achterhoek", "IJsselvecht")
    for words in ("IJsselvecht", "regio Noord-Oost", "Koplopers"):
        assertContains(page, words)
    assertContains(editor.get(ORGANISATIONS), "Utrecht, Amersfoort-Eemland")
    for name in ("Alle Koplopers", "Arbeidsmarktregio", "Werkgeversorganisaties"):
        assertContains(editor.get("/beheer/"), name)


@pytest.mark.parametrize("live", [True, False], ids=["online", "draft"])
def test_a_region_that_a_koploper_uses_cannot_go(editor, live):
    rijnstreek = region("Rijnstreek")
    InitiativePageFactory(title="Minder Vinkjes", regions=[rijnstreek], live=live)
    answer = editor.post(url(rijnstreek, "delete"), follow=True)
    assertContains(answer, "‘Rijnstreek’ is in gebruik bij Minder Vinkjes. Er is niets verwijderd.")
    assert region("Rijnstreek")


def test_a_region_that_only_a_newer_version_uses_cannot_go(editor):
    page: InitiativePage = InitiativePageFactory(title="Minder Vinkjes")
    page.regions = [region("Rijnstreek")]
    page.save_revision()
    answer = editor.post(url(region("Rijnstreek"), "delete"), follow=True)
    assertContains(answer, "in gebruik bij Minder Vinkjes")


def test_deleting_several_at_once_is_refused_when_one_is_used(editor):
    bulk = reverse("wagtail_bulk_action", args=["initiatives", "labourmarketregion", "delete"])
    used, free = region("Twente"), region("Rijnstreek")
    answer = editor.post(f"{bulk}?id={used.pk}&id={free.pk}", follow=True)
    assertContains(answer, "‘Twente’ is in gebruik bij WGV Zorg en Welzijn")
    assert LabourMarketRegion.objects.count() == 28


def test_what_nothing_uses_can_go(editor):
    editor.post(url(region("Rijnstreek"), "delete"))
    editor.post(url(EmployerOrganisation.objects.get(name="Viazorg"), "delete"))
    assert LabourMarketRegion.objects.count() == 27
    assert EmployerOrganisation.objects.count() == 12


def test_a_new_name_is_on_the_site_at_once(client):
    koploper_index()
    assert "Twente" in client.get("/koplopers/").content.decode()
    twente = region("Twente")
    twente.name = "Aan de Dinkel"
    twente.save()
    assert "Aan de Dinkel" in client.get("/koplopers/").content.decode()


def test_a_region_that_only_a_planned_version_uses_cannot_go(editor):
    InitiativePageFactory(title="Minder Vinkjes").save_revision().publish()
    planned = InitiativePage.objects.get()
    planned.regions = [region("Rijnstreek")]
    planned.go_live_at = timezone.now() + datetime.timedelta(days=1)
    planned.save_revision().publish()
    InitiativePage.objects.get().save_revision()
    answer = editor.post(url(region("Rijnstreek"), "delete"), follow=True)
    assertContains(answer, "in gebruik bij Minder Vinkjes")
