"""From a facilitator to a question that arrives, in a real browser.

The fixture new_context fails a test when a page meets the Content-Security-Policy or an error.
"""

import pytest
from playwright.sync_api import Page, expect

from core import form_tokens, limits
from core.delivery import Delivery
from facilitators.models import Profile
from tests.browser.conftest import WIDE, heading, take_a_minute
from tests.facilitators.asking import ANSWERS, ASKER, address, mails
from tests.factories import FacilitatorPageFactory

SEND = "Verstuur je vraag"
# What a person takes to read; a stamp counts whole seconds.
A_WHILE = form_tokens.QUICKEST.total_seconds() * 1000 + 1000


@pytest.fixture
def jan(own_site):
    return FacilitatorPageFactory(
        title="Jan Facilitator",
        slug="jan-facilitator",
        profile__email="jan@voorbeeld.example",
    )


def fill_in(page: Page, question: str = ANSWERS["vraag"]) -> None:
    page.get_by_label("Je naam").fill(ANSWERS["naam"])
    page.get_by_label("Organisatie").fill(ANSWERS["organisatie"])
    page.get_by_label("E-mailadres").fill(ASKER)
    page.get_by_label("Je vraag", exact=True).fill(question)


def send(page: Page) -> None:
    page.get_by_role("button", name=SEND).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_question_goes_from_a_page_to_the_mailbox_of_the_facilitator(
    own_site, jan, new_context, fine, mail_server, scripts
):
    # Without scripts axe itself cannot run; everything else can.
    check = fine if scripts else lambda page: None
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    page.goto(f"{own_site.url}{jan.get_url()}")
    page.get_by_role("link", name="Stuur een bericht").click()
    expect(heading(page)).to_have_text("Stel je vraag")
    check(page)

    page.get_by_label("Telefoonnummer").fill("06")
    send(page)
    wrong = page.get_by_role("heading", name="Er gaat nog iets mis: controleer 5 antwoorden")
    expect(wrong).to_be_focused()
    assert page.title().startswith("Fout: ")
    check(page)
    page.get_by_role("link", name="Vul een telefoonnummer van 10 cijfers in").click()
    expect(page.get_by_label("Telefoonnummer")).to_be_focused()
    expect(page.get_by_label("Telefoonnummer")).to_have_value("06")

    page.get_by_label("Telefoonnummer").fill("06 – 12 345 678")
    page.get_by_role("radio", name="Groot (meer dan 50)").check()
    fill_in(page)
    take_a_minute(page)
    send(page)
    expect(heading(page)).to_have_text("Je vraag is verstuurd")
    assert "anna" not in page.url
    check(page)

    Delivery().send_due()
    arrived = {str(message["To"]): message for message in mail_server.accepted}
    message = arrived["jan@voorbeeld.example"]
    assert message["Reply-To"] == ASKER
    words = message.get_body(("plain",)).get_content()
    for said in (ANSWERS["vraag"], "06 – 12 345 678", "Groot (meer dan 50)"):
        assert said in words
    assert "jan@voorbeeld.example" not in str(arrived[ASKER])


def test_with_the_keyboard_alone_somebody_asks_a_question_and_comes_back_to_it(own_site, jan, page):
    page.goto(f"{own_site.url}{jan.get_url()}contact/")
    page.get_by_label("Je naam").focus()
    keys = page.keyboard
    for typed in ("Anna", "Voorbeeld", ASKER, "", ANSWERS["vraag"], "In mei"):
        keys.type(typed)
        keys.press("Tab")
    expect(page.get_by_role("radio", name="Dat weet ik nog niet")).to_be_focused()
    keys.press("ArrowUp")
    expect(page.get_by_role("radio", name="meer dan 50")).to_be_checked()
    keys.press("Tab")  # the privacy page
    keys.press("Tab")
    expect(page.get_by_role("button", name=SEND)).to_be_focused()
    take_a_minute(page)
    keys.press("Enter")
    expect(heading(page)).to_have_text("Je vraag is verstuurd")
    assert len(mails("M21")) == 1

    page.go_back()
    expect(page.get_by_label("Je vraag", exact=True)).to_have_value(ANSWERS["vraag"])
    expect(page.get_by_role("radio", name="meer dan 50")).to_be_checked()


def test_what_could_not_be_sent_yet_says_why_and_keeps_everything(own_site, jan, page, fine):
    bert = FacilitatorPageFactory(title="Bert Begeleider")
    cor = FacilitatorPageFactory(title="Bureau Cor")
    page.goto(own_site.url + address(jan, bert, cor).replace("contact/", "vergelijk/"))
    page.get_by_role("link", name="Stuur ze allemaal een bericht").click()
    expect(page.get_by_role("region", name="Je vraag gaat naar")).to_contain_text("Bert Begeleider")
    fine(page)
    take_a_minute(page)
    fill_in(page)

    pause(jan)
    send(page)
    notice = page.get_by_role("heading", name="Je vraag is nog niet verstuurd")
    expect(notice).to_be_focused()
    expect(page.get_by_role("group", name="Je vraag is nog niet verstuurd")).to_contain_text(
        "de 2 facilitators hieronder"
    )
    fine(page)

    for _ in range(5):
        limits.count("contact", email=ASKER)
    send(page)
    expect(notice).to_be_focused()
    expect(page.get_by_text("kort na elkaar veel vragen")).to_be_visible()
    expect(page.get_by_label("Je vraag", exact=True)).to_have_value(ANSWERS["vraag"])
    fine(page)

    pause(bert)
    pause(cor)
    send(page)
    expect(heading(page)).to_have_text("Deze facilitator is er nu niet")
    expect(page.get_by_label("Wat je hebt geschreven")).to_have_value(ANSWERS["vraag"])
    fine(page)
    assert mails("M21") == []


def test_a_form_that_comes_back_at_once_is_asked_for_once_more(own_site, jan, page, fine):
    page.goto(f"{own_site.url}{jan.get_url()}contact/")
    fill_in(page)
    page.locator("[name=formulier]").evaluate("field => { field.value = '' }")
    send(page)
    again = page.get_by_role("heading", name="Druk nog één keer op ‘Verstuur je vraag’")
    expect(again).to_be_focused()
    fine(page)
    page.wait_for_timeout(A_WHILE)
    send(page)
    expect(heading(page)).to_have_text("Je vraag is verstuurd")


def pause(facilitator) -> None:
    Profile.objects.filter(page=facilitator).update(state=Profile.State.PAUSED)
    facilitator.unpublish()
