"""Possible Koplopers that advisers add, and whom to invite there."""

import pytest

from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log
from tests.applications.cases import EMAIL, application, fresh
from tests.applications.desk import url, words
from tests.factories import UserFactory, region
from tests.html import one, parse

pytestmark = pytest.mark.django_db
ADD = "/beheer/koploper-aanmeldingen/create/"


def test_an_adviser_adds_what_they_know_and_can_invite_it(client, anna):
    data = {
        "name": "Rooster van Ons Samen",
        "route": "benaderd",
        "regions": [region("Twente").pk],
        "first_name": "Noor",
        "email": EMAIL,
    }
    answer = client.post(ADD, data, follow=True)
    made = Application.objects.get()
    assert (made.state, made.route, made.email) == (State.POTENTIAL, "benaderd", EMAIL)
    assert [one.name for one in made.regions.all()] == ["Twente"]
    assert made.events.get(kind="add").user_id == anna.user_id
    assert "Rooster van Ons Samen" in words(answer)
    buttons = parse(answer).select(".aln-steps-now__do a")
    assert [button.get_text() for button in buttons] == ["Uitnodigen"]


def test_what_is_missing_is_said_and_the_rest_is_kept(client, anna):
    answer = client.post(ADD, {"name": "", "email": "geen adres", "first_name": "Noor"})
    assert answer.status_code == 200
    assert "Vul de naam van het initiatief in" in words(answer)
    assert "Vul een e-mailadres in" in words(answer)
    page = parse(answer)
    assert one(page, "#id_first_name")["value"] == "Noor"
    assert one(page, "#id_email")["value"] == "geen adres"
    assert not Application.objects.exists()


def test_an_address_that_is_filled_in_later_makes_inviting_possible(client, anna):
    made = application(State.POTENTIAL, email="")
    assert not parse(client.get(url(made))).select(".aln-steps-now__do a")
    client.post(url(made, "contact"), {"first_name": "Noor", "email": EMAIL, "last_name": "Test"})
    assert fresh(made).email == EMAIL
    line = made.events.get(kind=audit_log.CONTACT_CHANGED)
    assert line.details == {"fields": ["email"]}
    buttons = parse(client.get(url(made))).select(".aln-steps-now__do a")
    assert [button.get_text() for button in buttons] == ["Uitnodigen"]


@pytest.mark.parametrize("state", [State.INVITED, State.SUBMITTED])
def test_whom_was_written_to_is_changed_no_more(client, anna, state):
    made = application(state)
    answer = client.post(url(made, "contact"), {"email": "ander@voorbeeld.example"})
    assert answer.status_code == 409
    assert "zolang niemand is uitgenodigd" in words(answer)
    assert "ander@voorbeeld.example" in words(answer)
    assert fresh(made).email == EMAIL


@pytest.mark.parametrize("group", ["Beheerder", "Redacteur"])
def test_nobody_else_adds_or_changes(client, group):
    client.force_login(UserFactory(groups=[group]))
    made = application(State.POTENTIAL)
    assert client.post(ADD, {"name": "Initiatief", "route": "benaderd"}).status_code == 403
    answer = client.post(url(made, "contact"), {"email": "ander@voorbeeld.example"})
    assert answer.status_code == 403
    assert fresh(made).email == EMAIL
    assert Application.objects.count() == 1
