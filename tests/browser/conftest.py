"""What journeys with a real browser have in common, on the site and in the admin."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.factories import UserFactory
from tests.servers import PRODUCTION, ReusedServer

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def take_a_minute(page: Page) -> None:
    """Let the form have been shown a minute ago: sooner, only a program has filled it in."""
    stamp = page.locator("[name=formulier]")
    signer = TimestampSigner(key=PRODUCTION["SECRET_KEY"], salt="stamp")
    name = signer.unsign(stamp.input_value())
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        older = signer.sign(name)
    stamp.evaluate("(field, older) => { field.value = older }", older)


@pytest.fixture(scope="session")
def reused_server(databases, django_db_setup):
    """One process is enough: what two of them share is tested without a browser."""
    server = ReusedServer(databases, workers=1)
    yield server
    server.close()


@pytest.fixture
def fine(axe):
    """Call it with a page: it asserts that everybody can use it, on a narrow screen too."""

    def check(page: Page) -> None:
        axe(page)
        page.set_viewport_size(NARROW)
        axe.narrow(page)
        page.set_viewport_size(WIDE)

    return check


@pytest.fixture
def log_in(own_site, new_context):
    """Call it with the name of a group: it gives a tab of somebody in it, on the first screen."""

    def as_member_of(group, **options):
        client = Client()
        client.force_login(UserFactory(groups=[group]))
        name = settings.SESSION_COOKIE_NAME
        context = new_context(**options)
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": own_site.url}]
        )
        page = context.new_page()
        page.goto(f"{own_site.url}/beheer/")
        expect(page.locator(".aln-dashboard")).to_be_visible()
        return page

    return as_member_of
