"""From a list of meetings to a place, and what happens to that place: in a real browser.

The fixture new_context fails a test when a page meets the Content-Security-Policy or an error.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDE, heading
from tests.events.registering import link_in, mails_to, subjects_to
from tests.factories import EventPageFactory

TITLE = "Meelopen in de wijk"


@pytest.fixture
def meeting(own_site):
    return EventPageFactory(title=TITLE, slug="meelopen", kind="werkbezoek", capacity=1)


def fill_in(page: Page, first_name: str) -> str:
    """Answer every question that must be answered, and return the address."""
    email = f"{first_name.lower()}@voorbeeld.example"
    page.get_by_label("Voornaam").fill(first_name)
    page.get_by_label("Achternaam").fill("Test")
    page.get_by_label("Organisatie", exact=True).fill("Zorgorganisatie Voorbeeld")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("radio", name="Onderwijs").check()
    return email


def newest_link(own_site, email: str, part: str) -> str:
    return own_site.url + link_in(mails_to(email)[-1], part)


def find_the_form(page: Page, own_site, scripts: bool) -> None:
    page.goto(f"{own_site.url}/bijeenkomsten/")
    page.get_by_role("checkbox", name=re.compile("^Werkbezoek")).check()
    if not scripts:
        page.get_by_role("button", name=re.compile("^Toon")).click()
    expect(page).to_have_url(re.compile("soort=werkbezoek"))
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(heading(page)).to_have_text(TITLE)
    page.locator("main").get_by_role("link", name=re.compile("^Meld je aan")).first.click()
    expect(heading(page)).to_have_text("Meld je aan")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_place_goes_from_the_list_to_one_person_and_then_to_the_next(
    own_site, meeting, new_context, fine, scripts
):
    # Without scripts axe itself cannot run; everything else can.
    check = fine if scripts else lambda page: None
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    find_the_form(page, own_site, scripts)
    check(page)

    anna = fill_in(page, "Anna")
    page.get_by_role("button", name="Meld me aan").click()
    expect(heading(page)).to_have_text("Kijk in je mail")
    check(page)

    page.goto(newest_link(own_site, anna, "/bevestigen/"))
    expect(heading(page)).to_have_text("Bevestig je aanmelding")
    check(page)
    page.get_by_role("button", name="Ja, ik kom").click()
    expect(heading(page)).to_have_text("Je bent aangemeld")
    check(page)
    assert subjects_to(anna)[-1].startswith("Je bent aangemeld voor ")
    expect(page.locator(".notice")).to_be_focused()
    expect(page.locator(".notice")).to_contain_text("Je plek is zeker.")

    page.get_by_role("link", name="Verander je gegevens of wensen").click()
    check(page)
    page.get_by_label("Hebben we iets nodig").fill("Graag een schrijftolk")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator(".notice")).to_be_focused()
    expect(page.locator(".own-answers")).to_contain_text("Graag een schrijftolk")
    check(page)

    # The next one meets a full meeting, though the page was kept a moment ago.
    other = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    other.goto(f"{own_site.url}/bijeenkomsten/meelopen/aanmelden/")
    expect(heading(other)).to_have_text("Kom op de wachtlijst")
    check(other)
    bert = fill_in(other, "Bert")
    other.get_by_role("button", name="Zet me op de wachtlijst").click()
    expect(heading(other)).to_have_text("Kijk in je mail")
    other.goto(newest_link(own_site, bert, "/aanmelding/"))
    expect(heading(other)).to_have_text("Je staat op de wachtlijst")
    check(other)
    other.goto(f"{own_site.url}/bijeenkomsten/meelopen/aanmelden/")
    fill_in(other, "Bert")
    other.get_by_label("Hebben we iets nodig").fill("Een rolstoelplek")
    other.get_by_role("button", name="Zet me op de wachtlijst").click()
    expect(other.locator(".typed-address")).to_have_text(bert)
    other.goto(newest_link(own_site, bert, "/nieuwe-antwoorden/"))
    expect(heading(other)).to_have_text("Kloppen deze antwoorden?")
    check(other)
    other.get_by_role("button", name="Ja, bewaar de nieuwe antwoorden").click()
    expect(other.locator(".own-answers")).to_contain_text("Een rolstoelplek")

    page.goto(newest_link(own_site, anna, "/aanmelding/"))
    page.get_by_role("link", name="Meld je af").click()
    expect(heading(page)).to_have_text("Wil je je afmelden?")
    check(page)
    page.get_by_role("button", name="Ja, meld me af").click()
    expect(heading(page)).to_have_text("Je bent afgemeld")
    check(page)

    assert subjects_to(bert)[-1].startswith("Er is een plek vrij op ")
    other.goto(newest_link(own_site, bert, "/bevestigen/"))
    expect(heading(other)).to_have_text("Er is een plek voor je")
    check(other)
    other.get_by_role("button", name="Ja, ik kom").click()
    expect(heading(other)).to_have_text("Je bent aangemeld")
    assert subjects_to(bert)[-1].startswith("Je bent aangemeld voor ")


def test_what_went_wrong_has_the_focus_and_leads_to_its_question(own_site, meeting, page, fine):
    page.goto(f"{own_site.url}/bijeenkomsten/meelopen/aanmelden/")
    page.get_by_label("Voornaam").fill("Anna")
    page.get_by_label("E-mailadres").fill("anna")
    page.get_by_role("button", name="Meld me aan").click()
    summary = page.get_by_role("heading", name="Er gaat nog iets mis: controleer 4 antwoorden")
    expect(summary).to_be_focused()
    assert page.title().startswith("Fout: ")
    fine(page)
    page.get_by_role("link", name="Vul een e-mailadres in, zoals naam@voorbeeld.nl").click()
    expect(page.get_by_label("E-mailadres")).to_be_focused()
    expect(page.get_by_label("E-mailadres")).to_have_value("anna")
    page.get_by_role("link", name="Kies hoe je betrokken bent").click()
    expect(page.get_by_role("radio", name="Koploper", exact=True)).to_be_focused()
    expect(page.get_by_label("Voornaam")).to_have_value("Anna")


def test_with_the_keyboard_alone_somebody_registers_and_confirms(own_site, meeting, page):
    page.goto(f"{own_site.url}/bijeenkomsten/meelopen/aanmelden/")
    page.get_by_label("Voornaam").focus()
    keys = page.keyboard
    for typed in ("Anna", "", "Test", "Voorbeeld", "", "anna@voorbeeld.example"):
        keys.type(typed)
        keys.press("Tab")
    # In a group of radio buttons the arrows choose.
    keys.press("ArrowDown")
    expect(page.get_by_role("radio", name="Potentiële Koploper")).to_be_checked()
    keys.press("Tab")
    expect(page.get_by_label("Hebben we iets nodig")).to_be_focused()
    keys.press("Tab")  # the privacy page
    keys.press("Tab")
    expect(page.get_by_role("button", name="Meld me aan")).to_be_focused()
    keys.press("Enter")
    expect(heading(page)).to_have_text("Kijk in je mail")
    page.goto(newest_link(own_site, "anna@voorbeeld.example", "/bevestigen/"))
    button = page.get_by_role("button", name="Ja, ik kom")
    for _ in range(20):
        keys.press("Tab")
        if button.evaluate("element => element === document.activeElement"):
            break
    expect(button).to_be_focused()
    keys.press("Enter")
    expect(heading(page)).to_have_text("Je bent aangemeld")


def test_pages_that_have_no_form_or_no_link_can_be_used_by_everybody(own_site, page, fine):
    EventPageFactory(slug="vol", capacity=0, has_waiting_list=False)
    page.goto(f"{own_site.url}/bijeenkomsten/vol/aanmelden/")
    expect(heading(page)).to_have_text("De bijeenkomst is vol")
    fine(page)
    page.goto(f"{own_site.url}/aanmelding/kapot/")
    expect(heading(page)).to_have_text("Deze link werkt niet")
    fine(page)
