"""What holds of every form that is answered by mail: the page after it says to whom that goes.

A new page of this kind joins by a line in FORMS; the last test fails for as long as it has none.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from initiatives.applications.application_form.pages import token_of
from tests.applications import nominations, sent
from tests.events.test_registration_pages import ANSWERS
from tests.facilitators import asking
from tests.facilitators.test_applying import apply
from tests.factories import EventPageFactory, FacilitatorPageFactory, koploper_index
from tests.html import parse, text_of

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
TYPED = "anna+typefout@voorbeeld.example"
SHOWS = 'components/mail_to.html"'


def nominated(client: Client) -> Any:
    koploper_index()
    return nominations.send(client, email=TYPED)


def for_link(name: str) -> Callable[[Client], Any]:
    return lambda client: client.post(reverse(name), {"email": TYPED})


FORMS: dict[str, Callable[[Client], Any]] = {
    "events/registration/receipt.html": lambda client: client.post(
        EventPageFactory().register_url, {**ANSWERS, "email": TYPED}
    ),
    "facilitators/contact/receipt.html": lambda client: asking.send(
        client, FacilitatorPageFactory(), email=TYPED
    ),
    "facilitators/apply/receipt.html": lambda client: apply(client, email=TYPED),
    "facilitators/self_service/link_sent.html": for_link("facilitator-link"),
    "applications/nominate/receipt.html": nominated,
    "applications/application_form/link_sent.html": for_link("koploper-link"),
    "applications/application_form/later_sent.html": lambda client: client.post(
        reverse("koploper-later", args=[token_of(sent.draft())]), {"email": TYPED}
    ),
    "applications/status_pages/link_sent.html": for_link("application-link"),
    "accounts/reset_sent.html": for_link("password-reset"),
}
# The answer itself, not a page after it (tests/events).
AT_ONCE = {"events/registration/closed.html"}


@pytest.mark.parametrize("name", FORMS)
def test_the_page_after_a_form_shows_the_address_that_was_typed(client: Client, name: str) -> None:
    answer = FORMS[name](client)
    assert answer.status_code == 302, text_of(parse(answer), "main")
    assert TYPED not in answer["Location"]
    shown = client.get(answer["Location"])
    assert name in [template.name for template in shown.templates]
    assert text_of(parse(shown), ".typed-address") == TYPED
    assert any(word in shown["Cache-Control"] for word in ("private", "no-store"))
    assert TYPED not in Client().get(answer["Location"]).content.decode()


def test_no_such_page_is_left_out() -> None:
    """Every page that one comes to by sending a form to be answered by mail is one of those."""
    showing = {
        str(path).rpartition("templates/")[2]
        for path in ROOT.glob("**/templates/**/*.html")
        if ".venv" not in path.parts and SHOWS in path.read_text()
    }
    assert showing == {*FORMS, *AT_ONCE}
