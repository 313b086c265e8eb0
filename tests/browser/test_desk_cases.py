"""The pages about one application, at the desk and for whoever applied, on any screen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from initiatives.applications import transitions
from initiatives.applications.desk.action_forms import FORMS
from initiatives.applications.models import Application
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log, personal_links
from initiatives.applications.workflow.actions import SYSTEM, Action
from initiatives.applications.workflow.engine import apply
from tests.applications.cases import adviser, judged
from tests.applications.desk import asked, party, positive, ready, second_version, url
from tests.browser.cases_site import prepare_for_cases
from tests.browser.conftest import NARROW, WIDE, heading
from tests.factories import OutgoingMailFactory
from tests.servers import PRODUCTION

ADVISERS = "Adviseur Koplopernetwerk"
WRONG = "Er gaat nog iets mis"
# What can be filled in wrongly: everything that asks a reason, a question, a party or a meeting.
ASKING = {
    Action.ASK_SUPPLEMENT: ("question", ""),
    Action.CONSULT: ("parties", None),
    Action.MOVE_SUPPLEMENT: ("deadline", ""),
    Action.DROP_SUPPLEMENT: ("reason", ""),
    Action.BACK_TO_REVIEW: ("reason", ""),
    Action.REJECT: ("reason", "Te kort."),
    Action.END: ("reason", ""),
    Action.REOPEN: ("reason", ""),
}


@pytest.fixture
def own_site(empty_site, settings):
    settings.SECRET_KEY = PRODUCTION["SECRET_KEY"]
    prepare_for_cases()
    party("VWS", "vws@voorbeeld.example")
    return empty_site


@pytest.fixture
def check(axe):
    """Call it with a page: it hides nothing from anybody, in the light, in the dark and narrow."""

    def everybody_can_use(page: Page) -> None:
        axe.in_light_and_dark(page)
        page.set_viewport_size(NARROW)
        axe.narrow(page)
        page.set_viewport_size(WIDE)

    return everybody_can_use


def full_case(state: State) -> Application:
    """Return one to which everything happened that a page can show."""
    made = ready(state)
    made.name = "Leerwerkplaatsenontwikkelingsprogramma voor verpleeghuizen in Twente"
    made.save()
    if made.submitted_at:
        second_version(made, naam="Leerlijn in de wijk", c3_resultaat="Anders dan eerst.")
    if state in (State.IN_CONSULTATION, State.PROPOSED):
        asked(made, "OCW", value="negatief", text="Te duur.", given_at=timezone.now())
        asked(made, "SZW", due_on=timezone.localdate() - timedelta(days=3))
        positive(made, "VWS", round=2)
        asked(made, "SZW", round=2, due_on=timezone.localdate() - timedelta(days=3))
    OutgoingMailFactory(about=made, state="mislukt", last_error="De mailserver weigert dit adres.")
    audit_log.record(made, "judged", adviser("Bea"))
    audit_log.record(made, "advice_reminded", SYSTEM)
    audit_log.record(
        made, audit_log.EXPORTED, adviser("Cor"), export="x", number=9, form="xlsx", contact=True
    )
    return made


def test_a_case_in_every_state_can_be_read_by_everybody(own_site, log_in, check):
    page = log_in(ADVISERS, viewport=WIDE)
    for state in State:
        made = full_case(state)
        page.goto(own_site.url + url(made))
        expect(page.locator("#heading-steps")).to_be_visible()
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        check(page)


def test_every_action_can_be_done_by_everybody_with_and_without_errors(own_site, log_in, check):
    page = log_in(ADVISERS, viewport=WIDE)
    for action in FORMS:
        row = next((row for row in transitions.rows(action)), None)
        if row is None:
            continue
        made = ready(row.sources[0], verdicts="VVNN" if action == Action.REJECT else "VVVV")
        page.goto(own_site.url + url(made, action))
        check(page)
        if action in ASKING:
            name, typed = ASKING[action]
            if typed is None:
                while page.locator(f"[name={name}]:checked").count():
                    page.locator(f"[name={name}]:checked").first.uncheck()
            else:
                page.locator(f"[name={name}]").fill(typed)
            page.locator("form [name=step]").first.click()
            expect(page.get_by_role("heading", name=WRONG)).to_be_focused()
            check(page)
    made = ready(State.SUBMITTED)
    page.goto(own_site.url + url(made, Action.ADMIT))
    expect(page.get_by_role("heading", name="Dat kan nu niet")).to_be_visible()
    check(page)


def test_judging_and_what_is_done_about_advice_can_be_done_by_everybody(own_site, log_in, check):
    page = log_in(ADVISERS, viewport=WIDE)
    made = judged(full_case(State.IN_REVIEW), "VV?-")
    page.goto(own_site.url + url(made, "judge"))
    check(page)
    page.locator("[name=samenwerken_motivation]").fill("")
    page.get_by_role("button", name="Sla je oordeel op").click()
    expect(page.get_by_role("heading", name=WRONG)).to_be_focused()
    check(page)

    made = full_case(State.IN_CONSULTATION)
    negative = asked(made, "OCW", round=2, value="negatief", text="Te duur.")
    waiting = made.advices.get(party=party("SZW", "szw@voorbeeld.example"), round=2)
    for name, advice in (
        ("react", negative),
        ("revoke", waiting),
        ("renew", waiting),
        ("remind", waiting),
    ):
        page.goto(f"{own_site.url}{url(made, name)}?advies={advice.pk}")
        check(page)
    page.goto(f"{own_site.url}{url(made, 'react')}?advies={negative.pk}")
    page.locator("form [name=step]").first.click()
    expect(page.get_by_role("heading", name=WRONG)).to_be_focused()
    check(page)
    page.goto(own_site.url + url(made, "ask_more"))
    check(page)
    page.locator("form [name=step]").first.click()
    expect(page.get_by_role("heading", name=WRONG)).to_be_focused()
    check(page)
    page.goto(own_site.url + url(made, "assign"))
    check(page)
    page.goto(own_site.url + url(made, "permit"))
    check(page)
    page.goto(own_site.url + url(made, "readdress"))
    check(page)
    page.locator("form [name=step]").first.click()
    expect(page.get_by_role("heading", name=WRONG)).to_be_focused()
    page.get_by_role("textbox", name="Het goede e-mailadres").fill("goed@voorbeeld.example")
    page.locator("form [name=step]").first.click()
    expect(page.get_by_role("heading", name="Deze mail versturen we")).to_be_visible()
    check(page)


def test_a_new_case_and_its_contact_can_be_written_down_by_everybody(own_site, log_in, check):
    page = log_in(ADVISERS, viewport=WIDE)
    page.goto(f"{own_site.url}/beheer/koploper-aanmeldingen/create/")
    check(page)
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_role("heading", name=WRONG)).to_be_focused()
    check(page)
    page.goto(own_site.url + url(ready(State.POTENTIAL), "contact"))
    check(page)
    other = log_in("Redacteur", viewport=WIDE)
    other.goto(own_site.url + url(ready(State.IN_REVIEW), Action.REJECT))
    check(other)


def test_an_adviser_needs_no_script(own_site, log_in):
    page = log_in(ADVISERS, viewport=WIDE, java_script_enabled=False)
    made = ready(State.IN_REVIEW, verdicts="VVNN")
    page.goto(own_site.url + url(made))
    page.get_by_role("link", name="Niet toelaten", exact=True).click()
    page.get_by_label("Motivering").fill("Er doet maar één organisatie mee, en dat is te weinig.")
    page.get_by_role("button", name="Bekijk de mail").click()
    expect(page.get_by_role("heading", name="Deze mail versturen we")).to_be_visible()
    page.get_by_role("button", name="Ja, niet toelaten").click()
    expect(page.locator(".messages")).to_contain_text("niet toegelaten")
    made.refresh_from_db()
    assert made.state == State.REJECTED


def link_to(made: Application, part: str) -> str:
    token = personal_links.token_for(personal_links.STATUS, made)
    return f"/mijn-aanmelding/{token}/{part}"


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_who_applied_answers_our_question_and_judges_the_text(own_site, new_context, fine, scripts):
    check = fine if scripts else lambda page: None
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    made = apply(
        ready(State.IN_REVIEW),
        Action.ASK_SUPPLEMENT,
        adviser(),
        question="Wat merken medewerkers al van de nieuwe aanpak?",
        opened=["c3_resultaat", "organisaties"],
        deadline=timezone.localdate() + timedelta(days=14),
    )
    page.goto(own_site.url + link_to(made, "aanvulling/"))
    expect(heading(page)).to_have_text("Beantwoord onze vraag")
    check(page)
    page.locator("[name=c3_resultaat]").fill("")
    page.get_by_role("button", name="Verstuur aanvulling").click()
    expect(page.get_by_role("heading", name=WRONG)).to_be_focused()
    check(page)
    page.locator("[name=c3_resultaat]").fill("Op elke afdeling is nu een vaste begeleider. " * 3)
    page.get_by_role("button", name="Bewaar en ga later verder").click()
    expect(page.get_by_text("Bewaard. Je hebt nog niets verstuurd.")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Verstuur aanvulling").click()
    expect(heading(page)).to_have_text("Je aanmelding")
    made.refresh_from_db()
    assert made.state == State.IN_REVIEW
    page.goto(own_site.url + link_to(made, "aanvulling/"))
    check(page)

    consulted = ready(State.IN_CONSULTATION)
    consulted.may_publish = True
    consulted.save()
    made = apply(consulted, Action.ADMIT, adviser())
    page.goto(own_site.url + link_to(made, "tekst/"))
    expect(heading(page)).to_have_text("De tekst van jullie pagina")
    check(page)
    page.get_by_role("link", name="Verbeter de tekst").click()
    check(page)
    page.get_by_label("Naam van het initiatief").fill("")
    page.get_by_role("button", name="Stuur de verbeterde tekst in").click()
    expect(page.get_by_role("heading", name=WRONG)).to_be_focused()
    check(page)
    page.get_by_label("Naam van het initiatief").fill("Leerlijn in Twente")
    page.get_by_role("button", name="Stuur de verbeterde tekst in").click()
    expect(page.get_by_text("Je keurde de tekst goed op")).to_be_visible()
    check(page)
