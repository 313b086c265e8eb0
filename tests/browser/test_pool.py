"""From a question to the facilitator who fits: the guide, the shortlist, comparing."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from core.delivery import Delivery
from facilitators.models import Profile
from tests.accessibility import Axe, assert_no_horizontal_scroll
from tests.browser.conftest import NARROW, WIDE, heading, take_a_minute
from tests.browser.test_contact import fill_in, send
from tests.facilitators.asking import ANSWERS, ASKER
from tests.mail_server import MailServer
from tests.servers import ServedSite

POOL = "/facilitators/"


def choose(page: Page, nth: int) -> str:
    """Put the nth facilitator of the list on the shortlist; returns the name."""
    card = page.locator(".person").nth(nth)
    name = card.locator(".person-name").inner_text()
    card.get_by_role("link", name="Zet op je lijstje").click()
    return name


def guide_and_compare(page: Page, url: str) -> list[str]:
    """Go from the guide to the form for a shortlist; returns who is on it."""
    page.goto(url + POOL)
    page.get_by_role("link", name="Start de vragen").click()
    page.get_by_label("Groepen begeleiden").check()
    page.get_by_label("Groot (meer dan 50)").check()
    page.get_by_label("In regio Noord-Oost").check()
    page.get_by_role("button", name="Laat zien wie er past").click()
    expect(page.get_by_role("heading", name="Past bij al je antwoorden")).to_be_visible()
    expect(page.locator(".person").first).to_contain_text("begeleidt grote groepen")
    first = choose(page, 0)
    expect(page.get_by_label("Je lijstje", exact=True)).to_contain_text("1 op je lijstje")
    second = choose(page, 1)
    bar = page.get_by_label("Je lijstje", exact=True)
    expect(bar).to_contain_text("2 op je lijstje")
    assert "doel=groepen-begeleiden" in page.url, "the answers stay"
    bar.get_by_role("link", name="Vergelijk").click()
    heads = page.get_by_role("columnheader")
    expect(heads.nth(0)).to_contain_text(first)
    expect(heads.nth(1)).to_contain_text(second)
    expect(page.get_by_role("rowheader", name="Methodieken")).to_be_visible()
    page.get_by_role("link", name="Stuur ze allemaal een bericht").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(first)
    return [first, second]


def plain(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_the_guide_leads_to_a_shortlist_and_a_message_that_all_on_it_get(
    own_site: ServedSite,
    new_context: Callable[..., BrowserContext],
    mail_server: MailServer,
    scripts: bool,
) -> None:
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    names = guide_and_compare(page, own_site.url)
    fill_in(page)
    take_a_minute(page)
    send(page)
    expect(heading(page)).to_have_text("Je vraag is verstuurd")
    for name in names:
        expect(page.get_by_role("main")).to_contain_text(name)

    Delivery().send_due()
    asked = Profile.objects.filter(page__title__in=names).values_list("email", flat=True)
    assert len(asked) == 2
    arrived = {
        str(message["To"]): message
        for message in mail_server.accepted
        if message["Subject"] == "Vraag via de Facilitators Pool"
    }
    assert set(arrived) == set(asked)
    for message in arrived.values():
        assert message["Reply-To"] == ASKER
        assert ANSWERS["vraag"] in plain(message)
    (copy,) = (message for message in mail_server.accepted if message["To"] == ASKER)
    assert all(name in plain(copy) for name in names)
    assert not any(email in str(copy) for email in asked)


def test_the_keyboard_alone_is_enough_for_the_guide(
    production_site: ServedSite, page: Page
) -> None:
    page.goto(f"{production_site.url}{POOL}welke-past/")
    page.get_by_label("Groepen begeleiden").focus()
    page.keyboard.press("Space")
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Laat zien wie er past")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("doel=groepen-begeleiden"))
    link = page.locator(".person").first.get_by_role("link", name="Zet op je lijstje")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Je lijstje", exact=True)).to_be_visible()


def test_comparing_is_accessible_and_fits_the_screen(
    production_site: ServedSite, page: Page, axe: Axe
) -> None:
    def check() -> None:
        for viewport in (WIDE, NARROW):
            page.set_viewport_size(viewport)
            assert_no_horizontal_scroll(page)
            axe.in_light_and_dark(page)

    page.goto(production_site.url + POOL)
    for nth in range(5):
        choose(page, nth)
    expect(page.locator(".person").nth(5)).to_contain_text("Je lijstje is vol")
    check()
    page.get_by_role("link", name="Vergelijk", exact=True).click()
    expect(page.get_by_role("columnheader")).to_have_count(5)
    expect(page.get_by_role("rowheader")).to_have_count(11)
    check()


def test_searching_and_filtering_in_place_go_together(
    production_site: ServedSite, page: Page
) -> None:
    page.goto(production_site.url + POOL)
    page.evaluate("window.stillTheSamePage = true")
    page.get_by_label("Zoek op naam of ervaring").fill("bureau")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=bureau$"))
    page.get_by_role("checkbox", name=re.compile("Management")).check()
    expect(page).to_have_url(re.compile(r"q=bureau&niveau=management$"))
    expect(page.get_by_role("status")).to_contain_text("met ‘bureau’, niveau management")
    expect(page.locator("[data-fold=niveau]")).to_contain_text("1 gekozen")
    page.locator("a.chip", has_text="bureau").click()
    expect(page).to_have_url(re.compile(r"\?niveau=management$"))
    expect(page.get_by_label("Zoek op naam of ervaring")).to_have_value("")
    assert page.evaluate("window.stillTheSamePage")
