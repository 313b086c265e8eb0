"""The application for Koplopers in a real browser: with and without scripts, for everybody.

The fixture new_context fails a test when a page meets the Content-Security-Policy or an error.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import assert_no_horizontal_scroll
from tests.applications.answering import LONG
from tests.browser.conftest import NARROW, WIDE, heading
from tests.factories import BranchFactory, ThemeFactory

TITLES = ("Het initiatief", "Wie doen er mee?", "De vier criteria", "Delen", "Jouw gegevens")


@pytest.fixture
def form_site(empty_site):
    ThemeFactory(name="Leren in de praktijk")
    BranchFactory(name="Ouderenzorg")
    return empty_site


@pytest.fixture
def check(axe):
    """Call it with a page: nothing is in anybody's way, on a telephone and in the dark too."""

    def everybody_can_use(page: Page) -> None:
        axe.in_light_and_dark(page)
        page.set_viewport_size(NARROW)
        axe.narrow(page)
        # Twice as large on a screen of 1280 is as wide as 640.
        page.set_viewport_size({"width": 640, "height": 450})
        assert_no_horizontal_scroll(page)
        page.set_viewport_size(WIDE)

    return everybody_can_use


def start(page: Page, site) -> None:
    page.goto(f"{site.url}/koploper-worden/")
    page.get_by_role("button", name="Start je aanmelding").click()
    expect(heading(page)).to_have_text(TITLES[0])


def press_next(page: Page) -> None:
    page.locator(".step-buttons button[value=verder]").click()


def fill_in(page: Page) -> None:
    page.get_by_label("Hoe heet het initiatief?").fill("Leerlijn op de Werkvloer")
    page.get_by_label("Waar gaat het initiatief over?").fill(LONG * 2)
    page.get_by_label("Maand").select_option("9")
    page.get_by_label("Jaar").fill("2018")
    for answer in ("In gebruik", "Leren in de praktijk", "Ouderenzorg", "Twente"):
        page.get_by_label(answer, exact=True).check()
    press_next(page)
    page.locator("#id_organisaties-0-naam").fill("Zorgorganisatie Voorbeeld")
    page.get_by_label("Zorgorganisatie", exact=True).check()
    page.locator("#id_organisaties-0-plaats").fill("Hengelo")
    press_next(page)
    expect(heading(page)).to_have_text(TITLES[2])
    for number in range(1, 5):
        page.locator(f"#id_c{number}_claim_1").check()
    press_next(page)
    expect(heading(page)).to_have_text(TITLES[3])
    page.get_by_label("Ja", exact=True).check()
    press_next(page)
    page.get_by_label("Ja, het is ons eigen initiatief").check()
    for label, words in (
        ("Voornaam", "Anna"),
        ("Achternaam", "Test"),
        ("Functie", "Opleider"),
        ("E-mailadres", "anna@voorbeeld.example"),
    ):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("Regionale werkgeversorganisatie").select_option("weet-ik-niet")
    press_next(page)
    expect(heading(page)).to_have_text("Controleer je antwoorden")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_an_application_is_filled_in_checked_changed_and_sent(form_site, new_context, scripts):
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    start(page, form_site)
    fill_in(page)
    page.get_by_role("link", name="Wijzig Functie").click()
    page.get_by_label("Functie", exact=True).fill("Teamleider")
    page.get_by_role("button", name="Bewaar en ga naar het overzicht").click()
    expect(heading(page)).to_have_text("Controleer je antwoorden")
    expect(page.get_by_text("Teamleider")).to_be_visible()
    page.get_by_role("button", name="Verstuur aanmelding").click()
    expect(heading(page)).to_have_text("Je aanmelding is verstuurd")


def test_everybody_can_use_every_step_with_and_without_errors(form_site, page, check, axe):
    page.goto(f"{form_site.url}/koploper-worden/")
    check(page)
    start(page, form_site)
    page.set_viewport_size(NARROW)
    axe.in_light_and_dark(page)  # here the list of steps lies on a colour, which it does not wide
    page.set_viewport_size(WIDE)
    for title in TITLES:
        expect(heading(page)).to_have_text(title)
        check(page)
        press_next(page)
        summary = page.get_by_role("heading", name=re.compile("^Er gaat nog iets mis"))
        expect(summary).to_be_focused()
        assert page.title().startswith("Fout: ")
        check(page)
        page.get_by_role("button", name="Ga verder, dit vul ik later in").click()
    expect(heading(page)).to_have_text("Controleer je antwoorden")
    check(page)
    page.get_by_role("link", name="Bewaar en ga later verder").click()
    expect(heading(page)).to_have_text("Je antwoorden zijn bewaard")
    check(page)
    page.goto(f"{form_site.url}/koploper-worden/")
    check(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_everybody_can_withdraw_what_was_not_sent(form_site, new_context, check, scripts):
    look = check if scripts else lambda page: None
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    start(page, form_site)
    page.get_by_role("button", name="Bewaar en ga later verder").click()
    page.get_by_role("link", name="je aanmelding intrekken").click()
    expect(heading(page)).to_have_text("Wil je je aanmelding intrekken?")
    look(page)
    page.get_by_role("button", name="Ja, trek mijn aanmelding in").press("Enter")
    expect(heading(page)).to_have_text("Je aanmelding is ingetrokken")
    look(page)
    page.get_by_role("link", name="Begin een nieuwe aanmelding").click()
    expect(page.get_by_text("Je bent al begonnen")).to_have_count(0)


def test_what_is_typed_is_stored_within_three_seconds_and_survives_the_browser(
    form_site, new_context
):
    context = new_context(viewport=WIDE)
    page = context.new_page()
    start(page, form_site)
    page.get_by_label("Hoe heet het initiatief?").press_sequentially("Leerlijn")
    expect(page.locator("[data-kept]")).to_have_text("Zojuist bewaard.", timeout=3_000)
    page.close()
    again = context.new_page()
    again.goto(f"{form_site.url}/koploper-worden/")
    again.get_by_role("link", name="Ga verder waar je was").click()
    expect(again.get_by_label("Hoe heet het initiatief?")).to_have_value("Leerlijn")


def test_the_number_of_yes_follows_the_answers(form_site, page):
    start(page, form_site)
    page.get_by_role("button", name="De vier criteria").click()
    page.locator("#id_c1_claim_0").check()
    expect(page.locator(".claims-few")).to_contain_text("Je hebt nu 1 keer 'Ja' gekozen.")
    expect(page.locator("#id_c2_actielijnen_0")).to_be_hidden()
    page.locator("#id_c2_claim_0").check()
    expect(page.locator("#id_c2_actielijnen_0")).to_be_visible()
    page.locator("#id_c3_claim_0").check()
    expect(page.locator(".claims-enough")).to_contain_text("Je hebt nu 3 keer 'Ja' gekozen.")


def test_with_the_keyboard_alone_enter_goes_to_the_next_step(form_site, page):
    start(page, form_site)
    page.get_by_label("Hoe heet het initiatief?").focus()
    page.keyboard.type("Leerlijn")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Er gaat nog iets mis"))).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Waar gaat het initiatief over?")).to_be_focused()
    expect(page.get_by_label("Hoe heet het initiatief?")).to_have_value("Leerlijn")
