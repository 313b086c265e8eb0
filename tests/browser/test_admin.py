"""The newsroom as people work in it: with a real browser, on the production server.

The fixture new_context fails a test when a page meets the Content-Security-Policy or an error.
"""

import re

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from core.models import Theme
from home.models import ContentPage
from initiatives.events.models import Registration
from tests.accessibility import assert_no_horizontal_scroll
from tests.factories import PASSWORD, UserFactory

PHONE = {"width": 360, "height": 740}


def choose_action(page, name):
    page.get_by_role("button", name="Meer acties").click()
    page.get_by_role("button", name=name).click()


def test_an_article_goes_from_author_through_review_to_a_visitor(own_site, log_in, new_context):
    author = log_in("Auteur")
    author.get_by_role("link", name="Nieuw bericht").click()
    author.get_by_placeholder("Paginatitel*").fill("Een bericht uit de wijk")
    author.get_by_role("textbox", name="Inleiding").fill("Kort en goed.")
    author.get_by_role("checkbox", name="Leven lang ontwikkelen").check()
    author.get_by_role("checkbox", name="Alle branches").check()
    expect(author.get_by_role("checkbox", name="Thuiszorg")).to_be_disabled()

    author.get_by_role("button", name="Toon/verberg voorvertoning").click()
    preview = author.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Een bericht uit de wijk")
    expect(preview.get_by_text("Leven lang ontwikkelen").first).to_be_visible()

    choose_action(author, "Stuur naar de redactie")
    expect(author.get_by_text("Een bericht uit de wijk").first).to_be_visible()

    editor = log_in("Redacteur")
    editor.get_by_role("link", name="Een bericht uit de wijk").first.click()
    choose_action(editor, "Goedkeuren en publiceren")
    expect(editor.locator(".messages")).to_contain_text("Een bericht uit de wijk")

    visitor = new_context().new_page()
    visitor.goto(f"{own_site.url}/nieuws/")
    visitor.get_by_role("link", name="Een bericht uit de wijk").first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Een bericht uit de wijk")


def test_the_screens_we_made_are_accessible_and_obey_the_policy(own_site, log_in, axe):
    page = log_in("Redacteur")
    theme = Theme.objects.get(slug="leven-lang-ontwikkelen")
    themes = f"{own_site.url}/beheer/snippets/core/theme/"
    other = Theme.objects.exclude(pk=theme.pk).first()
    page.goto(f"{own_site.url}/beheer/")
    axe(page)
    for path in (f"delete/{theme.pk}/", f"merge/{theme.pk}/", f"merge/{theme.pk}/?into={other.pk}"):
        page.goto(themes + path)
        axe(page)
    content = ContentPage.objects.live().first()
    of_page = (f"pages/{content.pk}/{action}/" for action in ("delete", "unpublish"))
    for path in ("nakijken/", f"nakijken/{content.pk}/", "kapotte-links/", *of_page):
        page.goto(f"{own_site.url}/beheer/{path}")
        axe(page)
        assert_no_horizontal_scroll(page)
    for path in ("nieuws/?state=online", "images/", "settings/core/sitesettings/"):
        page.goto(f"{own_site.url}/beheer/{path}")
        expect(page.locator("main")).to_be_visible()


def test_a_theme_is_merged_by_keyboard_alone(own_site, log_in):
    page = log_in("Redacteur")
    theme = Theme.objects.get(slug="minder-regeldruk")
    page.goto(f"{own_site.url}/beheer/snippets/core/theme/merge/{theme.pk}/")
    page.get_by_label("Welk thema blijft?").focus()
    page.keyboard.type("Goed")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Dit gaat er gebeuren")).to_be_visible()
    page.get_by_role("button", name="Ja, voeg samen").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("is samengevoegd met ‘Goed werkgeverschap’")


def test_the_first_screen_fits_a_phone(log_in, axe):
    page = log_in("Redacteur", viewport=PHONE)
    assert_no_horizontal_scroll(page)
    axe(page)


def test_the_user_bar_on_a_public_page_obeys_the_policy(own_site, log_in):
    page = log_in("Redacteur")
    page.goto(f"{own_site.url}/nieuws/")
    page.locator("wagtail-userbar").wait_for(state="attached")
    page.get_by_role("button", name=re.compile("Wagtail", re.IGNORECASE)).first.click()
    expect(page.get_by_role("menuitem").first).to_be_visible()


def test_somebody_logs_in_by_the_form(own_site, page):
    user = UserFactory(groups=["Redacteur"])
    # The production server does not know the quick hasher of the tests.
    user.password = PBKDF2PasswordHasher().encode(PASSWORD, salt="zout", iterations=1)
    user.save()
    page.goto(f"{own_site.url}/beheer/")
    page.get_by_label("Gebruikersnaam").fill(user.username)
    page.get_by_label("Wachtwoord", exact=False).first.fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".aln-dashboard")).to_be_visible()


def test_privacy_requests_are_answered_on_a_phone(own_site, log_in, axe):
    page = log_in("Beheerder")
    page.set_viewport_size(PHONE)
    registration = Registration.objects.exclude(email="").latest("pk")
    page.goto(f"{own_site.url}/beheer/privacy/")
    axe(page)
    page.get_by_label("E-mailadres", exact=False).first.fill(registration.email)
    page.get_by_role("button", name="Zoek alles van dit adres").click()
    expect(page.get_by_role("heading", name=f"Gevonden van {registration.email}")).to_be_visible()
    page.get_by_text(f"Bekijk aanmelding {registration.pk}").click()
    expect(page.get_by_text(registration.last_name).first).to_be_visible()
    axe(page)
    assert_no_horizontal_scroll(page)
    page.get_by_label("Typ het adres over").fill("iets-anders@voorbeeld.example")
    page.get_by_role("button", name="Ja, wis deze gegevens").click()
    expect(page.get_by_text("Dit is niet hetzelfde adres")).to_be_visible()
    axe(page)
    page.get_by_label("Typ het adres over").fill(registration.email)
    page.get_by_role("button", name="Ja, wis deze gegevens").click()
    expect(page.locator(".messages")).to_contain_text("gewist")
    assert not Registration.objects.filter(email=registration.email).exists()
    for path in ("inzagen", "verwijderingen"):
        page.goto(f"{own_site.url}/beheer/{path}/")
        axe(page)
        assert_no_horizontal_scroll(page)
