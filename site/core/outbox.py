"""Where mail of Django and Wagtail goes: down in the database, as every other mail of the site.

So a forgotten password or a request for review is never lost, and nobody waits for a mail server.
"""

import uuid
from collections.abc import Iterator, Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.text import Truncator

from core.models.mail import OutgoingMail

ACCOUNT = "account"
LONGEST_SUBJECT = 200  # characters; a title that Wagtail puts in a subject may be longer


class Outbox(BaseEmailBackend):
    """An EMAIL_BACKEND that promises mail, in the transaction of the caller, instead of sending.

    The sender is always that of the site.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write down one mail for each recipient of each message. Raises ValueError for a file."""
        OutgoingMail.objects.bulk_create(
            mail for message in email_messages for mail in _mails(message)
        )
        return len(email_messages)


def _mails(message: EmailMessage) -> Iterator[OutgoingMail]:
    if message.attachments:
        raise ValueError("The outbox keeps text only; queue a letter to send a file.")
    for recipient in message.recipients():
        yield OutgoingMail(
            key=f"{ACCOUNT}:{uuid.uuid4()}",
            kind=ACCOUNT,
            recipient=parseaddr(recipient)[1],
            reply_to=parseaddr(next(iter(message.reply_to), ""))[1],
            subject=Truncator(" ".join(message.subject.split())).chars(LONGEST_SUBJECT),
            text=str(message.body),
            html=_formatted(message),
        )


def _formatted(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    found = (str(content) for content, kind in message.alternatives if kind == "text/html")
    return next(found, "")
