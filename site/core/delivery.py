"""Sends what was written down (core.letters, core.outbox) to the mail server.

A mail is locked, handed over and marked as sent in one transaction. So a worker that is killed
leaves it waiting, and two workers never send the same one. Only a death between the "accepted" of
the server and the commit sends a mail twice, both times with the same Message-ID.
"""

import hashlib
import logging
import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.mime.text import MIMEText
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import DatabaseError, transaction
from django.utils import timezone

from core import scheduled_jobs
from core.email_addresses import sendable
from core.models.mail import OutgoingMail

logger = logging.getLogger("mail")

MOST_ATTEMPTS = 12  # with the pauses between them: a day
LONGEST_PAUSE = timedelta(hours=6)
CLOSING = 421  # the server's "I am going away"


class ServerAway(Exception):  # noqa: N818 - not our error
    """The mail server cannot be reached, or hung up. Its mails wait."""


@dataclass(frozen=True)
class Refusal:
    """Why a mail was not sent.

    `for_good`: trying again is no use; `for_all`: nor is trying another mail now.
    """

    sentence: str
    words: str
    for_good: bool = False
    for_all: bool = False

    def __str__(self) -> str:
        return f"{self.sentence} Antwoord: {self.words}"


def message_id(mail: OutgoingMail) -> str:
    """Return the Message-ID of a mail: the same at every attempt, and it gives nothing away."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{mail.key}".encode()).hexdigest()
    return f"<{digest[:32]}@{urlsplit(settings.SITE_URL).hostname}>"


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[sendable(mail.recipient)],
        reply_to=[sendable(mail.reply_to)] if mail.reply_to else None,
        headers={"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        _add_calendar(message, mail.calendar)
    return message


def _add_calendar(message: EmailMultiAlternatives, text: str) -> None:
    """Attach a calendar; what a calendar program must act on is an alternative text as well.

    Outlook and Gmail read an invitation among the texts, Apple and others open the file (RFC 6047,
    paragraph 2.4). The parameter "method" must be that of the calendar itself.
    """
    method = _method_of(text)
    if method != "PUBLISH":
        message.attach_alternative(text, f"text/calendar; method={method}")
    file = MIMEText(text, "calendar", "utf-8")
    file.set_param("method", method)
    file.add_header("Content-Disposition", "attachment", filename="bijeenkomst.ics")
    message.attach(file)


def _method_of(calendar: str) -> str:
    found = re.search(r"^METHOD:([A-Z]+)\r?$", calendar, re.MULTILINE)
    return found[1] if found else "PUBLISH"


class Delivery:
    """Sends mails over one connection for as long as there are any."""

    def __init__(self) -> None:
        self.aside = scheduled_jobs.SetAside()
        self._transport = get_connection(settings.MAIL_TRANSPORT)
        self._is_open = False
        self._is_proven = False  # it has taken a mail, so that a later silence is no refusal

    def send_due(self, may_go_on: Callable[[], bool] = lambda: True) -> None:
        """Send all that is due, asking between two mails whether to go on. Raises ServerAway."""
        try:
            while may_go_on() and self._send_next():
                pass
        finally:
            self._close()

    def _send_next(self) -> bool:
        """Send the first mail that is due and that no other worker has; tell whether there was.

        One of which cannot be written down what came of it is set aside until the next round.
        """
        mail = away = None
        try:
            with transaction.atomic():
                due = self.aside.rest_of(OutgoingMail.objects.due())
                mail = due.select_for_update(skip_locked=True).first()
                if mail is None:
                    return False
                away = self._open()
                if away:
                    mail.last_error = str(away)
                    mail.save(update_fields=["last_error"])
                else:
                    refusal = self._hand_over(mail)
                    away = refusal if refusal and refusal.for_all else None
        except Exception as error:
            if mail is None:
                raise
            self.aside.add(mail)
            scheduled_jobs.note_failure(self._send_next, OutgoingMail, mail.pk, error)
            scheduled_jobs.mend_connection()
            if not away:
                _put_off(mail)
        if away:
            raise ServerAway(str(away))
        return True

    def _open(self) -> Refusal | None:
        if self._is_open:
            return None
        try:
            self._transport.open()
        except OSError as error:
            return Refusal("De mailserver is niet bereikbaar.", words_of(error), for_all=True)
        self._is_open, self._is_proven = True, False
        return None

    def _hand_over(self, mail: OutgoingMail) -> Refusal | None:
        """Send one mail and write down what came of it."""
        try:
            self._transport.send_messages([message_of(mail)])
        except OSError as error:
            refusal = judge(error)
            if refusal.for_all:
                self._close()
                if self._is_proven:
                    return None  # tired of this connection; the next one is for the same mail
        except Exception as error:
            # Not its words: those can be what stood in the mail.
            logger.error("Mail %s cannot be made: %s", mail.pk, scheduled_jobs.anonymous(error))
            kind = type(error).__name__
            refusal = Refusal("Deze mail kan niet worden gemaakt.", kind, for_good=True)
        else:
            self._is_proven = True
            _note_sent(mail)
            return None
        _note_refusal(mail, refusal)
        return refusal

    def _close(self) -> None:
        self._is_open = False
        with suppress(OSError):  # it is over anyway
            self._transport.close()


def judge(error: OSError) -> Refusal:
    """Tell from an error of smtplib whether the mail, the moment or the connection is wrong."""
    code, words = code_of(error), words_of(error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Refusal("De mailserver kan deze mail niet aan.", words, for_good=True)
    if code in {0, CLOSING}:
        return Refusal("De mailserver brak de verbinding af.", words, for_all=True)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Refusal("De mailserver weigert onze afzender.", words, for_all=True)
    if code < 500:
        return Refusal("De mailserver neemt de mail nu niet aan.", words)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return Refusal("De mailserver weigert dit adres.", words, for_good=True)
    return Refusal("De mailserver weigert deze mail.", words, for_good=True)


def code_of(error: OSError) -> int:
    """Return the code of the server's answer; 0 when it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def words_of(error: OSError) -> str:
    """Return what the server said, or the system when there was no server."""
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return str(error) or type(error).__name__
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"


def _note_sent(mail: OutgoingMail) -> None:
    mail.state = OutgoingMail.State.SENT
    mail.attempts += 1
    mail.sent_at = timezone.now()
    mail.last_error = ""
    changed = ["state", "attempts", "sent_at", "last_error"]
    if not settings.SENT_MAIL_STAYS_WHOLE:
        changed += mail.wipe() if mail.is_private else mail.close_links()
    mail.save(update_fields=changed)


def _note_refusal(mail: OutgoingMail, refusal: Refusal) -> None:
    mail.attempts += 1
    mail.last_error = str(refusal)
    if refusal.for_good or mail.attempts >= MOST_ATTEMPTS:
        mail.state = OutgoingMail.State.FAILED
        logger.error("Mail %s is given up: %s", mail.pk, refusal)
    else:
        pause = min(timedelta(minutes=2 ** (mail.attempts - 1)), LONGEST_PAUSE)
        mail.due_at = timezone.now() + pause
        logger.warning("Mail %s is tried again in %s: %s", mail.pk, pause, refusal)
    mail.save(update_fields=["attempts", "last_error", "state", "due_at"])


def _put_off(mail: OutgoingMail) -> None:
    """Have a mail wait longer each time, if that at least can be written down.

    It may have gone out, so it must not go out every minute.
    """
    fresh = OutgoingMail.objects.filter(pk=mail.pk).first()
    if fresh is None:
        return
    refusal = Refusal("Er ging iets mis bij het versturen.", "het staat in het logboek")
    with suppress(DatabaseError), transaction.atomic():
        _note_refusal(fresh, refusal)


def send_again(mail: OutgoingMail) -> None:
    """Have a mail that was given up sent once more, with all its attempts."""
    OutgoingMail.objects.failed().filter(pk=mail.pk).update(
        state=OutgoingMail.State.WAITING, attempts=0, due_at=timezone.now()
    )
