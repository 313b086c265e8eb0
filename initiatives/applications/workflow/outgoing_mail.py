"""The mail about an application: what would be written, to whom, and what every mail shares."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.admin_url_finder import AdminURLFinder

from core import letters, site_context
from core.groups import ADVISERS
from core.letters import Button, Facts, Letter, Paragraph, Part
from core.times import DAY
from initiatives.applications.models import Application
from initiatives.applications.workflow.actions import ASSESS

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
        """Return the same with what staff add, as they typed it.

        It stands before the button, or else before the reference: all that we say hangs together.
        """
        added = [Paragraph(" ".join(part.split())) for part in BLANK_LINES.split(text.strip())]
        if not text.strip() or not self.takes_paragraph:
            return self
        parts = list(self.letter.parts)
        place = _place_to_add(parts)
        parts[place:place] = added
        return replace(self, letter=replace(self.letter, parts=parts))

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


def _place_to_add(parts: Sequence[Part]) -> int:
    """Return before which part staff may add something without coming between two of ours."""
    for place, part in enumerate(parts):
        if isinstance(part, Button):
            return place
    return len(parts) - 1 if parts and isinstance(parts[-1], Facts) else len(parts)


OWN_LINK = (
    "Deze link is alleen voor jou. Deel die niet: iedereen met de link kan je aanmelding zien."
)
SEE = "Bekijk hoe het ervoor staat"
# Within which an applicant hears from us (domain guide, paragraph 5).
WORKDAYS_TO_HEAR = 10


def advisers_of(application: Application) -> list[tuple[str, str]]:
    """Return addresses with first names: of its adviser, else of all, else that of the site."""
    adviser = application.adviser
    if adviser and adviser.email and adviser.has_perm(ASSESS):  # who left has it no more
        return [(adviser.email, adviser.first_name)]
    users = get_user_model().objects.filter(is_active=True, groups__name=ADVISERS)
    found = dict(users.exclude(email="").values_list("email", "first_name"))
    if not found and site_context.read().email:
        found = {site_context.read().email: ""}
    return sorted(found.items())


def desk_url(application: Application) -> str:
    """Return the full address of the page on which staff work with it."""
    return in_full(AdminURLFinder().get_edit_url(application) or reverse("wagtailadmin_home"))


def in_full(path: str) -> str:
    """Return the full address of a page of the site or its admin, for in a mail."""
    return settings.SITE_URL + path


def to_applicant(kind: str, application: Application, subject: str, *parts: Part) -> list[Post]:
    return [applicant_post(kind, application, subject, *parts)]


def applicant_post(
    kind: str, application: Application, subject: str, *parts: Part, calendar: str = ""
) -> Post:
    letter = Letter(subject, application.first_name, parts, calendar)
    return Post(kind, application.email, letter)


def reference_facts(application: Application) -> list[Part]:
    return [Facts([("Kenmerk", application.reference)])] if application.reference else []


def day_in_words(when: date | datetime) -> str:
    day = timezone.localdate(when) if isinstance(when, datetime) else when
    return date_format(day, DAY)
