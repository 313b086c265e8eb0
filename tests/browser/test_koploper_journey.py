"""An initiative is nominated; an application is sent, followed and withdrawn: by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.models import OutgoingMail
from initiatives.applications.models import Application, Nomination
from initiatives.applications.workflow import personal_links
from tests.applications.nominations import ANSWERS, NOMINATOR
from tests.applications.sent import EMAIL, draft
from tests.browser.conftest import WIDE, heading, take_a_minute


def fill_in_nomination(page: Page) -> None:
    """Answer every question with the keys alone, from the first field on."""
    page.get_by_label("Hoe heet het initiatief?").focus()
    for name in ("naam", "waarom", "plaats"):
        page.keyboard.insert_text(ANSWERS[name])
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")  # from the Nee that was chosen first to Ja
    page.keyboard.press("Tab")
    for name in ("contact", "contact_email", "voornaam", "tussenvoegsel", "achternaam"):
        page.keyboard.insert_text(ANSWERS[name])
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # no organisation
    page.keyboard.insert_text(NOMINATOR)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_visitor_nominates_an_initiative(own_site, new_context, fine, scripts):
    # Without scripts axe itself cannot run; everything else can.
    check = fine if scripts else lambda page: None
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    page.goto(f"{own_site.url}/koplopers/")
    page.locator(".join").get_by_role("link", name="Draag een initiatief voor").click()
    check(page)
    page.get_by_role("radio", name="Nee").check()
    page.get_by_role("button", name="Verstuur je tip").click()
    expect(page.get_by_role("heading", name=re.compile("^Er gaat nog iets mis"))).to_be_focused()
    expect(page.get_by_text("Vraag het eerst", exact=True)).to_be_visible()
    check(page)
    fill_in_nomination(page)
    take_a_minute(page)
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Bedankt voor je tip")
    check(page)
    assert Nomination.objects.filter(email=NOMINATOR).count() == 1
    assert OutgoingMail.objects.get(recipient=NOMINATOR).kind == "M1"


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_an_applicant_sends_reads_the_mail_follows_and_withdraws(
    own_site, new_context, fine, scripts
):
    check = fine if scripts else lambda page: None
    made = draft()
    token = personal_links.token_for(personal_links.RESUME, made)
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    page.goto(f"{own_site.url}/koploper-worden/{token}/controleren/")
    page.get_by_role("button", name="Verstuur aanmelding").focus()
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Je aanmelding is verstuurd")
    check(page)
    receipt = page.url
    made.refresh_from_db()
    expect(page.get_by_text(made.reference).first).to_be_visible()

    # Back and once more: the same receipt, and nothing twice.
    page.goto(f"{own_site.url}/koploper-worden/verder/{token}/versturen/")
    assert page.url == receipt
    mail = OutgoingMail.objects.get(kind="M4", recipient=EMAIL)
    (link,) = set(re.findall(r"/mijn-aanmelding/\S+", mail.text))
    page.goto(own_site.url + link)
    expect(page.get_by_role("heading", name="Zo staat het ervoor: Ontvangen")).to_be_visible()
    check(page)
    page.get_by_text("Bekijk wat je hebt gestuurd").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="De vier criteria")).to_be_visible()
    check(page)

    page.get_by_role("link", name="Print of bewaar een kopie").click()
    expect(heading(page)).to_have_text("Kopie van je aanmelding")
    check(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("Leerlijn op de Werkvloer").first).to_be_visible()
    expect(page.get_by_role("navigation").first).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Terug naar je aanmelding").click()

    page.get_by_role("link", name="Trek je aanmelding in").focus()
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Wil je je aanmelding intrekken?")
    check(page)
    page.get_by_role("button", name="Ja, trek mijn aanmelding in").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Zo staat het ervoor: Ingetrokken")).to_be_visible()
    check(page)
    assert OutgoingMail.objects.filter(kind="M13", recipient=EMAIL).count() == 1


def test_every_state_of_the_demo_can_be_followed_by_everybody(own_site, page, fine):
    by_state = {made.state: made for made in Application.objects.exclude(submitted_at=None)}
    assert len(by_state) > 4
    shown = set()
    for made in by_state.values():
        token = personal_links.token_for(personal_links.STATUS, made)
        page.goto(f"{own_site.url}/mijn-aanmelding/{token}/")
        expect(heading(page)).to_have_text("Je aanmelding")
        fine(page)
        # What one can do comes in a few kinds of page only, whatever the state is.
        for part in ("opnieuw/", "stoppen/"):
            page.goto(f"{own_site.url}/mijn-aanmelding/{token}/{part}")
            expect(heading(page)).to_be_visible()
            parts = page.locator("main").locator("h1, h2, label, button, .button")
            kind = (part, *parts.all_inner_texts())
            if kind not in shown:
                shown.add(kind)
                fine(page)


def test_pages_about_links_can_be_used_by_everybody(own_site, page, fine):
    for path in ("link/", "link/verstuurd/", "kapot/"):
        page.goto(f"{own_site.url}/mijn-aanmelding/{path}")
        expect(heading(page)).to_be_visible()
        fine(page)
    page.goto(f"{own_site.url}/mijn-aanmelding/link/")
    page.get_by_role("button", name="Stuur me een nieuwe link").click()
    expect(page.get_by_role("heading", name=re.compile("^Er gaat nog iets mis"))).to_be_focused()
    fine(page)
