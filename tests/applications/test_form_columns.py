"""What the desk filters and counts is copied from the answers into columns."""

import pytest

from initiatives.applications.intake import form_data
from initiatives.applications.models import Application, ApplicationEvent
from initiatives.applications.models.choices import Role, Route
from initiatives.models import EmployerOrganisation
from tests.applications.answering import answers

pytestmark = pytest.mark.usefixtures("terms")


def copied(**changes):
    application = Application.objects.create(answers=answers(**changes))
    form_data.copy_to_columns(application)
    application.refresh_from_db()
    return application


def test_answers_are_copied_into_the_columns_of_the_desk():
    employers = EmployerOrganisation.objects.first()
    application = copied(
        branches=["alle"],
        arbeidsmarktregios=["twente", "drenthe"],
        werkgeversorganisatie=employers.slug,
        publicatie="nee",
    )
    assert application.name == "Leerlijn op de Werkvloer"
    assert application.phase == "in-gebruik"
    assert [theme.slug for theme in application.themes.all()] == ["leven-lang-ontwikkelen"]
    assert (application.all_branches, application.branches.count()) == (True, 0)
    assert {region.slug for region in application.regions.all()} == {"twente", "drenthe"}
    assert application.employer_organisation == employers
    assert application.claimed == ["samenwerken", "innoveren", "veranderen"]
    assert application.may_publish is False
    assert application.contact_name == "Anna van der Test"
    assert application.phone == "+31600000000"


def test_other_answers_replace_the_columns_and_write_only_what_differs(
    django_assert_num_queries,
):
    application = copied(arbeidsmarktregios=["twente"])
    with django_assert_num_queries(4):
        form_data.copy_to_columns(application)
    application.answers = answers(arbeidsmarktregios=["landelijk"], themas=["innovatie"])
    form_data.copy_to_columns(application)
    assert application.is_national
    assert application.regions.count() == 0
    assert [theme.slug for theme in application.themes.all()] == ["innovatie"]


def test_a_wrong_answer_is_in_no_column():
    application = copied(themas=[], telefoon="1", fase="klaar", publicatie="misschien")
    assert application.phone == ""
    assert application.phase == ""
    assert application.may_publish is None


def test_a_name_and_an_address_that_were_known_stay_until_there_is_a_better_one():
    application = Application.objects.create(name="Getipt", email="wie@voorbeeld.example")
    application.answers = answers(naam="", email="geen adres")
    form_data.copy_to_columns(application)
    assert (application.name, application.email) == ("Getipt", "wie@voorbeeld.example")


@pytest.mark.parametrize(
    ("begun_in", "route", "is_copied"),
    [("", Route.SELF, True), ("uitgenodigd", Route.APPROACHED, False)],
)
def test_the_route_is_that_of_the_form_only_for_who_began_with_the_form(begun_in, route, is_copied):
    application = Application.objects.create(route=route, answers=answers(route="voorgedragen"))
    ApplicationEvent.objects.create(
        application=application, kind="start", role=Role.APPLICANT, from_state=begun_in
    )
    form_data.copy_to_columns(application)
    assert application.route == (Route.NOMINATED if is_copied else route)
