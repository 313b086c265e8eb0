"""The postvak: mail as its readers would see it, for whoever works on the site."""

import importlib

import pytest
from django.urls import clear_url_caches

from config import urls
from core.delivery import Delivery
from tests.factories import OutgoingMailFactory
from tests.html import attribute, parse

INBOX = "/-/postvak/"


@pytest.fixture
def _developing(db, settings):
    """Have the addresses of development, which are chosen when the site starts."""
    settings.DEBUG = True
    _read_addresses_again()
    yield
    settings.DEBUG = False
    _read_addresses_again()


def _read_addresses_again() -> None:
    importlib.reload(urls)
    clear_url_caches()


@pytest.mark.usefixtures("_developing")
def test_every_mail_can_be_read_as_text_as_formatted_and_with_its_file(client):
    link = "https://aln.example/aanmelding/x.y/"
    OutgoingMailFactory(subject="Eerste", html="", text="Alleen tekst")
    OutgoingMailFactory(
        subject="Tweede",
        text=f"Bevestig:\n{link}\n<script>",
        html=f'<p style="color:red"><a href="{link}">Bevestig</a></p>',
        calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    )
    soup = parse(client.get(INBOX))
    assert [row.get_text(strip=True) for row in soup.select("th[scope=row]")] == [
        "Tweede",
        "Eerste",
    ]
    formatted, text, file = (a["href"] for a in soup.select("tbody tr:first-child a"))
    answer = client.get(formatted)
    assert attribute(parse(answer), "a", "href") == link
    assert "style-src 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    answer = client.get(text)
    assert parse(answer).select(f'a[href="{link}"]')
    assert not parse(answer).select("main script")
    answer = client.get(file)
    assert answer.content == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "bijeenkomst.ics" in answer.headers["Content-Disposition"]


@pytest.mark.usefixtures("_developing")
def test_a_private_mail_stays_whole_after_delivery_so_that_its_link_can_be_followed(
    client, mail_server, settings
):
    settings.SENT_MAIL_STAYS_WHOLE = True
    link = "https://site.example/facilitators/bevestigen/proef/"
    mail = OutgoingMailFactory(is_private=True, subject="Bevestig", text=f"Volg {link}")
    Delivery().send_due()
    assert len(mail_server.accepted) == 1
    assert mail.recipient in parse(client.get(INBOX)).select_one("tbody").get_text()
    assert parse(client.get(f"{INBOX}{mail.pk}/")).select(f'a[href="{link}"]')


@pytest.mark.usefixtures("_developing")
def test_a_mail_that_is_not_there_is_not_found(client):
    for address in ("12/", "12/opgemaakt/", "12/bijeenkomst.ics"):
        assert client.get(INBOX + address).status_code == 404


def test_on_the_live_site_there_is_no_postvak(production_site):
    for address in ("", "1/", "1/opgemaakt/", "1/bijeenkomst.ics"):
        assert production_site.get(INBOX + address).status == 404
