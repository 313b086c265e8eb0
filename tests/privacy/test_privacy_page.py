"""The page on which an administrator answers what people ask of their own data."""

import json
from datetime import date
from typing import Any, cast

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.models import Access, OutgoingMail, PrivacyRequest
from core.personal_data import requests
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.events.models import Registration
from tests.applications.cases import application
from tests.factories import RegistrationFactory, UserFactory
from tests.html import parse

pytestmark = pytest.mark.django_db
ADDRESS = "anna@voorbeeld.example"


def signed_in(group: str = "Beheerder") -> Client:
    client, user = Client(), cast("Any", UserFactory(groups=[group]))
    client.force_login(user)
    return client


def press(client: Client, button: str, **fields: str) -> Any:
    return client.post(reverse("privacy"), {"stap": button, **fields})


@pytest.mark.parametrize(
    "group", ["Auteur", "Redacteur", "Adviseur Koplopernetwerk", "Beheerder Facilitators Pool"]
)
def test_nobody_but_administrators_gets_in(group):
    client = signed_in(group)
    RegistrationFactory(email=ADDRESS)
    assert client.get(reverse("privacy")).status_code in (302, 403)
    for button in ("toon", "json", "wissen", "verzoek"):
        answer = press(client, button, email=ADDRESS, bevestig=ADDRESS)
        assert answer.status_code in (302, 403)
        assert ADDRESS not in answer.text
    assert Registration.objects.filter(email=ADDRESS).exists()
    for name in ("inzagen", "verwijderingen"):
        assert client.get(reverse(f"{name}_modeladmin_index")).status_code in (302, 403)


def test_everything_of_an_address_is_shown_by_kind_and_taken_along_as_json():
    RegistrationFactory(email="Anna@Voorbeeld.example", needs="Een schrijftolk")
    application(State.IN_REVIEW, email=ADDRESS, answers={"samenvatting": "Over de wijk"})
    RegistrationFactory(email="bert@voorbeeld.example")
    client = signed_in()
    page = parse(press(client, "toon", email=ADDRESS)).get_text(" ", strip=True)
    for said in ("Een schrijftolk", "Over de wijk", "4 weken na de bijeenkomst", "artikel 6"):
        assert said in page
    assert "bert@" not in page
    assert "Antwoorden: samenvatting Over de wijk" in page
    assert "{'" not in page
    answer = press(client, "json", email=ADDRESS)
    assert "attachment" in answer["Content-Disposition"]
    assert ADDRESS not in answer["Content-Disposition"]
    kinds = {kind["soort"]: kind for kind in json.loads(answer.content)["gegevens"]}
    assert set(kinds) == {"Aanmeldingen voor bijeenkomsten", "Aanmeldingen als Koploper"}
    (row,) = kinds["Aanmeldingen voor bijeenkomsten"]["rijen"]
    assert row["wensen"] == "Een schrijftolk"
    (row,) = kinds["Aanmeldingen als Koploper"]["rijen"]
    assert row["hoort erbij"]
    assert Access.objects.filter(how="privacy", key=None).count() == 2


def test_erasing_takes_the_address_typed_once_more():
    RegistrationFactory(email=ADDRESS)
    client = signed_in()
    wrong = press(client, "wissen", email=ADDRESS, bevestig="ana@voorbeeld.example")
    assert wrong.status_code == 409
    assert "Dit is niet hetzelfde adres" in wrong.text
    assert 'value="ana@voorbeeld.example"' in wrong.text
    assert Registration.objects.filter(email=ADDRESS).exists()
    right = press(client, "wissen", email=ADDRESS, bevestig="ANNA@voorbeeld.example ")
    assert right.status_code == 302
    assert not Registration.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (State.ADMITTED, "Dit initiatief is Koploper"),
        (State.INTRODUCED, "Dit initiatief is Koploper"),
        (State.REJECTED, "We moeten dat besluit kunnen verantwoorden"),
        (State.LEFT, "We moeten dat besluit kunnen verantwoorden"),
    ],
)
def test_what_may_not_go_is_said_with_the_ground_and_the_rest_goes(state, why):
    application(state, email=ADDRESS)
    RegistrationFactory(email=ADDRESS)
    client = signed_in()
    assert why in press(client, "toon", email=ADDRESS).text
    answer = press(client, "wissen", email=ADDRESS, bevestig=ADDRESS)
    assert answer.status_code == 200
    assert why in answer.text
    assert "artikel 17" in answer.text
    assert Application.objects.get().email == ADDRESS
    assert not Registration.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize(
    "state", sorted(set(State) - {State.ADMITTED, State.INTRODUCED, State.REJECTED, State.LEFT})
)
def test_every_other_application_can_be_erased(state):
    made = application(state, email=ADDRESS, answers={"naam": "Leerlijn"})
    assert requests.erase(ADDRESS, cast("Any", UserFactory())) == []
    made.refresh_from_db()
    assert (made.email, made.name, made.answers) == ("", "", {})
    assert made.forgotten_at


def test_staff_are_found_and_told_where_an_account_goes():
    UserFactory(email=ADDRESS)
    page = press(signed_in(), "toon", email=ADDRESS).text
    assert "Dit is het account van een medewerker" in page
    assert "Ja, wis deze gegevens" not in page


def test_a_wrong_address_is_refused_with_a_sentence_and_kept():
    answer = press(signed_in(), "toon", email="anna@")
    assert answer.status_code == 422
    assert 'value="anna@"' in answer.text
    assert press(signed_in(), "iets", email=ADDRESS).status_code == 422


@time_machine.travel("2019-01-31T12:00+01:00", tick=False)
def test_who_asks_hears_that_we_have_it_and_by_when_they_get_an_answer():
    client = signed_in()
    press(client, "verzoek", verzoek_email=ADDRESS, verzoek="inzage")
    asked = PrivacyRequest.objects.get()
    assert (asked.received_on, asked.answer_by) == (date(2019, 1, 31), date(2019, 2, 28))
    mail = OutgoingMail.objects.get(kind="M24")
    assert mail.recipient == ADDRESS
    assert "donderdag 28 februari 2019" in mail.text
    with time_machine.travel("2019-03-01T12:00+01:00"):
        assert "te laat" in client.get(reverse("privacy")).text
    press(client, "beantwoord", nummer=str(asked.pk))
    asked.refresh_from_db()
    assert asked.answered_at
    assert press(client, "beantwoord", nummer="x").status_code == 302


def test_a_request_without_a_kind_or_address_keeps_what_was_typed():
    answer = press(signed_in(), "verzoek", verzoek_email="anna@voorbeeld.example")
    assert answer.status_code == 422
    assert "Kies wat er wordt gevraagd" in answer.text
    assert 'value="anna@voorbeeld.example"' in answer.text
    assert not PrivacyRequest.objects.exists()
