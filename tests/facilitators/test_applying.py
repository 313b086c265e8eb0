"""Somebody applies for the Pool, confirms the address, and asks for a new link."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from facilitators import consents
from facilitators.models import Profile
from facilitators.self_service.forms import ApplicationForm
from facilitators.self_service.text_forms import answers_of_text
from facilitators.texts import text_of
from tests.facilitators.asking import stamp
from tests.facilitators.keeping_profiles import (
    ASK,
    EMAIL,
    FORM,
    NEW,
    applied,
    fresh,
    link_in,
    mails_to,
    method,
    own,
    page_of,
    text,
    words_of,
)
from tests.factories import facilitator_index
from tests.html import attribute, parse

pytestmark = pytest.mark.django_db


def answers(**changed):
    """Return the form as somebody who fills it in would send it."""
    method()
    filled = {
        **answers_of_text(text()),
        "beschikbaarheid": "beschikbaar",
        "email": EMAIL,
        "visie": "on",
        "profiel": "on",
    }
    return {**filled, **changed}


def apply(client, **changed):
    """Fill in the form at the pace of a person, and return the answer."""
    facilitator_index()
    return client.post(FORM, answers(formulier=stamp(), **changed))


def test_somebody_applies_confirms_the_address_and_hears_what_is_next(client):
    facilitator_index()
    with time_machine.travel(timezone.now() - timedelta(minutes=5), tick=False):
        shown = attribute(parse(client.get(FORM)), "input[name=formulier]", "value")
    answer = client.post(FORM, answers(formulier=shown))
    assert answer["Location"] == f"{FORM}verstuurd/"
    assert "Kijk in je mail" in words_of(client.get(answer["Location"]))
    profile = Profile.objects.get()
    assert text_of(page_of(profile)) == text()
    link = link_in(mails_to()[0])
    assert "Is dit jouw e-mailadres?" in words_of(client.get(link))
    assert fresh(profile).email_confirmed_at is None
    assert "Je e-mailadres is bevestigd" in words_of(client.post(link))
    assert fresh(profile).email_confirmed_at
    assert "Je e-mailadres is bevestigd" in words_of(client.get(link))


def test_what_is_missing_is_said_in_dutch_and_what_was_typed_stays(client):
    answer = apply(client, achternaam="", ervaring="Te kort", methodieken=[], visie="")
    said = words_of(answer)
    for sentence in (
        "Er gaat nog iets mis: controleer 4 antwoorden",
        "Vul je achternaam in",
        "Beschrijf je ervaring in minstens 100 tekens",
        "Kies minstens één methodiek",
        "Vink aan dat je werkt volgens de gezamenlijke visie op actieleren",
    ):
        assert sentence in said
    soup = parse(answer)
    assert soup.title.get_text().startswith("Fout: ")
    assert soup.select_one("textarea[name=ervaring]").get_text().strip() == "Te kort"
    assert attribute(soup, "input[name=voornaam]", "value") == "Anna"
    assert soup.select_one("input[name=niveau][value=werkvloer]").has_attr("checked")
    for error in soup.select(".error-summary a"):
        assert soup.select_one(f"[id='{error['href'][1:]}']"), error
    assert not Profile.objects.exists()


def test_the_same_form_with_a_mended_address_is_another_application(client):
    facilitator_index()
    same = stamp()
    for email in ("anna@gmial.example", "anna@gmail.example", "anna@gmail.example"):
        assert client.post(FORM, answers(formulier=same, email=email)).status_code == 302
    assert sorted(Profile.objects.values_list("email", flat=True)) == [
        "anna@gmail.example",
        "anna@gmial.example",
    ]


def test_a_bureau_needs_its_name_and_no_family_name(client):
    apply(client, soort="bureau", voornaam="", tussenvoegsel="", achternaam="", bureau="Bureau Om")
    page = page_of(Profile.objects.get())
    assert (page.title, page.is_organisation, page.last_name) == ("Bureau Om", True, "")


def test_all_themes_is_one_choice_and_leaves_the_others_out(client):
    apply(client, themas=["alle"])
    page = page_of(Profile.objects.get())
    assert (page.all_themes, page.themes.count()) == (True, 0)


STRANGE = [
    {"niveau": ["verzonnen"]},
    {"methodieken": ["\0"]},
    {"themas": ["0" * 300]},
    {"email": "geen adres"},
    {"webadres": "javascript:alert(1)", "toon_website": "on"},
    {"telefoon": "12"},
    {"toon_telefoon": "on"},
    {"webadres": "www.voorbeeld.example"},
    {"beschikbaarheid": "niet", "maand": "13", "jaar": "2019"},
    {"beschikbaarheid": "niet", "maand": "5", "jaar": "20\u0661\u0669"},
    {"beschikbaarheid": "niet", "jaar": "2027"},
    {"ervaring": "x" * 5000},
    {"soort": "kasteel"},
]


def test_strange_input_is_answered_with_a_sentence(client):
    for strange in STRANGE:
        sent = answers(formulier=stamp(), **strange)
        form = ApplicationForm(
            MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in sent.items()})
        )
        assert len(form.errors) == 1, strange
    all_at_once = {name: value for strange in STRANGE[:6] for name, value in strange.items()}
    answer = apply(client, **all_at_once)
    assert answer.status_code == 200
    assert "Er gaat nog iets mis: controleer 6 antwoorden" in words_of(answer)
    assert not Profile.objects.exists()


def test_a_program_in_haste_is_asked_to_press_again_and_a_full_trap_too(client):
    facilitator_index()
    answer = client.post(FORM, answers(formulier=stamp(seconds=0)))
    assert "Druk nog een keer op de knop" in words_of(answer)
    assert "Anna" in answer.content.decode()
    assert "Druk nog een keer op de knop" in words_of(apply(client, website="spam"))
    assert not Profile.objects.exists()


def test_too_many_applications_from_one_address_are_refused_with_a_time(client):
    for number in range(3):
        apply(client, voornaam=f"Anna {number}")
    answer = apply(client)
    assert answer.status_code == 429
    assert "te veel aanmeldingen" in words_of(answer)
    assert "Retry-After" in answer.headers


def test_what_is_shown_is_let_item_by_item(client):
    apply(client, telefoon="06 – 00 000 000", toon_telefoon="on")
    profile = Profile.objects.get()
    assert profile.phone == "+31600000000"
    assert (profile.shows_phone, profile.shows_email) == (True, False)
    assert consents.given(profile) == {"profiel", "telefoon"}


def test_an_old_link_for_the_former_address_does_not_confirm_the_new_one(client):
    profile = applied()
    former = link_in(mails_to()[0])
    client.post(former)
    client.post(own(profile, "contact/"), {"email": NEW, "visie": "on", "profiel": "on"})
    elsewhere = type(client)()  # whoever reads the mail to the former address
    for answer in (elsewhere.get(former), elsewhere.post(former)):
        assert "Je hebt een ander adres opgegeven" in words_of(answer)
        assert NEW not in answer.content.decode()
        assert not parse(answer).select("main form")
    assert (fresh(profile).email, fresh(profile).new_email) == (EMAIL, NEW)
    client.post(link_in(mails_to(NEW)[0]))
    assert (fresh(profile).email, fresh(profile).new_email) == (NEW, "")


def test_asking_again_and_again_is_limited_for_unknown_addresses_too(client):
    for email in (EMAIL, "niemand@voorbeeld.example"):
        codes = [client.post(ASK, {"email": email}).status_code for _ in range(4)]
        assert codes == [302, 302, 302, 429]


def test_links_and_mails_hold_no_address_in_their_url(client):
    applied()
    assert "@" not in link_in(mails_to()[0])
