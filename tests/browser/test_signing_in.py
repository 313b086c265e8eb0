"""How staff come in with a second factor, in a real browser that can make passkeys."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import AuthenticatorApp
from tests.accounts.test_signing_in import code_of
from tests.browser.conftest import NARROW, WIDE
from tests.factories import PASSWORD, UserFactory

# A telephone that says yes to whatever is asked.
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def user(own_site, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    return UserFactory(groups=["Redacteur"], username="anna")


@pytest.fixture
def page(own_site, new_context, user) -> Page:
    """A tab of Anna, with the base address that passkeys need: a number is no name."""
    base = own_site.url.replace("127.0.0.1", "localhost")
    return new_context(viewport=WIDE, base_url=base).new_page()


def log_in(page: Page) -> None:
    page.goto("/beheer/")
    page.get_by_label("Gebruikersnaam").fill("anna")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_label("Wachtwoord").press("Enter")


def log_out(page: Page) -> None:
    page.goto(reverse("security"))
    page.get_by_role("button", name="Log uit op dit apparaat").click()
    expect(page.get_by_text("Je bent uitgelogd.")).to_be_visible()


def keep_codes(page: Page, fine=None) -> None:
    page.get_by_role("button", name="Maak herstelcodes").click()
    expect(page.locator(".codes li")).to_have_count(10)
    if fine:
        fine(page)
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    expect(page.locator(".aln-dashboard")).to_be_visible()


def test_with_an_app_one_comes_in_by_its_code(page, user, fine):
    page.goto("/beheer/")
    fine(page)
    log_in(page)
    expect(page.locator(".aln-dashboard")).to_be_visible()
    page.goto(reverse("security"))
    fine(page)
    page.get_by_role("link", name="Stel dat in").click()
    fine(page)
    page.get_by_role("link", name="Gebruik een app").click()
    expect(page.get_by_role("img", name="QR-code")).to_be_visible()
    fine(page)
    app = AuthenticatorApp.objects.get(user=user)
    page.get_by_label("Code uit de app").fill(code_of(app))
    page.get_by_label("Code uit de app").press("Enter")
    keep_codes(page, fine)
    log_out(page)
    log_in(page)
    expect(page.get_by_role("heading", name="Laat zien dat jij het bent")).to_be_visible()
    fine(page)
    app.refresh_from_db()
    page.get_by_label("Code").fill(code_of(app, later=30))
    page.get_by_label("Code").press("Enter")
    expect(page.locator(".aln-dashboard")).to_be_visible()


def test_with_a_passkey_one_comes_in_without_a_code(page, fine):
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    log_in(page)
    expect(page.locator(".aln-dashboard")).to_be_visible()
    page.goto(reverse("second-factor"))
    page.get_by_role("button", name="Maak een passkey").press("Enter")
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
    keep_codes(page)
    log_out(page)
    log_in(page)
    fine(page)
    page.get_by_role("button", name="Gebruik je passkey").press("Enter")
    expect(page.locator(".aln-dashboard")).to_be_visible()
    page.goto(reverse("security"))
    expect(
        page.get_by_role("button", name="Haal weg : Passkey van Chrome op Linux")
    ).to_be_visible()
    fine(page)


def test_a_colleague_is_asked_before_anything_is_taken_away(own_site, log_in, axe, user):
    page = log_in("Beheerder", viewport=WIDE)
    page.goto(f"{own_site.url}/beheer/users/edit/{user.pk}/")
    page.get_by_role("link", name="Apparaat kwijt").first.click()
    axe(page)
    page.set_viewport_size(NARROW)
    axe.narrow(page)
    page.get_by_role("button", name="Haal alles weg").press("Enter")
    expect(page.locator(".messages")).to_contain_text("anna stelt bij het inloggen")
