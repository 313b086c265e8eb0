"""Who is asked for advice: there from the start, and in step with the employer organisations."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from initiatives.applications.models import Advice, AdviceParty, Application
from initiatives.applications.models.states import State
from initiatives.models import EmployerOrganisation
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PARTIES = "/beheer/snippets/applications/adviceparty/"


@pytest.fixture
def manager(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def url(row, view):
    return reverse(row.snippet_viewset.get_url_name(view), args=[row.pk])


def asked(party):
    application = Application.objects.create(state=State.DRAFT, name="Minder Vinkjes")
    return Advice.objects.create(application=application, party=party, due_on="2019-04-09")


def test_three_ministries_and_every_employer_organisation_can_be_asked():
    ministries = AdviceParty.objects.filter(kind=AdviceParty.Kind.MINISTRY)
    assert [party.name for party in ministries] == [
        "Ministerie van OCW",
        "Ministerie van SZW",
        "Ministerie van VWS",
    ]
    organisations = AdviceParty.objects.filter(kind=AdviceParty.Kind.EMPLOYERS)
    assert organisations.count() == EmployerOrganisation.objects.count() == 13
    assert all(party.name == party.organisation.name for party in organisations)
    assert not AdviceParty.objects.get(name="Venturaplus").is_active
    assert not AdviceParty.objects.exclude(email="").exists()


def test_a_new_organisation_can_be_asked_at_once():
    organisation = EmployerOrganisation.objects.create(name="Zorg in de Polder", area="Flevoland")
    party = organisation.advice_party
    assert (party.kind, party.name, party.is_active) == ("werkgevers", "Zorg in de Polder", True)


def test_name_and_use_follow_the_organisation_and_the_address_stays():
    organisation = EmployerOrganisation.objects.get(name="Transvorm")
    AdviceParty.objects.filter(organisation=organisation).update(email="advies@transvorm.example")
    organisation.name, organisation.is_active = "Transvorm Brabant", False
    organisation.save()
    party = AdviceParty.objects.get(organisation=organisation)
    assert (party.name, party.is_active) == ("Transvorm Brabant", False)
    assert party.email == "advies@transvorm.example"


def test_an_organisation_that_is_called_as_a_ministry_gets_a_name_of_its_own():
    organisation = EmployerOrganisation.objects.create(name="Ministerie van VWS", area="Zeeland")
    assert organisation.advice_party.name == "Ministerie van VWS (werkgeversorganisatie)"


def test_an_organisation_that_was_asked_for_advice_cannot_go(manager):
    viazorg = EmployerOrganisation.objects.get(name="Viazorg")
    asked(viazorg.advice_party)
    answer = manager.post(url(viazorg, "delete"), follow=True)
    assertContains(answer, "‘Viazorg’ is in gebruik bij Viazorg: Nog niet gegeven.")
    assert EmployerOrganisation.objects.filter(pk=viazorg.pk).exists()


def test_an_organisation_that_was_never_asked_goes_with_its_party(manager):
    manager.post(url(EmployerOrganisation.objects.get(name="Viazorg"), "delete"))
    assert not AdviceParty.objects.filter(name="Viazorg").exists()


def test_staff_fill_in_the_address_of_an_organisation_and_nothing_else(manager):
    party = AdviceParty.objects.get(name="Transvorm")
    page = manager.get(url(party, "edit"))
    assertContains(page, "Volgt de werkgeversorganisatie.")
    data = {"name": "Iets anders", "email": "advies@transvorm.example"}
    assert manager.post(url(party, "edit"), data).status_code == 302
    party.refresh_from_db()
    assert (party.name, party.is_active) == ("Transvorm", True)
    assert party.email == "advies@transvorm.example"


def test_staff_add_a_ministry(manager):
    data = {"name": "Ministerie van BZK", "email": "", "is_active": "on"}
    assert manager.post(f"{PARTIES}add/", data).status_code == 302
    assert AdviceParty.objects.get(name="Ministerie van BZK").kind == AdviceParty.Kind.MINISTRY


def test_who_was_asked_is_never_deleted(manager):
    party = AdviceParty.objects.get(name="Ministerie van VWS")
    asked(party)
    answer = manager.post(url(party, "delete"), follow=True)
    assertContains(answer, "‘Ministerie van VWS’ is al om advies gevraagd.")
    transvorm = AdviceParty.objects.get(name="Transvorm")
    answer = manager.post(url(transvorm, "delete"), follow=True)
    assertContains(answer, "‘Transvorm’ hoort bij een werkgeversorganisatie.")
    assert AdviceParty.objects.filter(pk__in=[party.pk, transvorm.pk]).count() == 2


def test_the_list_stands_in_the_menu_of_koplopers(manager):
    assertContains(manager.get(PARTIES), "Ministerie van SZW")
    assertContains(manager.get("/beheer/"), "Adviespartijen")
