"""Handing mail over to a real mail server that is not always kind."""

import datetime
from contextlib import suppress

import pytest
import time_machine
from django.utils import timezone

from core.delivery import MOST_ATTEMPTS, Delivery, ServerAway, send_again
from core.links import make_token
from core.mail_retention import forget_old_mail
from core.models import OutgoingMail
from tests.factories import OutgoingMailFactory
from tests.mail_server import HANG_UP

pytestmark = pytest.mark.django_db

State = OutgoingMail.State


def send() -> None:
    Delivery().send_due()


def states(*mails: OutgoingMail) -> list[str]:
    for mail in mails:
        mail.refresh_from_db()
    return [mail.state for mail in mails]


def test_what_is_due_is_sent_once_over_one_connection(mail_server):
    mails = OutgoingMailFactory.create_batch(3)
    later = OutgoingMailFactory(due_at=timezone.now() + datetime.timedelta(hours=1))
    send()
    send()
    assert mail_server.recipients() == sorted(mail.recipient for mail in mails)
    assert mail_server.connections == 1
    assert states(*mails, later) == [State.SENT] * 3 + [State.WAITING]
    assert all(mail.sent_at and mail.attempts == 1 for mail in mails)


def test_an_address_that_the_server_refuses_is_given_up_and_the_rest_is_sent(mail_server):
    wrong, right = OutgoingMailFactory(), OutgoingMailFactory()
    mail_server.answers[wrong.recipient] = "550 No such user here"
    send()
    assert states(wrong, right) == [State.FAILED, State.SENT]
    assert wrong.last_error == "De mailserver weigert dit adres. Antwoord: 550 No such user here"


def test_a_mail_that_the_server_refuses_is_given_up(mail_server):
    mail = OutgoingMailFactory()
    mail_server.answers["data"] = "554 Looks like spam"
    send()
    assert states(mail) == [State.FAILED]
    assert mail.last_error == "De mailserver weigert deze mail. Antwoord: 554 Looks like spam"


@pytest.mark.parametrize("recipient", ["a@b@c", "jan@[", "a\nb@voorbeeld.example"])
def test_a_mail_that_cannot_be_made_is_given_up_and_the_rest_is_sent(
    mail_server, recipient, caplog
):
    wrong, right = OutgoingMailFactory(recipient=recipient), OutgoingMailFactory()
    mail_server.answers[recipient] = "501 Syntax"
    send()
    assert states(wrong, right) == [State.FAILED, State.SENT]
    assert wrong.last_error.startswith(("Deze mail kan niet", "De mailserver weigert dit adres"))
    assert recipient not in caplog.text


def test_what_is_refused_for_now_is_tried_again_later_and_the_rest_is_sent(mail_server):
    late, other = OutgoingMailFactory(), OutgoingMailFactory()
    mail_server.answers[late.recipient] = "451 Try again later"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        send()
        assert states(late, other) == [State.WAITING, State.SENT]
        assert late.last_error.startswith("De mailserver neemt de mail nu niet aan.")
        mail_server.answers.clear()
        send()
        assert states(late) == [State.WAITING]
        clock.shift(60)
        send()
        assert states(late) == [State.SENT]
        assert late.attempts == 2
        assert late.last_error == ""


def test_the_pauses_between_attempts_grow_to_six_hours_and_after_twelve_it_is_given_up(
    mail_server,
):
    mail = OutgoingMailFactory()
    mail_server.answers["recipient"] = "450 Mailbox busy"
    pauses = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        while states(mail) == [State.WAITING]:
            send()
            mail.refresh_from_db()
            pauses.append(round((mail.due_at - timezone.now()).total_seconds() / 60))
            clock.move_to(max(mail.due_at, timezone.now()))
    assert pauses[:-1] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert states(mail) == [State.FAILED]
    assert mail.attempts == MOST_ATTEMPTS
    assert "450 Mailbox busy" in mail.last_error


def test_when_the_server_is_away_nothing_counts_as_an_attempt_and_all_is_sent_when_it_is_back(
    mail_server,
):
    mails = OutgoingMailFactory.create_batch(3)
    mail_server.stop()
    for _ in range(MOST_ATTEMPTS + 1):
        with pytest.raises(ServerAway, match="De mailserver is niet bereikbaar"):
            send()
    assert states(*mails) == [State.WAITING] * 3
    assert {mail.attempts for mail in mails} == {0}
    assert mails[0].last_error.startswith("De mailserver is niet bereikbaar.")
    mail_server.start()
    send()
    assert states(*mails) == [State.SENT] * 3


def test_a_server_that_refuses_our_sender_gets_no_further_mail_for_now(mail_server):
    mails = OutgoingMailFactory.create_batch(3)
    mail_server.answers["sender"] = "550 Relaying denied"
    with pytest.raises(ServerAway, match="weigert onze afzender"):
        send()
    assert states(*mails) == [State.WAITING] * 3
    assert [mail.attempts for mail in mails] == [1, 0, 0]


@pytest.mark.parametrize("place", ["greeting", "sender", "recipient", "data"])
def test_a_server_that_hangs_up_half_way_loses_nothing(mail_server, place):
    mails = OutgoingMailFactory.create_batch(2)
    mail_server.answers[place] = HANG_UP
    with pytest.raises(ServerAway):
        send()
    assert states(*mails) == [State.WAITING] * 2
    mail_server.answers.clear()
    OutgoingMail.objects.update(due_at=timezone.now())
    send()
    assert states(*mails) == [State.SENT] * 2
    assert set(mail_server.copies().values()) == {1}


def test_a_server_that_takes_one_mail_for_each_connection_gets_them_all(mail_server):
    mails = OutgoingMailFactory.create_batch(3)
    mail_server.answers["after data"] = HANG_UP
    for _ in range(10):
        with suppress(ServerAway):
            send()
    assert states(*mails) == [State.SENT] * 3
    assert {mail.attempts for mail in mails} == {1}
    assert set(mail_server.copies().values()) == {1}


def test_one_mail_that_always_breaks_the_connection_does_not_hold_up_the_others(mail_server):
    wrong, *right = OutgoingMailFactory.create_batch(3)
    mail_server.answers[wrong.recipient] = HANG_UP
    with suppress(ServerAway):
        send()
    send()
    assert states(wrong, *right) == [State.WAITING, State.SENT, State.SENT]


def test_a_server_that_falls_silent_is_left_alone(mail_server, settings):
    settings.EMAIL_TIMEOUT = 0.2
    mails = OutgoingMailFactory.create_batch(2)
    with mail_server.stall_at("recipient"), pytest.raises(ServerAway, match="brak de verbinding"):
        send()
    assert states(*mails) == [State.WAITING] * 2


def test_stopping_between_two_mails_leaves_the_rest_waiting(mail_server):
    mails = OutgoingMailFactory.create_batch(3)
    answers = iter([True, False])
    Delivery().send_due(lambda: next(answers))
    assert states(*mails) == [State.SENT, State.WAITING, State.WAITING]


def test_what_was_given_up_can_be_sent_again(mail_server):
    mail = OutgoingMailFactory(state=State.FAILED, attempts=12, last_error="450 Mailbox busy")
    send_again(mail)
    send()
    assert states(mail) == [State.SENT]
    assert mail.attempts == 1


def test_what_was_sent_is_not_sent_again_by_asking(mail_server):
    mail = OutgoingMailFactory(state=State.SENT)
    send_again(mail)
    send()
    assert mail_server.accepted == []


def test_texts_are_kept_a_month_and_mails_a_year():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sent = OutgoingMailFactory(state=State.SENT, calendar="BEGIN:VCALENDAR")
        failed = OutgoingMailFactory(state=State.FAILED)
        waiting = OutgoingMailFactory()
        clock.shift(datetime.timedelta(days=29))
        forget_old_mail()
        assert OutgoingMail.objects.exclude(text="").count() == 3
        clock.shift(datetime.timedelta(days=2))
        forget_old_mail()
        for mail in (sent, failed):
            mail.refresh_from_db()
            assert (mail.text, mail.html, mail.calendar) == ("", "", "")
            assert mail.key
        clock.shift(datetime.timedelta(days=365))
        forget_old_mail()
        assert list(OutgoingMail.objects.all()) == [waiting]
        assert OutgoingMail.objects.get().text


def test_a_link_in_a_mail_opens_nothing_here_once_it_is_sent():
    link = f"http://testserver/aanmelding/{make_token('x', 'y')}/"
    mail = OutgoingMailFactory(text=f"Klik: {link}", html=f"<a href='{link}'>", calendar=link)
    send()
    mail.refresh_from_db()
    for left in (mail.text, mail.html, mail.calendar):
        assert "/aanmelding/…/" in left
        assert link not in left
