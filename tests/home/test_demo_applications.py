"""The applications of the demo: those of the domain guide, §13.1, in every state it names."""

import itertools

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from core.models import OutgoingMail
from initiatives.applications.assessment import criteria
from initiatives.applications.intake import form_data
from initiatives.applications.models import Application, Nomination
from initiatives.applications.models.choices import AdviceValue
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import Action
from initiatives.choices import Criterion
from initiatives.models import InitiativePage
from tests.databases import DEMO_PASSWORD
from tests.html import parse, text_of

pytestmark = pytest.mark.usefixtures("demo_db")

# Name, kinds of the organisations, region, verdicts, state and route.
OF_THE_DOMAIN_GUIDE = {
    ("Leerlijn op de Werkvloer", "zorg onderwijs", "Twente", "VVVV", "geintroduceerd", "zelf"),
    (
        "Stagepool Zonder Muren",
        "zorg zorg onderwijs",
        "Utrecht en omgeving",
        "VVVN",
        "toegelaten",
        "voorgedragen",
    ),
    (
        "Overstap met Uitzicht",
        "zorg lokale-overheid andere-sector",
        "Rijnmond",
        "VVNV",
        "toegelaten",
        "benaderd",
    ),
    ("Het Blijfgesprek", "zorg", "Drenthe", "NVVV", "in_afstemming", "zelf"),
    (
        "Digimaatje op de Afdeling",
        "zorg onderwijs",
        "Midden-Brabant",
        "VV?V",
        "in_afstemming",
        "zelf",
    ),
    ("Rooster van Ons Samen", "zorg", "Zeeland", "NV?V", "aanvulling_gevraagd", "voorgedragen"),
    (
        "Wijk en Klas",
        "welzijn onderwijs lokale-overheid",
        "Midden-Gelderland",
        "",
        "ingediend",
        "zelf",
    ),
    ("Minder Vinkjes", "zorg", "Amsterdam", "NVN?", "niet_toegelaten", "zelf"),
    ("Terug in het Vak", "zorg zorg", "Groningen", "", "concept", "benaderd"),
    ("Fit voor je Dienst", "", "Zuid-Limburg", "", "uitgenodigd", "benaderd"),
}
LETTERS = {"voldoet": "V", "voldoet_niet": "N", "onduidelijk": "?"}


def verdicts_of(application: Application) -> str:
    found = {row.criterion: LETTERS[row.verdict] for row in application.judgements.all()}
    return "".join(found[criterion] for criterion in Criterion if criterion in found)


def test_the_ten_that_the_domain_guide_describes_are_as_it_says() -> None:
    found = {
        (
            one.name,
            " ".join(row["soort"] for row in one.answers.get("organisaties", [])),
            ", ".join(region.name for region in one.regions.all()),
            verdicts_of(one),
            one.state,
            one.route.removesuffix("_aangemeld"),
        )
        for one in Application.objects.exclude(name__startswith="Potentieel")
    }
    assert found == OF_THE_DOMAIN_GUIDE


def test_there_are_twenty_four_and_the_rest_is_only_known_of() -> None:
    assert Application.objects.count() == 24
    known = Application.objects.filter(state=State.POTENTIAL)
    assert known.count() == 14
    routes = [one.route for one in known]
    assert [routes.count(route) for route in ("zelf_aangemeld", "voorgedragen", "benaderd")] == [
        5,
        5,
        4,
    ]
    nominated = Application.objects.filter(route="voorgedragen")
    assert Nomination.objects.count() == nominated.count() == 7


def test_what_was_sent_could_be_sent_again_and_has_its_number_and_version() -> None:
    for one in Application.objects.exclude(submitted_at=None):
        assert form_data.problems(one) == [], one
        assert one.versions.get().answers == one.answers
        assert one.submitted_at
        assert one.reference.startswith(f"KL-{one.submitted_at.year}-")
    numbers = sorted(Application.objects.exclude(reference="").values_list("reference", flat=True))
    years = {number.split("-")[1] for number in numbers}
    for year in years:
        of_year = [number for number in numbers if f"-{year}-" in number]
        assert of_year == [f"KL-{year}-{nth:04}" for nth in range(1, len(of_year) + 1)]


def test_every_state_was_reached_by_the_table_and_the_log_is_in_order() -> None:
    for one in Application.objects.all():
        moves = list(one.events.exclude(to_state="").order_by("at", "pk"))
        assert moves[-1].to_state == one.state, one
        assert moves[0].from_state == "", one
        for before, after in itertools.pairwise(moves):
            assert before.to_state == after.from_state, one
            assert before.at <= after.at, one
        assert one.events.filter(user_id=None, role="adviseur").count() == 0


def test_who_tested_did_not_decide() -> None:
    for one in Application.objects.exclude(decided_at=None):
        decision = one.events.filter(kind__in=[Action.ADMIT, Action.REJECT]).get()
        assert decision.user_id not in criteria.testers(one)
        assert len(decision.details["judgements"]) == 4


def test_the_admitted_ones_are_the_koplopers_on_the_site() -> None:
    admitted = Application.objects.filter(state__in=["toegelaten", "geintroduceerd"])
    assert {one.page for one in admitted} == set(InitiativePage.objects.published())
    assert {one.name for one in admitted} == {page.title for page in InitiativePage.objects.all()}
    introduced = Application.objects.get(state="geintroduceerd")
    assert introduced.introduction
    assert str(introduced.introduction.starts_at.date()) == "2019-02-07"


def test_advice_was_asked_and_some_of_it_was_given() -> None:
    waiting = Application.objects.filter(state=State.IN_CONSULTATION)
    assert waiting.count() == 2
    for one in waiting:
        values = {row.value for row in one.advices.all()}
        assert AdviceValue.OPEN in values
        assert len(values) > 1


def test_a_question_waits_for_its_answer() -> None:
    one = Application.objects.get(state=State.SUPPLEMENT_ASKED)
    asked = one.supplements.get()
    assert asked.answered_at is None
    assert "Waaraan merken medewerkers dat?" in asked.question


def test_nobody_in_them_could_be_a_real_person() -> None:
    for one in Application.objects.all():
        assert one.first_name in ("Indiener", "")
        assert one.email == "" or one.email.endswith("@voorbeeld.example")
        for organisation in one.answers.get("organisaties", []):
            assert "Voorbeeld" in organisation["naam"]
    for nomination in Nomination.objects.all():
        assert nomination.first_name == "Tipgever"


def test_the_mails_of_the_past_are_delivered_and_say_nothing_any_more() -> None:
    about_them = ContentType.objects.get_for_model(Application)
    waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING)
    assert not waiting.filter(about_type=about_them).exists()
    assert OutgoingMail.objects.filter(about_type=about_them).exists()
    assert not OutgoingMail.objects.filter(is_private=True).exclude(text="").exists()


def test_every_applicant_could_see_how_it_stands(client: Client) -> None:
    for one in Application.objects.exclude(submitted_at=None):
        token = personal_links.token_for(personal_links.STATUS, one)
        answer = client.get(f"/mijn-aanmelding/{token}/")
        assert answer.status_code == 200
        assert State(one.state).in_plain_words in text_of(parse(answer), ".standing")


def test_there_are_two_advisers_who_can_log_in(client: Client) -> None:
    for name in ("adviseur", "tweede-adviseur"):
        assert client.login(username=name, password=DEMO_PASSWORD)
        user = get_user_model().objects.get(username=name)
        assert user.has_perm("applications.assess_application")
