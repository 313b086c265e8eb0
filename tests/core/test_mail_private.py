"""Mail that one visitor writes to another: shown to no staff, and not kept once delivered."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from core.delivery import Delivery, send_again
from core.mail_retention import forget_old_mail
from core.models import OutgoingMail
from tests.factories import OutgoingMailFactory, UserFactory

pytestmark = pytest.mark.django_db

State = OutgoingMail.State


def private(**values):
    return OutgoingMailFactory(
        **{
            "is_private": True,
            "kind": "M21",
            "text": "Het geheim",
            "html": "<p>Het geheim</p>",
            "reply_to": "anna@voorbeeld.example",
            **values,
        }
    )


def test_what_it_says_and_who_wrote_it_is_wiped_when_it_is_delivered(mail_server):
    mail, other = private(recipient="jan@voorbeeld.example"), OutgoingMailFactory()
    Delivery().send_due()
    (accepted,) = (one for one in mail_server.accepted if one["To"] == "jan@voorbeeld.example")
    assert "Het geheim" in accepted.get_body(("plain",)).get_content()
    assert accepted["Reply-To"] == "anna@voorbeeld.example"
    mail.refresh_from_db()
    assert mail.state == State.SENT
    assert (mail.text, mail.html, mail.recipient, mail.reply_to) == ("", "", "", "")
    other.refresh_from_db()
    assert other.text


def test_when_it_fails_its_text_is_kept_until_it_is_sent_again(mail_server):
    mail = private()
    mail_server.answers[mail.recipient] = "550 No such user here"
    Delivery().send_due()
    mail.refresh_from_db()
    assert (mail.state, mail.text) == (State.FAILED, "Het geheim")
    mail_server.answers.clear()
    send_again(mail)
    Delivery().send_due()
    mail.refresh_from_db()
    assert (mail.state, mail.text) == (State.SENT, "")
    assert len(mail_server.accepted) == 1


@pytest.mark.parametrize("state", [State.FAILED, State.SENT])
def test_after_a_month_nothing_of_it_is_left(state):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        private(state=state)
        private(state=State.WAITING)
        clock.shift(timedelta(days=29))
        forget_old_mail()
        assert OutgoingMail.objects.count() == 2
        clock.shift(timedelta(days=2))
        forget_old_mail()
        assert OutgoingMail.objects.get().state == State.WAITING


def test_staff_see_that_it_went_and_not_what_it_says(client):
    client.force_login(UserFactory(is_superuser=True))
    mails = [private(state=state) for state in State]
    answers = [client.get(f"/beheer/mail/inspect/{mail.pk}/") for mail in mails]
    for mail, answer in zip(mails, answers, strict=True):
        assertContains(answer, "De inhoud is privé")
        assertContains(answer, mail.recipient)
    for answer in (*answers, client.get("/beheer/mail/")):
        assertNotContains(answer, "Het geheim")
        assertNotContains(answer, "anna@voorbeeld.example")


def test_staff_can_have_it_sent_again(client):
    client.force_login(UserFactory(is_superuser=True))
    mail = private(state=State.FAILED)
    assertContains(client.get(f"/beheer/mail/inspect/{mail.pk}/"), "Opnieuw versturen")
    client.post(f"/beheer/mail/opnieuw/{mail.pk}/")
    assert list(OutgoingMail.objects.due()) == [mail]
