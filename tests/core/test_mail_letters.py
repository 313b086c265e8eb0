"""What people read in a mail, and that nobody can make it say something else."""

import email.policy
from email import message_from_bytes
from typing import Any

import pytest
from bs4 import BeautifulSoup

from core.delivery import message_of
from core.letters import LONGEST_SUBJECT, Button, Facts, Letter, Paragraph, queue
from core.models import OutgoingMail, SiteSettings

pytestmark = pytest.mark.django_db

CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nSUMMARY:Café\r\nEND:VCALENDAR\r\n"


def a_letter(**values: Any) -> Letter:
    usual: dict[str, Any] = {
        "subject": "Je bent aangemeld voor 4 december",
        "first_name": "Fatma",
        "parts": [
            Paragraph("Fijn dat je komt, tot dan & dag."),
            Facts([("Datum", "vrijdag 4 december"), ("Plaats", ""), ("Regio", "Noord")]),
            Button("Afmelden", "https://aln.example/aanmelding/x/?a=1&b=2"),
        ],
    }
    return Letter(**{**usual, **values})


def queued(letter: Letter, **values: Any) -> OutgoingMail:
    queue(letter, to="fatma@voorbeeld.example", kind="M17", key="test:1", **values)
    return OutgoingMail.objects.get()


def test_plain_text_and_formatted_text_say_the_same():
    said = [
        "Beste Fatma,",
        "Fijn dat je komt, tot dan & dag.",
        "Datum",
        "vrijdag 4 december",
        "Noord",
        "Afmelden",
        "https://aln.example/aanmelding/x/?a=1&b=2",
        "Met vriendelijke groet,",
        "Actie Leer Netwerk",
    ]
    text = a_letter().text()
    formatted = BeautifulSoup(a_letter().html(), "html.parser").get_text("\n")
    for part in said:
        assert part in text
        assert part in formatted
    assert "Datum: vrijdag 4 december\nRegio: Noord\n" in text
    assert "Afmelden:\nhttps://aln.example/aanmelding/x/?a=1&b=2\n" in text
    assert "Plaats" not in text + formatted


def test_a_button_leads_to_its_link():
    soup = BeautifulSoup(a_letter().html(), "html.parser")
    assert soup.find("a", string="Afmelden")["href"] == "https://aln.example/aanmelding/x/?a=1&b=2"


def test_a_mail_asks_nothing_of_another_computer_when_it_is_opened():
    soup = BeautifulSoup(a_letter().html(), "html.parser")
    assert not soup.select("img, link, script, iframe, [background]")
    assert "url(" not in a_letter().html()


def test_who_has_no_name_is_a_reader():
    assert "Beste lezer,\n" in a_letter(first_name="").text()


@pytest.mark.parametrize(
    "name",
    ["Jan", "Anne-Marie", "J.P.", "A. B.", "D’Angelo", "Fatma Nur", "Zoë", "İpek", "Zoe\u0308"],
)
def test_a_greeting_uses_the_name_that_somebody_has(name):
    assert "lezer" not in a_letter(first_name=name).greeting


@pytest.mark.parametrize(
    "name",
    ["Win een prijs op evil.example", "www.evil.nl", "http://evil", "Jan\nKlik @hier", "x" * 60],
)
def test_a_name_that_is_no_name_cannot_bring_a_link_or_a_message(name):
    assert a_letter(first_name=name).greeting == "Beste lezer,"


def test_what_somebody_typed_is_text_and_no_markup():
    letter = a_letter(parts=[Facts([("Organisatie", "<b>A & B</b>\nLink: hier")])])
    assert "Organisatie: <b>A & B</b> Link: hier\n" in letter.text()
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in letter.html()
    assert "<b>" not in letter.html()


def test_a_subject_is_one_line_that_fits_on_a_phone():
    mail = queued(a_letter(subject="Bijeenkomst\r\nBcc: iedereen@voorbeeld.example " + "x" * 100))
    assert mail.subject.startswith("Bijeenkomst Bcc: iedereen")
    assert len(mail.subject) == LONGEST_SUBJECT
    assert "Bcc" not in message_of(mail).message()


def test_a_letter_says_how_to_reach_us():
    site_settings = SiteSettings.load()
    site_settings.email, site_settings.phone = "info@aln.example", "088 – 000 00 00"
    site_settings.save()
    for form in (a_letter().text(), a_letter().html()):
        assert "info@aln.example" in form
        assert "088 – 000 00 00" in form


def test_the_same_key_writes_one_mail():
    queued(a_letter())
    queued(a_letter(subject="Nog eens"))
    assert OutgoingMail.objects.get().subject == "Je bent aangemeld voor 4 december"


def test_a_mail_goes_over_the_wire_with_both_texts_and_its_file(settings):
    settings.SITE_URL = "https://www.aln.example"
    settings.DEFAULT_FROM_EMAIL = "Actie Leer Netwerk <info@aln.example>"
    mail = queued(a_letter(calendar=CALENDAR), reply_to="adviseur@aln.example")
    received = message_from_bytes(
        message_of(mail).message().as_bytes(), policy=email.policy.default
    )
    assert received["From"] == "Actie Leer Netwerk <info@aln.example>"
    assert received["To"] == "fatma@voorbeeld.example"
    assert received["Reply-To"] == "adviseur@aln.example"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Date"]
    assert received["Message-ID"].endswith("@www.aln.example>")
    assert "test:1" not in received["Message-ID"]
    assert received.get_body(("plain",)).get_content().strip() == mail.text.strip()
    assert received.get_body(("html",)).get_content().strip() == mail.html.strip()
    (file,) = received.iter_attachments()
    assert file.get_filename() == "bijeenkomst.ics"
    assert file.get_content_type() == "text/calendar"
    assert file["Content-Type"].params["method"] == "PUBLISH"
    assert file["Content-Type"].params["charset"] == "utf-8"
    assert file.get_payload(decode=True).decode() == CALENDAR


def test_every_attempt_has_the_same_message_id_and_every_mail_its_own():
    first = queued(a_letter())
    assert message_of(first).message()["Message-ID"] == message_of(first).message()["Message-ID"]
    queue(a_letter(), to="fatma@voorbeeld.example", kind="M17", key="test:2")
    second = OutgoingMail.objects.get(key="test:2")
    assert message_of(first).message()["Message-ID"] != message_of(second).message()["Message-ID"]
