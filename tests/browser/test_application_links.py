"""The pages behind the links of an applicant, for everybody: with errors too, and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from initiatives.applications.consultation.advice_requests import give
from initiatives.applications.models import Application
from initiatives.applications.models.choices import AdviceValue
from initiatives.applications.models.states import State
from initiatives.applications.workflow import personal_links
from initiatives.applications.workflow.actions import Action
from initiatives.applications.workflow.engine import apply
from tests.applications.answering import LONG, answers
from tests.applications.cases import adviser, application
from tests.applications.consultations import VWS, asked, consulted
from tests.applications.sent import address, sent
from tests.browser.conftest import WIDE, heading
from tests.browser.test_application import TITLES, check, form_site
from tests.factories import BranchFactory, ThemeFactory, koploper_index
from tests.servers import PRODUCTION

__all__ = ["check", "form_site"]


@pytest.fixture
def site(form_site, settings):
    """The site of the form, with links of this process, and the choices of complete answers."""
    settings.SECRET_KEY = PRODUCTION["SECRET_KEY"]
    ThemeFactory(name="Leven lang ontwikkelen")
    BranchFactory(name="Thuiszorg")
    return form_site


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()


def expect_mistakes(page: Page) -> None:
    expect(page.get_by_role("heading", name=re.compile("^Er gaat nog iets mis"))).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout: "))


def admitted() -> Application:
    koploper_index()
    made = consulted(VWS, may_publish=True, phase="in-gebruik")
    give(asked(made), AdviceValue.POSITIVE, "")
    return apply(made, Action.ADMIT, adviser())


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_everybody_can_read_a_receipt_copy_and_status_and_withdraw(
    site, new_context, check, scripts
):
    look = check if scripts else lambda page: None
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    made = sent()
    for part, title in (
        ("verstuurd/", "Je aanmelding is verstuurd"),
        ("kopie/", "Kopie van je aanmelding"),
        ("", "Je aanmelding"),
        ("intrekken/", "Wil je je aanmelding intrekken?"),
    ):
        page.goto(site.url + address(made, part))
        expect(heading(page)).to_have_text(title)
        look(page)
    press(page, "Ja, trek mijn aanmelding in")
    expect(page.get_by_role("heading", name="Ingetrokken")).to_be_visible()
    look(page)
    page.goto(f"{site.url}/mijn-aanmelding/onzin/")
    expect(heading(page)).to_have_text("Deze link werkt niet")
    look(page)
    press(page, "Stuur me een nieuwe link")
    expect_mistakes(page)
    look(page)
    page.get_by_label("E-mailadres").fill("niemand@voorbeeld.example")
    press(page, "Stuur me een nieuwe link")
    expect(heading(page)).to_have_text("Kijk in je mail")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_everybody_can_answer_our_question_with_and_without_errors(
    site, new_context, check, scripts
):
    look = check if scripts else lambda page: None
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    made = application(State.IN_REVIEW, answers=answers())
    opened = {"question": "Hoe blijft het zo, ook later?", "opened": ["c3_uitleg"]}
    apply(made, Action.ASK_SUPPLEMENT, adviser(), **opened)
    page.goto(site.url + address(made, "aanvulling/"))
    look(page)
    page.get_by_label("Leg uit waarom").fill("")
    press(page, "Verstuur aanvulling")
    expect_mistakes(page)
    look(page)
    page.get_by_label("Leg uit waarom").fill(f"Het rooster heeft nu vaste leertijd. {LONG}")
    page.locator("button.button:not(.visually-hidden)", has_text="Verstuur aanvulling").click()
    expect(page.get_by_role("heading", name="In behandeling")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_everybody_can_judge_the_text_and_ask_to_stop_with_and_without_errors(
    site, new_context, check, scripts
):
    look = check if scripts else lambda page: None
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    made = admitted()
    page.goto(site.url + address(made, "tekst/"))
    look(page)
    page.goto(site.url + address(made))
    look(page)
    page.get_by_role("link", name="Verander dat").click()
    expect(heading(page)).to_have_text("Wil je geen pagina op onze website?")
    look(page)
    press(page, "Ja, geen pagina")
    page.get_by_role("link", name="Verander dat").click()
    expect(heading(page)).to_have_text("Mag het initiatief op onze website?")
    look(page)
    press(page, "Ja, dat mag")
    expect(page.get_by_role("link", name="Bekijk de tekst van jullie pagina")).to_be_visible()
    page.goto(site.url + address(made, "tekst/verbeteren/"))
    page.get_by_label("Naam van het initiatief").fill("")
    press(page, "Stuur de verbeterde tekst in")
    expect_mistakes(page)
    look(page)
    page.goto(site.url + address(made, "stoppen/"))
    page.get_by_label("Waarom willen jullie stoppen?").fill("a" * 2_000)
    press(page, "Ja, wij willen stoppen")
    expect_mistakes(page)
    look(page)


def test_everybody_can_begin_after_an_invitation_choose_between_tabs_and_see_what_is_missing(
    site, new_context, check
):
    context = new_context(viewport=WIDE)
    page, other = context.new_page(), context.new_page()
    invited = application(State.INVITED)
    page.goto(site.url + personal_links.ADDRESSES[personal_links.RESUME].format(token(invited)))
    check(page)
    press(page, "Start je aanmelding")
    expect(heading(page)).to_have_text(TITLES[0])

    begun = Application.objects.get(pk=invited.pk)
    step = f"{site.url}/koploper-worden/{token(begun)}/delen/"
    page.goto(step)
    other.goto(step)
    for tab, words in ((page, "Van de ene"), (other, "Van de andere")):
        tab.get_by_label("Wat willen jullie met anderen delen?").fill(words)
        tab.get_by_role("button", name="Volgende stap").last.click()
    expect(other.get_by_text("Van de ene")).to_be_visible()
    check(other)

    page.goto(f"{site.url}/koploper-worden/{token(begun)}/controleren/")
    press(page, "Verstuur aanmelding")
    expect_mistakes(page)
    check(page)
    page.goto(f"{site.url}/koploper-worden/link/")
    press(page, "Stuur")
    expect_mistakes(page)
    check(page)
    page.goto(f"{site.url}/koploper-worden/{token(begun)}/later/")
    page.get_by_label("E-mailadres").fill("dit is er geen")
    press(page, "Mail me een link")
    expect_mistakes(page)
    check(page)


def token(made: Application) -> str:
    return personal_links.token_for(personal_links.RESUME, made)


# The keyboard alone


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus, as somebody without a mouse does."""
    for _ in range(120):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard never gets to {wanted}.")


def test_an_application_is_begun_filled_in_and_sent_with_the_keyboard_alone(site, page):
    start_by_key(page, site)
    tab_to(page, page.locator("#id_naam"))
    page.keyboard.type("Leerlijn op de Werkvloer")
    tab_to(page, page.locator("#id_samenvatting"))
    page.keyboard.type(LONG * 2)
    tab_to(page, page.locator("#id_start_maand"))
    page.keyboard.type("sept")
    tab_to(page, page.locator("#id_start_jaar"))
    page.keyboard.type("2018")
    tab_to(page, page.locator("#id_fase_0"))
    page.keyboard.press("ArrowDown")
    for name in ("themas", "branches", "arbeidsmarktregios"):
        tab_to(page, page.locator(f"#id_{name}_1"))
        page.keyboard.press("Space")
    go_on(page, TITLES[1])

    tab_to(page, page.locator("#id_organisaties-0-naam"))
    page.keyboard.type("Zorgorganisatie Voorbeeld")
    tab_to(page, page.locator("#id_organisaties-0-soort_0"))
    page.keyboard.press("Space")
    tab_to(page, page.locator("#id_organisaties-0-plaats"))
    page.keyboard.type("Hengelo")
    go_on(page, TITLES[2])
    for number in range(1, 5):
        tab_to(page, page.locator(f"#id_c{number}_claim_0"))
        page.keyboard.press("ArrowDown")
    go_on(page, TITLES[3])
    tab_to(page, page.locator("#id_publicatie_0"))
    page.keyboard.press("Space")
    go_on(page, TITLES[4])
    tab_to(page, page.locator("#id_route_0"))
    page.keyboard.press("Space")
    for name, words in (
        ("voornaam", "Anna"),
        ("achternaam", "Test"),
        ("functie", "Opleider"),
        ("email", "anna@voorbeeld.example"),
    ):
        tab_to(page, page.locator(f"#id_{name}"))
        page.keyboard.type(words)
    tab_to(page, page.locator("#id_werkgeversorganisatie"))
    page.keyboard.type("Weet")
    go_on(page, "Controleer je antwoorden")
    tab_to(page, page.get_by_role("button", name="Verstuur aanmelding"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Je aanmelding is verstuurd")


def start_by_key(page: Page, site) -> None:
    page.goto(f"{site.url}/koploper-worden/")
    tab_to(page, page.get_by_role("button", name="Start je aanmelding"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(TITLES[0])


def go_on(page: Page, title: str) -> None:
    tab_to(page, page.locator(".step-buttons button[value=verder]"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(title)
