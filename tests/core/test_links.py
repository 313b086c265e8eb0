"""Signed links: what they are for, and when they die."""

import uuid

import pytest
from django.test import override_settings

from core.links import is_genuine, key_of, make_token, without_tokens

KEY = uuid.UUID("5b0a3c1e-4c0e-4d0a-9a51-6f1d7c1b2a3d")


def test_a_link_is_genuine_for_what_it_was_made_for():
    token = make_token("aanmelding", KEY)
    assert is_genuine(token, "aanmelding")
    assert key_of(token) == str(KEY)


def test_a_link_is_for_one_purpose():
    assert not is_genuine(make_token("aanmelding", KEY), "bevestigen")


def test_a_link_that_is_bound_to_a_state_dies_with_it():
    token = make_token("bevestigen", KEY, "aangemeld")
    assert is_genuine(token, "bevestigen", "aangemeld")
    assert not is_genuine(token, "bevestigen", "bevestigd")
    assert not is_genuine(token, "bevestigen")


def test_states_do_not_run_into_one_another():
    assert make_token("lees", KEY, "een", "twee") != make_token("lees", KEY, "eentwee")


def test_another_key_with_the_same_signature_is_not_genuine():
    _, signature = make_token("aanmelding", KEY).split(".")
    assert not is_genuine(f"{uuid.uuid4()}.{signature}", "aanmelding")


@pytest.mark.parametrize(
    "garbled", ["", ".", "x", str(KEY), f"{KEY}.", ".abc", "a.b.c", "é.é", "\x00.\x00", "." * 99]
)
def test_a_garbled_link_is_not_genuine(garbled):
    assert not is_genuine(garbled, "aanmelding")
    assert isinstance(key_of(garbled), str)


def test_a_link_of_another_site_is_not_genuine():
    token = make_token("aanmelding", KEY)
    with override_settings(SECRET_KEY="a" * 50):
        assert not is_genuine(token, "aanmelding")


def test_a_link_fits_an_address_as_it_is():
    token = make_token("bevestigen", KEY, "plek_aangeboden")
    assert all(sign.isalnum() or sign in "-_." for sign in token)


def test_a_text_can_be_shown_without_what_makes_its_links_work():
    token = make_token("afmelden", "0a1b2c3d4e5f")
    text = f"Klik op https://voorbeeld.example/aanmelding/{token}/ of mail ons."
    assert without_tokens(text) == ("Klik op https://voorbeeld.example/aanmelding/…/ of mail ons.")
    assert without_tokens("Zie /nieuws/een.bericht/ en 1.2") == "Zie /nieuws/een.bericht/ en 1.2"


def test_a_link_outlives_its_key_for_as_long_as_that_is_a_fallback(settings):
    token = make_token("afmelden", "abc", "state")
    former, settings.SECRET_KEY = settings.SECRET_KEY, "a new key " * 5
    assert not is_genuine(token, "afmelden", "state")
    settings.SECRET_KEY_FALLBACKS = [former]
    assert is_genuine(token, "afmelden", "state")
    assert make_token("afmelden", "abc", "state") != token
