"""Nominating an initiative of others (domain guide, paragraph 5, and M1 of paragraph 9)."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import OutgoingMail
from initiatives.applications.application_form.nomination_views import NominationForm
from initiatives.applications.models import Application, ApplicationEvent, Nomination
from tests.applications.nominations import ADDRESS, ANSWERS, NOMINATOR, send
from tests.facilitators.asking import stamp
from tests.factories import koploper_index
from tests.html import attribute, one, parse, text_of

pytestmark = pytest.mark.django_db


def refused(client, **answers):
    """Send answers of which some are wrong, and return the form that comes back."""
    answer = send(client, **answers)
    assert answer.status_code == 200
    assert not Nomination.objects.exists()
    assert not OutgoingMail.objects.exists()
    return parse(answer)


def test_the_list_of_koplopers_leads_to_the_form(client):
    page = parse(client.get(koploper_index().get_url()))
    assert attribute(page, ".join .button-quiet", "href") == ADDRESS
    assert client.get(ADDRESS).status_code == 200


def test_the_form_asks_what_it_needs_in_this_order(client):
    soup = parse(client.get(ADDRESS))
    labels = [
        " ".join(found.get_text().split())
        for found in soup.select("main form label, main form legend")
        if not found.find_parent(hidden=True) and "choice" not in found.get("class", [])
    ]
    assert labels == [
        "Hoe heet het initiatief?",
        "Waarom draag je het voor?",
        "Waar loopt het?",
        "Weten de initiatiefnemers dat je dit doet?",
        "Met wie kunnen we daar praten?",
        "E-mailadres van die persoon (niet verplicht)",
        "Je voornaam",
        "Tussenvoegsel (niet verplicht)",
        "Je achternaam",
        "Je organisatie (niet verplicht)",
        "Je e-mailadres",
    ]
    assert not soup.select("main form [maxlength]")
    assert not soup.select("main form [required]")


def test_a_tip_becomes_a_possible_koploper_with_its_nomination_a_line_and_a_mail(client):
    answer = send(client)
    assert answer.status_code == 302
    assert answer["Location"] == f"{ADDRESS}verstuurd/"
    application = Application.objects.get()
    assert (application.state, application.route) == ("potentieel", "voorgedragen")
    assert application.name == "Samen op Weg"
    assert application.email == "project@voorbeeld.example"
    assert application.reference == ""
    nomination = application.nomination
    assert nomination.reason == ANSWERS["waarom"]
    assert (nomination.first_name, nomination.infix, nomination.last_name) == (
        "Anna",
        "van der",
        "Test",
    )
    event = ApplicationEvent.objects.get()
    assert (event.kind, event.role, event.to_state) == ("add", "bezoeker", "potentieel")
    assert event.details == {"mails": ["M1"]}
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.recipient, mail.subject) == ("M1", NOMINATOR, "Bedankt voor je tip")
    assert "Beste Anna," in mail.text
    assert "We nemen contact op met de initiatiefnemers" in mail.text
    assert "Dan hoor je het van ons." in " ".join(mail.text.split())
    assert f"TIP-{nomination.pk:05}" in mail.text
    for private in ("project@voorbeeld.example", "projectleider", ANSWERS["waarom"]):
        assert private not in mail.text + mail.html


def test_the_receipt_says_what_happens_next_and_nothing_of_who_sent_it(client):
    # As whoever gets the address of that page reads it.
    receipt = type(client)().get(send(client)["Location"])
    words = text_of(parse(receipt), "main")
    assert text_of(parse(receipt), "h1") == "Bedankt voor je tip"
    assert "Een adviseur neemt contact op met de initiatiefnemers" in words
    for private in ("Anna", "anna", "Samen op Weg"):
        assert private not in receipt.text
    assert "noindex" in attribute(parse(receipt), "meta[name=robots]", "content")


def test_who_did_not_ask_the_initiators_is_told_to_ask_them_first_and_loses_nothing(client):
    soup = refused(client, weet_ervan="nee")
    assert text_of(soup, "title").startswith("Fout: ")
    link = one(soup, ".error-summary li a")
    assert link.get_text() == "Vraag de initiatiefnemers eerst om toestemming"
    assert link["href"] == "#id_weet_ervan_0"
    assert "We dragen geen initiatief voor zonder dat de mensen zelf het weten" in text_of(
        soup, ".callout"
    )
    assert attribute(soup, "[name=naam]", "value") == ANSWERS["naam"]
    assert soup.select_one('[name=weet_ervan][value="nee"]').has_attr("checked")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"naam": "ab"}, "Vul de naam van het initiatief in"),
        ({"naam": "x" * 101}, "hooguit 100 tekens"),
        ({"naam": "a\0b c"}, "Haal de vreemde tekens weg bij ‘Hoe heet het initiatief?’"),
        ({"waarom": "Te kort"}, "Vertel in minstens 30 tekens"),
        ({"waarom": "x" * 801}, "Maak de tekst korter: hooguit 800 tekens"),
        ({"plaats": ""}, "Vul in waar het initiatief loopt"),
        ({"weet_ervan": ""}, "Geef aan of de initiatiefnemers weten dat je dit doet"),
        ({"weet_ervan": "misschien"}, "Geef aan of de initiatiefnemers weten dat je dit doet"),
        ({"contact": " "}, "Vul in met wie we kunnen praten"),
        ({"contact_email": "geen adres"}, "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
        ({"voornaam": ""}, "Vul je voornaam in"),
        ({"achternaam": ""}, "Vul je achternaam in"),
        ({"email": "anna"}, "Vul een e-mailadres in, zoals naam@voorbeeld.nl"),
    ],
)
def test_what_is_wrong_is_said_above_the_form_and_at_the_question(client, answers, sentence):
    soup = refused(client, **answers)
    assert text_of(soup, ".error-summary h2") == "Er gaat nog iets mis: controleer 1 antwoord"
    assert sentence in text_of(soup, ".error-summary li")
    (name,) = answers
    assert soup.select_one(f"[name={name}]").find_parent(class_="field-wrong")
    assert sentence in text_of(soup, ".field-wrong .field-error")


def test_an_address_of_the_initiative_is_not_needed(client):
    send(client, contact_email="")
    assert Application.objects.get().email == ""


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> & co",
        "'; DROP TABLE x; --",
        "=1+1 plus",
        "om\x1bgekeerd",
        "👩🏽‍⚕️ samen",
    ],
)
def test_hostile_words_are_kept_as_typed_or_refused_with_a_sentence(client, hostile):
    answer = send(client, naam=hostile)
    if answer.status_code == 200:
        assert "vreemde tekens" in answer.text
        assert hostile in str(parse(answer).select_one("[name=naam]")["value"])
    else:
        assert Application.objects.get().name == hostile
        assert "<script>" not in OutgoingMail.objects.get().html


def test_a_program_that_fills_in_everything_tells_nothing(client):
    soup = refused(client, website="https://spam.example")
    assert "Druk nog een keer op de knop" in text_of(soup, ".error-summary")


def test_a_form_that_comes_back_at_once_asks_to_press_again(client):
    answer = send(client, formulier=stamp(seconds=1))
    assert answer.status_code == 200
    assert "Je was erg snel" in answer.text
    assert not Nomination.objects.exists()
    assert send(client, formulier=stamp()).status_code == 302


def test_who_sends_too_much_is_asked_to_wait_and_loses_nothing(client):
    for nth in range(5):
        send(client, naam=f"Initiatief {nth}")
    answer = send(client, naam="Initiatief zes")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Je tip is nog niet verstuurd" in answer.text
    assert "Initiatief zes" in answer.text
    assert Nomination.objects.count() == 5


def test_the_same_form_sent_again_nominates_once_and_other_words_are_another_tip(client):
    shown = stamp()
    for _ in range(3):
        assert send(client, formulier=shown).status_code == 302
    assert Application.objects.count() == Nomination.objects.count() == 1
    assert OutgoingMail.objects.count() == ApplicationEvent.objects.count() == 1
    send(client, formulier=shown, plaats="Deventer")
    assert Nomination.objects.count() == 2


def test_the_form_asks_the_database_little(client: Client):
    koploper_index()
    client.get(ADDRESS)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(ADDRESS)
    assert len(queries) <= 6, [query["sql"] for query in queries]


def test_the_name_of_a_form_is_random():
    assert NominationForm().key != NominationForm().key
    assert isinstance(NominationForm().key, uuid.UUID)
