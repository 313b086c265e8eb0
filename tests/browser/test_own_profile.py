"""A facilitator joins the Pool, changes the text and takes a break: in a real browser."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from facilitators import profile_links, profile_states, profile_updates
from facilitators.models import FacilitatorPage, Profile
from tests.browser.conftest import WIDE, heading, take_a_minute
from tests.facilitators.keeping_profiles import (
    EXPERIENCE,
    NOTHING_SHOWN,
    fresh,
    link_in,
    mails_to,
    online,
    subjects_to,
)
from tests.photographs import encoded, noise
from tests.working import do_all_tasks

EMAIL = "anna@voorbeeld.example"
NAME = "Anna van der Test"


def fill_in(page: Page) -> None:
    page.get_by_role("radio", name="Mezelf").check()
    page.get_by_label("Voornaam").fill("Anna")
    page.get_by_label("Tussenvoegsel").fill("van der")
    page.get_by_label("Achternaam").fill("Test")
    page.get_by_label("Stel je voor").fill("Ik help teams om samen te leren van hun werk.")
    for box in (
        "Leercoach",
        "Groepen begeleiden",
        "Actieleren",
        "Werkvloer en teams",
        re.compile("^Klein"),
        "Reeks bijeenkomsten",
        "Regio Midden",
        "Alle thema's",
        "Alle branches",
        re.compile("^Ik werk volgens"),
        re.compile("^Mijn profiel mag"),
    ):
        page.get_by_role("checkbox", name=box, exact=True).check()
    page.get_by_label(re.compile("^Welke veranderingen")).fill(EXPERIENCE)
    page.get_by_role("radio", name="Beschikbaar", exact=True).check()
    page.get_by_label("E-mailadres", exact=True).fill(EMAIL)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_facilitator_applies_is_published_changes_the_text_and_pauses(
    own_site, new_context, log_in, fine, scripts
):
    # Without scripts axe itself cannot run; everything else can.
    check = fine if scripts else lambda page: None
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    page.goto(f"{own_site.url}/facilitators/")
    page.get_by_role("link", name="Meld je aan voor de Facilitators Pool").click()
    check(page)
    press(page, "Verstuur je aanmelding")
    expect(page.get_by_role("heading", name=re.compile("^Er gaat nog iets mis"))).to_be_visible()
    check(page)
    fill_in(page)
    take_a_minute(page)
    press(page, "Verstuur je aanmelding")
    expect(heading(page)).to_have_text("Kijk in je mail")
    check(page)

    page.goto(own_site.url + link_in(mails_to(EMAIL)[0]))
    check(page)
    press(page, "Ja, bevestig mijn e-mailadres")
    expect(heading(page)).to_have_text("Je e-mailadres is bevestigd")
    check(page)

    # Who runs the Pool publishes at the desk; the admin itself needs scripts.
    desk = log_in("Beheerder Facilitators Pool") if scripts else None
    profile = Profile.objects.get(email=EMAIL)
    if desk:
        desk.goto(f"{own_site.url}/beheer/profielen/?doen=aanmelding")
        desk.get_by_role("link", name=NAME).click()
        desk.get_by_role("link", name="In beoordeling nemen").click()
        desk.get_by_role("button", name="Ja, in beoordeling nemen").click()
        desk.get_by_role("link", name="Publiceren").click()
        desk.get_by_role("button", name="Ja, publiceren").click()
        expect(desk.get_by_text("Het profiel staat online.")).to_be_visible()
    else:
        profile_states.take_up(profile, None)
        profile_states.publish(fresh(profile), None, profile.page.latest_revision_id)

    page.goto(own_site.url + link_in(mails_to(EMAIL)[-1]))
    check(page)
    page.get_by_role("link", name="Pas je tekst en keuzes aan").click()
    check(page)
    page.get_by_label("Stel je voor").fill("Ik help teams en besturen om samen te leren.")
    press(page, "Stuur in")
    expect(page.get_by_text("Wacht op controle")).to_be_visible()
    expect(page.locator(".notice")).to_be_focused()
    check(page)
    page.get_by_role("link", name="Bekijk een voorbeeld van je pagina").click()
    expect(page.get_by_text("Alleen jij ziet dit.")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Terug naar je profiel").click()

    if desk:
        desk.goto(f"{own_site.url}/beheer/profielen/inspect/{profile.pk}/")
        desk.get_by_role("link", name="Wijziging goedkeuren").click()
        desk.get_by_role("button", name="Ja, wijziging goedkeuren").click()
        expect(desk.get_by_text("De wijziging is goedgekeurd.")).to_be_visible()
    else:
        profile = fresh(profile)
        profile_updates.approve_change(profile, None, profile.page.latest_revision_id)
    assert subjects_to(EMAIL)[-1] == "Je wijziging is goedgekeurd"
    address = own_site.url + FacilitatorPage.objects.get(pk=profile.page_id).get_url()
    page.goto(address)
    expect(heading(page)).to_have_text(NAME)
    expect(page.get_by_text("Ik help teams en besturen")).to_be_visible()

    page.goto(own_site.url + link_in(mails_to(EMAIL)[-1]))
    page.get_by_role("link", name="Stuur een foto").click()
    check(page)
    press(page, "Stuur je foto in")
    expect(page.get_by_role("heading", name=re.compile("^Er gaat nog iets mis"))).to_be_visible()
    check(page)
    portrait = {
        "name": "ik.png",
        "mimeType": "image/png",
        "buffer": encoded(noise(400, 400), "PNG"),
    }
    page.get_by_label("Kies een foto").set_input_files(portrait)
    page.get_by_label("Kies een foto").focus()  # choosing a file by program moves no focus
    page.keyboard.press("Tab")
    page.keyboard.type("Anna lacht")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Wacht op controle")).to_be_visible()
    check(page)
    if desk:
        desk.goto(f"{own_site.url}/beheer/profielen/inspect/{profile.pk}/")
        expect(desk.locator(".aln-portraits")).to_contain_text("Anna lacht")
    page.get_by_role("link", name="Haal je foto weg").click()
    check(page)
    press(page, "Ja, haal mijn foto weg")
    expect(page.get_by_role("link", name="Stuur een foto")).to_be_visible()

    for link in ("Pas je beschikbaarheid aan", "Pas contact en toestemming aan"):
        page.get_by_role("link", name=link).click()
        check(page)
        page.get_by_role("link", name="Terug zonder te bewaren").click()
    page.get_by_role("link", name="Pauzeer je profiel").click()
    check(page)
    press(page, "Ja, pauzeer mijn profiel")
    expect(page.get_by_text("Je profiel is gepauzeerd.")).to_be_visible()
    check(page)

    other = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    answer = other.goto(address)
    assert answer is not None
    assert answer.status == 404
    other.goto(f"{own_site.url}/facilitators/?niveau=werkvloer&regio=midden")
    expect(other.locator("ul.people")).to_be_visible()
    expect(other.locator("main").get_by_text(NAME)).to_have_count(0)


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_links_that_are_old_or_used_answer_kindly_and_lead_on(own_site, new_context, fine, scripts):
    check = fine if scripts else lambda page: None
    page = new_context(viewport=WIDE, java_script_enabled=scripts).new_page()
    profile = online()
    former, new = link_in(mails_to(EMAIL)[0]), "nieuw@voorbeeld.example"
    profile_updates.set_contact(profile, NOTHING_SHOWN, new, follows_vision=True)
    profile = fresh(profile)
    with time_machine.travel(timezone.now() - timedelta(days=130), tick=False):
        makers = (profile_links.edit_url, profile_links.address_url, profile_links.yearly_url)
        expired = [path_of(make(profile)) for make in makers]
    used, yearly = link_in(mails_to(new)[0]), path_of(profile_links.yearly_url(profile))

    def opened(path: str, status: int, said: str) -> None:
        answer = page.goto(own_site.url + path)
        assert answer is not None
        assert answer.status == status
        expect(heading(page)).to_have_text(said)
        check(page)

    for path in expired:
        opened(path, 410, "Deze link werkt niet meer")
    opened(former, 200, "Je hebt een ander adres opgegeven")
    opened(yearly, 200, "Dank je wel")
    opened(used, 200, "Is dit jouw e-mailadres?")
    press(page, "Ja, bevestig mijn e-mailadres")
    expect(heading(page)).to_have_text("Je e-mailadres is bevestigd")
    check(page)
    opened(used, 404, "Deze link werkt niet")
    expect(page.get_by_text("Dan is deze link gebruikt")).to_be_visible()
    opened(yearly, 410, "Deze link werkt niet meer")
    page.get_by_label("E-mailadres").fill(new)
    press(page, "Stuur me een nieuwe link")
    expect(heading(page)).to_have_text("Kijk in je mail")
    do_all_tasks()
    opened(link_in(mails_to(new)[-1]), 200, NAME)


def test_pages_about_links_can_be_used_by_everybody(own_site, page, fine):
    for path in ("link/", "link/verstuurd/", "kapot/", "verwijderd/"):
        page.goto(f"{own_site.url}/facilitator/{path}")
        expect(heading(page)).to_be_visible()
        fine(page)
