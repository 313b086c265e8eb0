"""A letter on its way to somebody: what a deed would have the site write, and to whom."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from core import letters
from core.letters import Letter, Paragraph, Part
from initiatives.applications.models import Application

BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Post:
    """`kind` is the number of the mail in the domain guide, paragraph 9.

    `key` tells several of one kind apart, such as one to each of those who are asked for advice.
    A private post (with a personal link in it, or answers of somebody) is shown to no staff once
    it was queued, and its text goes when it is delivered.
    """

    kind: str
    to: str
    letter: Letter
    key: str = ""
    reply_to: str = ""
    is_private: bool = True
    takes_paragraph: bool = True

    def with_paragraph(self, text: str) -> "Post":
        """Return the same with what staff add: after our own first words, as they typed it."""
        added = [Paragraph(" ".join(part.split())) for part in BLANK_LINES.split(text.strip())]
        if not text.strip() or not self.takes_paragraph:
            return self
        first = self.letter.parts[:1] if _begins_with_words(self.letter.parts) else []
        rest = self.letter.parts[len(first) :]
        return replace(self, letter=replace(self.letter, parts=[*first, *added, *rest]))

    def for_other_eyes(self) -> "Post":
        """Return what staff may see of it beforehand: a personal link opens nothing."""
        if not self.is_private:
            return self
        return replace(self, letter=self.letter.for_other_eyes())


def send(application: Application, posts: Iterable[Post]) -> None:
    """Write letters down to be sent, in the transaction of the caller; to nobody, nothing."""
    moment = f"{timezone.now():%Y%m%dT%H%M%S.%f}"
    for post in posts:
        if post.to:
            letters.queue(
                post.letter,
                to=post.to,
                kind=post.kind,
                key=f"application:{application.pk}:{moment}:{post.kind}:{post.key}",
                about=application,
                reply_to=post.reply_to,
                is_private=post.is_private,
            )


def kept_of(posts: Sequence[Post], *, paragraph: str = "", no_mail: bool = False) -> dict[str, Any]:
    """Return what the log keeps of these mails: which, and what staff did to them."""
    about: dict[str, Any] = {}
    if posts:
        about["mails"] = [post.kind for post in posts if post.to and not no_mail]
    if no_mail:
        about["no_mail"] = True
    elif paragraph:
        about["paragraph"] = paragraph
    return about


def _begins_with_words(parts: Sequence[Part]) -> bool:
    return bool(parts) and isinstance(parts[0], Paragraph)
