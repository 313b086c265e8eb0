"""Somebody who phones is registered by a colleague, and gets the mail that everybody gets."""

import pytest
from wagtail.log_actions import registry

from initiatives.events.models import Registration
from tests.events.staffing import page_of, recipients
from tests.factories import EventPageFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db
ANSWERS = {
    "voornaam": "Joke",
    "tussenvoegsel": "",
    "achternaam": "Belt",
    "organisatie": "Wijkzorg",
    "functie": "",
    "email": "joke@voorbeeld.example",
    "rol": "koploper",
    "wensen": "Een schrijftolk",
}


def test_a_colleague_registers_somebody_and_the_mail_asks_to_confirm(client, editor):
    event = EventPageFactory()
    address = page_of(event, "aanmelden")
    answer = client.post(address, ANSWERS, follow=True)
    assert "joke@voorbeeld.example" in answer.text
    registration = Registration.objects.get()
    assert (registration.state, registration.needs) == ("aangemeld", "Een schrijftolk")
    assert recipients("M16") == ["joke@voorbeeld.example"]
    (line,) = registry.get_logs_for_instance(registration)
    assert line.user == editor


def test_wrong_answers_come_back_with_what_was_typed(client, editor):
    answer = client.post(page_of(EventPageFactory(), "aanmelden"), ANSWERS | {"email": "joke"})
    assert answer.status_code == 422
    assert 'value="joke"' in answer.text
    assert not Registration.objects.exists()


def test_a_full_meeting_offers_its_waiting_list_and_a_closed_one_nothing(client, editor):
    event = EventPageFactory(capacity=1)
    RegistrationFactory(event=event, state="bevestigd")
    address = page_of(event, "aanmelden")
    assert "Zet op de wachtlijst" in client.get(address).text
    client.post(address, ANSWERS)
    assert Registration.objects.get(last_name="Belt").state == "wachtlijst"
    closed = page_of(EventPageFactory(register_by="niet"), "aanmelden")
    assert "<form method" not in client.get(closed).text.split("aln-narrow")[1]
    answer = client.post(closed, ANSWERS)
    assert answer.status_code == 409
    assert "Een schrijftolk" in answer.text


def test_who_may_only_read_registers_nobody(client):
    client.force_login(UserFactory(groups=["Auteur"]))
    assert client.post(page_of(EventPageFactory(), "aanmelden"), ANSWERS).status_code in (302, 403)
    assert not Registration.objects.exists()
