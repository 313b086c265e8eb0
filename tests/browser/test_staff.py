"""What staff do with registrations, with a real browser: at a desk, and at the door by phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.models.mail import OutgoingMail
from initiatives.events.models import Registration
from tests.accessibility import assert_no_horizontal_scroll
from tests.browser.conftest import WIDE
from tests.events.staffing import page_of
from tests.factories import EventPageFactory, RegistrationFactory

PHONE = {"width": 360, "height": 740}
NAMES = ["Aa", "Bakker", "Çelik", "Dam", "Évers", "Faber", "IJzerman", "Mulder", "Smit", "Zwart"]


@pytest.fixture
def event(own_site):
    """A meeting that begins in a quarter of an hour, with ten people."""
    found = EventPageFactory(starts_at=timezone.now() + timedelta(minutes=15))
    for name in NAMES:
        RegistrationFactory(event=found, first_name="Kim", infix="van der", last_name=name)
    RegistrationFactory(event=found, state="wachtlijst", needs="Een rolstoelplek")
    return found


def test_the_pages_of_staff_are_accessible_and_fit_the_screen(own_site, log_in, axe, event):
    page = log_in("Redacteur", viewport=WIDE)
    key = Registration.objects.filter(event=event).latest("pk").pk

    def check() -> None:
        axe(page)
        assert_no_horizontal_scroll(page)
        page.set_viewport_size(PHONE)
        axe.narrow(page)
        page.set_viewport_size(WIDE)

    for path in (
        "/beheer/aanmeldingen/",
        f"/beheer/aanmeldingen/?bijeenkomst={event.pk}&status=bevestigd",
        f"/beheer/aanmeldingen/inspect/{key}/",
        f"/beheer/aanmeldingen/cancel/{key}/",
        page_of(event, "aanwezigheid"),
        page_of(event, "aanmelden"),
        "/beheer/personen/",
        page_of(event, "printlijst"),
        page_of(event, "mail"),
        page_of(event, "afgelasten"),
    ):
        page.goto(own_site.url + path)
        check()
    page.get_by_role("button", name="Bekijk de mail").click()
    expect(page.get_by_role("button", name="Ja, gelast de bijeenkomst af")).to_be_visible()
    check()


def test_attendance_is_ticked_on_a_phone_after_typing_a_few_letters(own_site, log_in, event):
    page = log_in("Redacteur", viewport=PHONE)
    page.goto(own_site.url + page_of(event, "aanwezigheid"))
    page.get_by_label("Zoek een naam").fill("eve")
    expect(page.get_by_role("button", name=": aanwezig")).to_have_count(1)
    button = page.get_by_role("button", name="Évers, Kim van der: aanwezig")
    assert button.bounding_box()["height"] >= 44
    button.click()
    expect(page.get_by_text("1 van 10 aanwezig")).to_be_visible()
    expect(page.get_by_role("button", name="Évers, Kim van der: zet terug")).to_be_in_viewport()


def test_attendance_needs_no_script(own_site, log_in, event):
    page = log_in("Redacteur", viewport=PHONE, java_script_enabled=False)
    page.goto(own_site.url + page_of(event, "aanwezigheid"))
    expect(page.get_by_label("Zoek een naam")).to_be_hidden()
    page.get_by_role("button", name="Smit, Kim van der: niet verschenen").click()
    page.get_by_role("button", name="Smit, Kim van der: zet terug").click()
    page.get_by_role("button", name="Smit, Kim van der: aanwezig").click()
    expect(page.get_by_text("1 van 10 aanwezig")).to_be_visible()
    page.get_by_text("Iemand toevoegen die zich niet had aangemeld").click()
    page.get_by_label("Voornaam").fill("Sam")
    page.get_by_label("Achternaam").fill("Onverwacht")
    page.get_by_label("Organisatie").fill("Buurthuis")
    page.get_by_role("button", name="Voeg toe als aanwezig").click()
    expect(page.get_by_text("2 van 11 aanwezig")).to_be_visible()


def test_a_mail_to_all_is_read_before_it_is_sent_from_the_form_of_the_meeting(
    own_site, log_in, event
):
    page = log_in("Redacteur")
    page.goto(f"{own_site.url}/beheer/pages/{event.pk}/edit/")
    page.get_by_role("link", name="Mail aan iedereen").click()
    page.get_by_label("Onderwerp").fill("Neem een pen mee")
    page.get_by_label("Tekst").fill("We gaan schrijven.")
    page.get_by_role("button", name="Bekijk de mail").click()
    letter = page.frame_locator("iframe[title='De opgemaakte mail']")
    expect(letter.get_by_text("We gaan schrijven.")).to_be_visible()
    assert not OutgoingMail.objects.filter(subject="Neem een pen mee").exists()
    page.get_by_role("button", name="Verstuur aan 10 mensen").click()
    expect(page.locator(".messages")).to_contain_text("10 mensen krijgen bericht.")
    assert OutgoingMail.objects.filter(subject="Neem een pen mee").count() == 10


def test_calling_off_takes_three_steps_and_shows_on_the_page(own_site, log_in, event, new_context):
    page = log_in("Redacteur")
    page.goto(own_site.url + page_of(event, "afgelasten"))
    page.get_by_label("Wat wil je erbij zeggen?").fill("De spreker is ziek.")
    page.get_by_role("button", name="Bekijk de mail").click()
    page.get_by_role("button", name="Wijzig de tekst").click()
    expect(page.get_by_label("Wat wil je erbij zeggen?")).to_have_value("De spreker is ziek.")
    page.get_by_role("button", name="Bekijk de mail").click()
    page.get_by_role("button", name="Ja, gelast de bijeenkomst af").click()
    expect(page.locator(".messages")).to_contain_text("11 mensen krijgen bericht.")
    visitor = new_context().new_page()
    visitor.goto(own_site.url + event.get_url())
    expect(visitor.get_by_text("De spreker is ziek.")).to_be_visible()
