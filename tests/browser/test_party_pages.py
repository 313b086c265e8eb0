"""Those who are asked for advice, in a browser: narrow, in error, and without a script."""

import re

import pytest
from playwright.sync_api import expect

from initiatives.applications.models.choices import AdviceValue
from tests.applications.consultations import VWS, asked, consulted, path_of
from tests.browser.conftest import WIDE, heading


def press(page, button):
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_ministry_reads_the_case_errs_and_advises(own_site, new_context, fine, scripts):
    check = fine if scripts else lambda page: None
    made = consulted(VWS, "WGV Zorg en Welzijn")
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    page.goto(own_site.url + path_of(asked(made)))
    expect(heading(page)).to_have_text("Advies over Leerlijn")
    check(page)
    press(page, "Lees de aanmelding")
    expect(page.get_by_text("Teams leren van elkaar op de werkvloer").first).to_be_visible()
    check(page)

    page.get_by_role("radio", name="Negatief").check()
    press(page, "Verstuur advies")
    expect(page.get_by_role("heading", name=re.compile("^Er gaat nog iets mis"))).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout: "))
    expect(page.get_by_role("radio", name="Negatief")).to_be_checked()
    check(page)
    page.get_by_role("link", name="Leg uit waarom je advies negatief is").click()
    page.get_by_label("Toelichting").fill("Dit bestaat al in Twente.")
    press(page, "Verstuur advies")
    expect(heading(page)).to_have_text("Bedankt voor je advies")
    check(page)
    page.reload()
    expect(heading(page)).to_have_text("Bedankt voor je advies")
    assert asked(made).value == AdviceValue.NEGATIVE

    page.goto(own_site.url + path_of(asked(made, "WGV Zorg en Welzijn")))
    press(page, "Lees de aanmelding")
    expect(page.get_by_text("bestaat al in Twente")).to_have_count(0)
    page.get_by_role("link", name="We zijn zelf bij het initiatief betrokken").click()
    check(page)
    press(page, "Ja, meld ons belang")
    expect(heading(page)).to_have_text("Jullie belang is gemeld")
    check(page)
    page.goto(f"{own_site.url}/advies/onzin/")
    expect(heading(page)).to_have_text("Deze link werkt niet")
    check(page)
