"""What goes out when somebody asks something of facilitators, and what is kept of it."""

import email.policy
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.delivery import Delivery
from core.models import OutgoingMail, RecentUse
from facilitators.models import FacilitatorRequest
from tests.facilitators.asking import ANSWERS, ASKER, mails, send, stamp
from tests.factories import FacilitatorPageFactory
from tests.threads import at_once

NOW = "2019-03-12T13:30:20+01:00"


@pytest.fixture
def _in_march_2019():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def jan(db):
    return FacilitatorPageFactory(
        title="Jan de Facilitator",
        first_name="Jan",
        last_name="Facilitator",
        infix="de",
        profile__email="jan@voorbeeld.example",
    )


@pytest.fixture
def bureau(db):
    return FacilitatorPageFactory(
        title="Bureau Voorbeeld", is_organisation=True, profile__email="bureau@voorbeeld.example"
    )


@pytest.mark.usefixtures("_in_march_2019")
def test_the_facilitator_gets_the_question_and_answers_straight_to_who_asked(client, jan):
    send(client, jan, telefoon="06 12345678", periode="In mei", groepsgrootte="groot")
    (mail,) = mails("M21")
    assert (mail.recipient, mail.reply_to) == ("jan@voorbeeld.example", ASKER)
    assert mail.subject == "Vraag via de Facilitators Pool"
    assert mail.text.startswith("Beste Jan,")
    for said in (
        "Naam: Anna van der Test",
        "Organisatie: Zorgorganisatie Voorbeeld",
        f"E-mailadres: {ASKER}",
        "Telefoonnummer: 06 – 12 345 678",
        "Gewenste periode: In mei",
        "Groepsgrootte: Groot (meer dan 50)",
        f"> {ANSWERS['vraag']}",
        "Je maakt zelf afspraken met wie dit vraagt.",
        f"Kenmerk: FP-{FacilitatorRequest.objects.get().pk:05}",
    ):
        assert said in mail.text, said
    assert "andere facilitator" not in mail.text


@pytest.mark.usefixtures("_in_march_2019")
def test_who_asked_gets_a_copy_that_names_the_facilitators_and_no_address_of_theirs(
    client, jan, bureau
):
    send(client, jan, bureau)
    (copy,) = mails("M22")
    assert (copy.recipient, copy.subject) == (ASKER, "Je vraag is verstuurd")
    assert copy.text.startswith("Beste Anna van der Test,")
    for said in ("Jan de Facilitator", "Bureau Voorbeeld", ANSWERS["vraag"], "zelf afspraken"):
        assert said in copy.text, said
    for text in (copy.text, copy.html, copy.reply_to):
        assert "jan@voorbeeld" not in text
        assert "bureau@voorbeeld" not in text


@pytest.mark.usefixtures("_in_march_2019")
def test_each_on_a_list_gets_a_mail_of_its_own_that_says_how_many_others_were_asked(
    client, jan, bureau
):
    send(client, jan, bureau)
    to_jan, to_bureau = mails("M21")
    assert to_jan.recipient == "jan@voorbeeld.example"
    assert to_bureau.recipient == "bureau@voorbeeld.example"
    assert to_bureau.text.startswith("Beste lezer,")
    for mail in (to_jan, to_bureau):
        assert "De vraag is ook aan één andere facilitator gesteld." in mail.text
    assert "bureau@voorbeeld" not in to_jan.text + to_jan.html
    assert "Bureau Voorbeeld" not in to_jan.text


@pytest.mark.usefixtures("_in_march_2019")
def test_the_network_keeps_the_day_and_the_facilitator_and_nothing_else(
    client, jan, bureau, mail_server
):
    send(client, jan, bureau)
    Delivery().send_due()
    kept = FacilitatorRequest.objects.order_by("pk")
    assert [(row.profile.page, row.sent_on) for row in kept] == [
        (page.profile.page, date(2019, 3, 12)) for page in (jan, bureau)
    ]
    assert sorted(mail_server.recipients()) == sorted(
        [ASKER, "bureau@voorbeeld.example", "jan@voorbeeld.example"]
    )
    stored = ""
    with connection.cursor() as cursor:
        for model in (OutgoingMail, FacilitatorRequest, RecentUse):
            cursor.execute(f"SELECT held::text FROM {model._meta.db_table} AS held")
            stored += " ".join(row[0] for row in cursor.fetchall())
    assert OutgoingMail.objects.filter(state=OutgoingMail.State.SENT).count() == 3
    for private in ("Anna", "anna", "Zorgorganisatie", "samen te leren"):
        assert private not in stored


@pytest.mark.usefixtures("_in_march_2019")
def test_what_arrives_has_the_reply_to_of_who_asked_and_our_sender(client, jan, mail_server):
    send(client, jan)
    Delivery().send_due()
    arrived = {str(message["To"]): message for message in mail_server.accepted}
    message = arrived["jan@voorbeeld.example"]
    assert message["Reply-To"] == ASKER
    assert "Actie Leer Netwerk" in message["From"]
    assert ANSWERS["vraag"] in message.get_body(("plain",)).get_content()
    assert ANSWERS["vraag"] in message.get_body(("html",)).get_content()
    assert arrived[ASKER]["Reply-To"] is None


@pytest.mark.usefixtures("_in_march_2019")
@pytest.mark.parametrize(
    "nasty",
    [
        "Anna\r\nBcc: slachtoffer@voorbeeld.example\r\n\r\nKoop nu",
        "<script>alert(1)</script><a href='https://kwaad.example'>Klik</a>",
        '=HYPERLINK("https://kwaad.example")',
        "אנה 😀 أحمد",
        "{{ site_context.site_url }}{% csrf_token %}",
    ],
)
def test_whatever_somebody_types_stays_text(client, jan, mail_server, nasty):
    question = f"{nasty}\nMet vriendelijke groet,\n\nActie Leer Netwerk"
    assert send(client, jan, naam=nasty, organisatie=nasty, vraag=question).status_code == 302
    Delivery().send_due()
    for message in mail_server.accepted:
        assert set(message.keys()) & {"Bcc", "Cc"} == set()
        assert str(message["Subject"]) in {
            "Vraag via de Facilitators Pool",
            "Je vraag is verstuurd",
        }
        html = message.get_body(("html",)).get_content()
        assert "<script" not in html
        assert "kwaad.example'>" not in html
        assert email.policy.default.header_fetch_parse("To", str(message["To"])).addresses
        # What somebody else wrote is not taken for words of ours.
        lines = message.get_body(("plain",)).get_content().splitlines()
        assert "> Met vriendelijke groet," in lines
        assert lines.count("Met vriendelijke groet,") == 1


@pytest.mark.usefixtures("_in_march_2019")
def test_the_address_of_a_facilitator_stands_on_none_of_these_pages(client, jan, bureau):
    answers = [
        client.get(jan.get_url() + "contact/"),
        send(client, jan, naam=""),
        send(client, jan, formulier=""),
        client.get(send(client, jan, bureau)["Location"]),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "@voorbeeld.example" not in answer.text.replace(
            "naam@voorbeeld.example", ""
        ).replace(ASKER, "")


@pytest.mark.usefixtures("committing_db")
def test_the_same_form_sent_at_the_same_instant_goes_out_once():
    page = FacilitatorPageFactory()
    for _ in range(5):
        OutgoingMail.objects.all().delete()
        FacilitatorRequest.objects.all().delete()
        form, codes = stamp(), list[int]()

        def press(form: str = form, codes: list[int] = codes) -> None:
            codes.append(send(Client(), page, formulier=form).status_code)

        at_once(*[press] * 4)
        assert codes == [302] * 4
        assert (len(mails("M21")), len(mails("M22"))) == (1, 1)
        assert FacilitatorRequest.objects.count() == 1


@pytest.mark.usefixtures("committing_db")
def test_who_sends_twenty_forms_at_once_sends_as_many_as_may_be(settings):
    hour = settings.LIMITS["contact"]["email"][0][1]
    settings.LIMITS = {"contact": {"email": [(4, hour)], "network": [(100, hour)]}}
    pages = FacilitatorPageFactory.create_batch(2)
    codes: list[int] = []

    def press(both: bool) -> None:
        to = pages if both else pages[:1]
        codes.append(send(Client(), *to, formulier=stamp()).status_code)

    at_once(*(lambda both=number % 2 == 0: press(both) for number in range(12)))
    assert sorted(codes) == [302] * 4 + [429] * 8
    assert len(mails("M22")) == 4


@pytest.mark.usefixtures("committing_db")
@pytest.mark.parametrize("number", [1, 5])
def test_sending_asks_little_of_the_database(number):
    pages = FacilitatorPageFactory.create_batch(number)
    client = Client()
    send(client, pages[0])
    with CaptureQueriesContext(connection) as asked:
        assert send(client, *pages).status_code == 302
    statements = [query["sql"] for query in asked]
    assert len(statements) <= 15 + 2 * number, "\n".join(statements)
