"""What journeys with a real browser have in common, on the site and in the admin."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.accessibility import assert_no_horizontal_scroll
from tests.factories import PASSWORD, UserFactory

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


@pytest.fixture
def fine(axe):
    """Call it with a page: it asserts that everybody can use it, on a narrow screen too."""

    def check(page: Page) -> None:
        axe(page)
        page.set_viewport_size(NARROW)
        axe(page)
        assert_no_horizontal_scroll(page)
        page.set_viewport_size(WIDE)

    return check


@pytest.fixture
def log_in(own_site, new_context):
    """Call it with the name of a group: it gives a tab of somebody in it, on the first screen."""

    def as_member_of(group, **options):
        # The production server does not know the quick hasher of the tests.
        secret = PBKDF2PasswordHasher().encode(PASSWORD, salt="zout", iterations=1)
        user = UserFactory(groups=[group])
        type(user).objects.filter(pk=user.pk).update(password=secret)
        page = new_context(**options).new_page()
        page.goto(f"{own_site.url}/beheer/")
        page.get_by_label("Gebruikersnaam").fill(user.username)
        page.get_by_label("Wachtwoord", exact=False).first.fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".aln-dashboard")).to_be_visible()
        return page

    return as_member_of
