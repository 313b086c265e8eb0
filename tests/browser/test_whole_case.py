"""One case from the form to the stage, with everybody in a browser of their own.

Every mail goes by a real mail server, and every link that is followed is one that stood in it.
"""

import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.delivery import Delivery
from initiatives.applications.models import AdviceParty, Application
from initiatives.events.models import EventPage
from tests.applications.answering import answers
from tests.browser.cases_site import prepare_for_cases
from tests.browser.conftest import WIDE, heading
from tests.mail_server import MailServer

ADVISERS = "Adviseur Koplopernetwerk"
NAME = "Samen leren in Twente"
APPLICANT = "noor@leerlijn.example"
VWS, OCW, EMPLOYERS = "Ministerie van VWS", "Ministerie van OCW", "WGV Zorg en Welzijn"
WHY = "Dit blijkt uit de antwoorden en uit het gesprek met de indiener."
QUESTION = "Wat merken medewerkers op de werkvloer al van de nieuwe aanpak?"
MORE = "Op elke afdeling is nu een vaste begeleider. Het verzuim daalde van acht naar zes procent."
OBJECTION = "Er loopt al een vergelijkbaar traject op de school."
REACTION = "Wij spraken met de school: de twee trajecten vullen elkaar aan."
WORD = "Bel ons gerust als je vragen hebt over de pagina."


class Inbox:
    """What the mail server accepted, each mail to be read once."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.was_read: set[int] = set()

    def read(self, to: str, subject: str) -> EmailMessage:
        """Have what waits sent, and return the one unread mail to this address about this."""
        Delivery().send_due()
        found = [
            (number, mail)
            for number, mail in enumerate(self.server.accepted)
            if number not in self.was_read
            and to in str(mail["To"])
            and str(mail["Subject"]).startswith(subject)
        ]
        assert len(found) == 1, [(str(m["To"]), str(m["Subject"])) for m in self.server.accepted]
        number, mail = found[0]
        self.was_read.add(number)
        return mail

    def unread(self, *addresses: str) -> list[str]:
        """Return the subjects of what these people did not read."""
        Delivery().send_due()
        return [
            str(mail["Subject"])
            for number, mail in enumerate(self.server.accepted)
            if number not in self.was_read and any(each in str(mail["To"]) for each in addresses)
        ]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(mail: EmailMessage, part: str) -> str:
    """Return the one address in a mail that has this in it."""
    (found,) = {url for url in re.findall(r"https?://\S+", text_of(mail)) if part in url}
    return found


def answer(page: Page, name: str, value: Any) -> None:
    """Answer a question of the form, if this step has it."""
    field = page.locator(f"[name='{name}']")
    if not value or not field.count():
        return
    kind = field.first.evaluate("field => field.type")
    if kind in ("radio", "checkbox"):
        for one in value if isinstance(value, list) else [value]:
            page.locator(f"[name='{name}'][value='{one}']").check()
    elif kind.startswith("select"):
        field.select_option(value)
    else:
        field.fill(value)


def apply(page: Page, url: str) -> None:
    """Fill in the whole form, and send it."""
    said = answers(naam=NAME, voornaam="Noor", email=APPLICANT)
    page.goto(f"{url}/koploper-worden/")
    press(page, "Start je aanmelding")
    while heading(page).inner_text() != "Controleer je antwoorden":
        before = page.url
        for number, row in enumerate(said["organisaties"]):
            place = page.locator("[name='organisaties-0-naam']")
            if number and place.count():
                press(page, "Nog een organisatie toevoegen")
            for key, value in row.items():
                answer(page, f"organisaties-{number}-{key}", value)
        for name, value in said.items():
            if name != "organisaties":
                answer(page, name, value)
        page.locator(".step-buttons button[value=verder]").click()
        expect(page).not_to_have_url(before)
    press(page, "Verstuur aanmelding")
    expect(heading(page)).to_have_text("Je aanmelding is verstuurd")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, name: str) -> None:
    """Take one of the next steps that the case offers."""
    page.get_by_role("link", name=name, exact=True).click()


def look(page: Page) -> None:
    """Ask to see the mail as it would be now."""
    # The admin asks first whether the session still stands, so the click itself leads nowhere.
    with page.expect_navigation():
        page.locator("button[name=step][value=bekijken]").click()


def preview(page: Page, number: int = 1) -> str:
    """Return the text of a mail as the page shows it beforehand."""
    return str(page.locator(".aln-letter__text").nth(number - 1).text_content())


def done(page: Page, words: str) -> None:
    expect(page.locator(".messages")).to_contain_text(words)


def judge(page: Page, **verdicts: str) -> None:
    choose(page, "Criteria beoordelen")
    for criterion, verdict in verdicts.items():
        page.locator(f"[name='{criterion}_verdict'][value='{verdict}']").check()
        page.locator(f"[name='{criterion}_motivation']").fill(WHY)
    press(page, "Sla je oordeel op")
    done(page, "Je oordeel is opgeslagen.")


@pytest.fixture
def own_site(empty_site):
    prepare_for_cases()
    return empty_site


@pytest.fixture
def inbox(mail_server):
    return Inbox(mail_server)


@pytest.fixture
def parties(own_site):
    """Give the three who are asked an address."""
    found = {}
    for name in (VWS, OCW, EMPLOYERS):
        found[name] = f"advies-{len(found)}@partij.example"
        AdviceParty.objects.filter(name=name).update(email=found[name])
    return found


def test_a_case_goes_from_the_form_to_the_stage(own_site, inbox, parties, log_in, new_context):
    tester, decider = log_in(ADVISERS, viewport=WIDE), log_in(ADVISERS, viewport=WIDE)
    tester_address = get_user_model().objects.filter(groups__name=ADVISERS).earliest("pk").email
    applicant = new_context(viewport=WIDE).new_page()

    # Apply.
    apply(applicant, own_site.url)
    made = Application.objects.get(name=NAME)
    receipt = inbox.read(APPLICANT, f"We hebben je aanmelding ontvangen ({made.reference})")
    applicant.goto(link_in(receipt, "/mijn-aanmelding/"))
    expect(applicant.locator("#stand-kop")).to_contain_text("Ontvangen")
    news = inbox.read(tester_address, f"Nieuwe aanmelding: {NAME}")
    assert APPLICANT not in text_of(news)
    case = link_in(news, "/beheer/")

    # Test.
    tester.goto(case)
    choose(tester, "In behandeling nemen")
    press(tester, "Ja, neem in behandeling")
    done(tester, "De aanmelding is in behandeling.")
    judge(
        tester,
        samenwerken="voldoet",
        innoveren="voldoet",
        veranderen="onduidelijk",
        opschalen="voldoet_niet",
    )
    expect(tester.get_by_text("Er zijn minstens drie criteria nodig")).to_be_visible()

    # Supplement.
    choose(tester, "Aanvulling vragen")
    tester.get_by_label("Je vraag").fill(QUESTION)
    tester.locator("[name=opened][value=c3_resultaat]").check()
    look(tester)
    assert QUESTION in preview(tester)
    press(tester, "Ja, stel de vraag")
    done(tester, "De vraag is onderweg naar de indiener.")
    asked = inbox.read(APPLICANT, "We hebben een vraag over je aanmelding")
    assert QUESTION in text_of(asked)
    applicant.goto(link_in(asked, "/mijn-aanmelding/"))
    if not applicant.url.endswith("/aanvulling/"):
        applicant.get_by_role("link", name="Beantwoord de vraag").click()
    expect(applicant.locator("[name=c1_uitleg]")).to_have_count(0)
    applicant.locator("[name=c3_resultaat]").fill(MORE)
    applicant.get_by_label("Je antwoord op onze vraag").fill("Ik heb het resultaat aangevuld.")
    press(applicant, "Verstuur aanvulling")
    expect(heading(applicant)).to_have_text("Je aanmelding")
    inbox.read(APPLICANT, "We hebben je antwoord ontvangen")
    back = inbox.read(tester_address, f"Aanvulling binnen: {made.reference}")
    tester.goto(link_in(back, "/beheer/"))
    expect(tester.locator("#verschillen")).to_contain_text(MORE)
    judge(tester, samenwerken="voldoet", innoveren="voldoet", veranderen="voldoet")

    # Consult.
    choose(tester, "Criteria beoordelen")
    tester.locator("[name=opschalen_motivation]").fill(f"{WHY} Ook na de aanvulling.")
    press(tester, "Sla je oordeel op")
    choose(tester, "Voorleggen voor advies")
    while tester.locator("[name=parties]:checked").count():
        tester.locator("[name=parties]:checked").first.uncheck()
    for name in parties:
        tester.get_by_label(name, exact=True).check()
    look(tester)
    expect(tester.get_by_role("heading", name="Deze 3 mails versturen we")).to_be_visible()
    press(tester, "Ja, vraag advies")
    done(tester, "De adviesvragen zijn onderweg.")
    advise(new_context, inbox, parties[VWS], "Positief", "")
    advise(new_context, inbox, parties[OCW], "Negatief", OBJECTION)
    advise(new_context, inbox, parties[EMPLOYERS], "Geen advies", "")

    # Admit: who tested does not decide.
    tester.goto(case)
    expect(tester.get_by_text("Daarom besluit een collega.").first).to_be_visible()
    decider.goto(case)
    expect(decider.get_by_text(OBJECTION)).to_be_visible()
    expect(decider.get_by_role("link", name="Toelaten", exact=True)).to_have_count(0)
    decider.get_by_role("link", name="Reageer op dit advies").click()
    decider.get_by_label("Wat doe je met dit advies?").fill(REACTION)
    press(decider, "Sla de reactie op")
    choose(decider, "Toelaten")
    decider.get_by_label("Wil je er iets bij schrijven?").fill(WORD)
    look(decider)
    assert WORD in preview(decider)
    press(decider, "Ja, toelaten")
    done(decider, "Het initiatief is toegelaten.")

    # Approve the text.
    welcome = inbox.read(APPLICANT, "Welkom in het Koplopernetwerk")
    assert WORD in text_of(welcome)
    assert OBJECTION not in text_of(welcome)
    applicant.goto(link_in(welcome, "/mijn-aanmelding/"))
    applicant.get_by_role("link", name="Bekijk de tekst van jullie pagina").click()
    applicant.get_by_role("link", name="Verbeter de tekst").click()
    applicant.get_by_label("Inleiding").fill("Teams in Twente leren van elkaar op de werkvloer.")
    press(applicant, "Stuur de verbeterde tekst in")
    expect(applicant.get_by_text("Je keurde de tekst goed op")).to_be_visible()
    made.refresh_from_db()
    path = f"/koplopers/{made.page.slug}/"
    assert own_site.get(path).status == 404

    # Publish.
    editor = log_in("Redacteur", viewport=WIDE)
    editor.goto(f"{own_site.url}/beheer/pages/{made.page_id}/edit/")
    editor.get_by_role("button", name="Meer acties").click()
    press(editor, "Publiceren")
    done(editor, "is gepubliceerd")
    visitor = new_context(viewport=WIDE).new_page()
    visitor.goto(own_site.url + path)
    expect(heading(visitor)).to_have_text(NAME)
    expect(visitor.get_by_text("Teams in Twente leren van elkaar").first).to_be_visible()
    for secret in (APPLICANT, OBJECTION, REACTION, WHY):
        assert secret not in visitor.content()

    # Introduce.
    decider.goto(case)
    choose(decider, "Introductie plannen")
    meeting = EventPage.objects.get(pk=int(decider.locator("#id_meeting").input_value()))
    assert meeting.title in preview(decider)
    press(decider, "Ja, plan de introductie")
    done(decider, "De introductie is gepland.")
    planned = inbox.read(APPLICANT, "Jullie worden voorgesteld op")
    assert [part.get_content_type() for part in planned.iter_attachments()] == ["text/calendar"]
    applicant.goto(link_in(planned, "/mijn-aanmelding/"))
    expect(applicant.get_by_text("Jullie introductie")).to_be_visible()
    EventPage.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    decider.reload()
    choose(decider, "Introductie vastleggen")
    press(decider, "Ja, leg de introductie vast")
    done(decider, "De introductie is vastgelegd.")
    thanks = inbox.read(APPLICANT, "Bedankt voor je bijdrage")
    applicant.goto(link_in(thanks, "/mijn-aanmelding/"))
    expect(applicant.locator("#stand-kop")).to_contain_text("Koploper")

    assert not inbox.unread(APPLICANT, *parties.values())
    timeline = decider.locator("#tijdlijn")
    for line in ("Toegelaten", "Advies: Negatief", "Advies: Geen advies", WORD):
        expect(timeline).to_contain_text(line)


def advise(new_context: Any, inbox: Inbox, party: str, value: str, why: str) -> None:
    """Read the mail of a party, the case behind its link, and advise."""
    page = new_context(viewport=WIDE).new_page()
    asked = inbox.read(party, f"Advies gevraagd over {NAME}")
    page.goto(link_in(asked, "/advies/"))
    press(page, "Lees de aanmelding")
    expect(heading(page)).to_have_text(f"Advies over {NAME}")
    for hidden in (APPLICANT, "Noor", OBJECTION):
        assert hidden not in page.content()
    page.get_by_role("radio", name=value, exact=True).check()
    page.get_by_label("Toelichting").fill(why)
    press(page, "Verstuur advies")
    expect(heading(page)).to_have_text("Bedankt voor je advies")
    inbox.read(party, f"Advies ontvangen over {NAME}")
