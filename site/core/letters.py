"""What the site writes to people: one source for the plain and the formatted text of a mail.

A letter is made of parts, and each part knows nothing of mail. `queue` writes it down in the
transaction of whatever caused it; the worker sends it (core.delivery).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone

from core import chrome
from core.models.mail import OutgoingMail

LONGEST_SUBJECT = 70  # characters; more is cut off on a phone (domain guide, paragraph 9)


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Facts:
    """Names with their values, such as the date and the place of a meeting."""

    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Action:
    """A link that asks for something; `url` is a full address."""

    label: str
    url: str


Part = Paragraph | Facts | Action


@dataclass(frozen=True)
class Letter:
    """`first_name` is for the greeting; empty for a letter to a role."""

    subject: str
    first_name: str
    parts: Sequence[Part]
    calendar: str = ""  # the text of an iCalendar file to attach

    def text(self) -> str:
        return self._render("mail/letter.txt")

    def html(self) -> str:
        return self._render("mail/letter.html")

    def _render(self, template: str) -> str:
        parts = [(type(part).__name__.lower(), part) for part in self.parts]
        context = {"letter": self, "parts": parts, "chrome": chrome.read()}
        return render_to_string(template, context)


def queue(
    letter: Letter,
    *,
    to: str,
    kind: str,
    key: str,
    about: Model | None = None,
    reply_to: str = "",
    due_at: datetime | None = None,
) -> None:
    """Write a letter down to be sent, in the transaction of the caller.

    `kind` is the number of the mail in the domain guide, such as "M16". A `key` that was used
    before does nothing: the mail is on its way or has been sent.
    """
    mail = OutgoingMail(
        key=key,
        kind=kind,
        recipient=to,
        reply_to=reply_to,
        subject=" ".join(letter.subject.split()),
        text=letter.text(),
        html=letter.html(),
        calendar=letter.calendar,
        due_at=due_at or timezone.now(),
    )
    if about is not None:
        mail.about_type = ContentType.objects.get_for_model(about)
        mail.about_key = about.pk
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=True)
