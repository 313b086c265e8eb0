"""What the site writes to people: one source for the plain and the formatted text of a mail.

A letter is made of parts, and each part knows nothing of mail. `queue` writes it down in the
transaction of whatever caused it; the worker sends it (core.delivery).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator

from core import site_context
from core.models.mail import OutgoingMail

LONGEST_SUBJECT = 70  # characters; more is cut off on a phone (domain guide, paragraph 9)
LONGEST_NAME = 40
# Stands in a preview where the mail has a link that is its reader's alone.
PERSONAL = "persoonlijke-link"
# Letters with what may stand between them, initials too. Anybody can type anything as the name of
# somebody else's address, and mail programs turn whatever looks like a link into one.
NAME = re.compile(r"(?:[^\W\d_]\.|[^\W\d_]+)(?:[ '’-]?[^\W\d_]\.|[ '’-][^\W\d_]+)*")


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Facts:
    """Names with their values, such as the date and the place of a meeting."""

    lines: Sequence[tuple[str, str]]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Return the lines that have something to say, each on a line of its own."""
        return [(name, _on_one_line(str(value))) for name, value in self.lines if value]


@dataclass(frozen=True)
class Button:
    """A link that asks for something; `url` is a full address."""

    label: str
    url: str


@dataclass(frozen=True)
class Quote:
    """What somebody else wrote, set apart from what we write; lines that are blank are kept."""

    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.strip().split("\n")


@dataclass(frozen=True)
class Answers:
    """Questions with what their reader answered, under a heading; an answer may have lines."""

    heading: str
    pairs: Sequence[tuple[str, str]]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        return [(question, answer.split("\n")) for question, answer in self.pairs]


Part = Paragraph | Facts | Button | Quote | Answers


@dataclass(frozen=True)
class Letter:
    """`first_name` is for the greeting; empty for a letter to a role.

    A part shows its text as it is: what a visitor typed belongs in a letter to that visitor, or in
    a `Quote` or `Answers`, which nobody takes for words of ours.
    """

    subject: str
    first_name: str
    parts: Sequence[Part]
    calendar: str = ""  # the text of an iCalendar file to attach

    @property
    def title(self) -> str:
        """Return the subject as it is sent: one line, and not too long."""
        return Truncator(_on_one_line(self.subject)).chars(LONGEST_SUBJECT)

    @property
    def greeting(self) -> str:
        name = _on_one_line(unicodedata.normalize("NFC", self.first_name))
        if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
            name = "lezer"
        return f"Beste {name},"

    def for_other_eyes(self) -> "Letter":
        """Return the same with links that open nothing."""
        closed = f"{settings.SITE_URL}/{PERSONAL}/"
        parts = [
            Button(part.label, closed) if isinstance(part, Button) else part for part in self.parts
        ]
        return replace(self, parts=parts)

    def text(self) -> str:
        return self._render("mail/letter.txt")

    def html(self) -> str:
        return self._render("mail/letter.html")

    def _render(self, template: str) -> str:
        parts = [(type(part).__name__.lower(), part) for part in self.parts]
        context = {"letter": self, "parts": parts, "site_context": site_context.read()}
        return render_to_string(template, context)


@dataclass(frozen=True)
class Queued:
    """A letter that was queued, and to whom; nobody else may open the links of a private one."""

    letter: Letter
    to: str
    is_private: bool

    def for_other_eyes(self) -> "Queued":
        return replace(self, letter=self.letter.for_other_eyes()) if self.is_private else self


_watched: ContextVar[list[Queued] | None] = ContextVar("watched", default=None)


@contextmanager
def watch() -> Iterator[list[Queued]]:
    """Give a list of all that is queued in the block (core.foreseeing)."""
    queued: list[Queued] = []
    token = _watched.set(queued)
    try:
        yield queued
    finally:
        _watched.reset(token)


def queue(
    letter: Letter,
    *,
    to: str,
    kind: str,
    key: str,
    about: Model | None = None,
    reply_to: str = "",
    due_at: datetime | None = None,
    is_private: bool = False,
) -> None:
    """Write a letter down to be sent, in the transaction of the caller.

    `kind` is the number of the mail in the domain guide, such as "M16". A `key` that was used
    before does nothing: the mail is on its way or has been sent. A private mail is shown to no
    staff, and its text is wiped as soon as it is delivered.
    """
    mail = OutgoingMail(
        key=key,
        kind=kind,
        recipient=to,
        reply_to=reply_to,
        subject=letter.title,
        text=letter.text(),
        html=letter.html(),
        calendar=letter.calendar,
        due_at=due_at or timezone.now(),
        is_private=is_private,
    )
    if about is not None:
        mail.about_type = ContentType.objects.get_for_model(about)
        mail.about_key = about.pk
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=True)
    if (watched := _watched.get()) is not None:
        watched.append(Queued(letter, to, is_private))
