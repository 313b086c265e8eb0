"""Who works in the admin, with a real browser."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import expect

from tests.factories import PASSWORD, UserFactory


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
        expect(page.get_by_role("link", name="Nieuw bericht")).to_be_visible()
        return page

    return as_member_of
