"""Which mails are for the eyes of some staff only: apps say so for those about their records."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, F, Model, Value, When
from wagtail import hooks

from core.models.mail import OutgoingMail, OutgoingMailQuerySet

# The hook by which an app says who may read mails about its records: it takes nothing and returns
# a `Readers`.
MAIL_READERS = "register_mail_readers"


@dataclass(frozen=True)
class Readers:
    """Who may read mails about records of a model; others see that they went and nothing of them.

    `instead` stands in the place of the subject, `refusal` in that of the text.
    """

    model: type[Model]
    permission: str
    instead: str
    refusal: str

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model)


def closed_to(user: Any) -> list[Readers]:
    """Return of which records this user may not read the mails."""
    known: list[Readers] = [register() for register in hooks.get_hooks(MAIL_READERS)]
    return [readers for readers in known if not user.has_perm(readers.permission)]


def closes(user: Any, mail: OutgoingMail) -> Readers | None:
    """Return what keeps this user from reading a mail, None when they may."""
    found = (one for one in closed_to(user) if one.content_type.pk == mail.about_type_id)
    return next(found, None)


def with_what_shows(mails: OutgoingMailQuerySet, user: Any) -> OutgoingMailQuerySet:
    """Give mails `shown_recipient` and `shown_subject`, as far as this user may see them.

    To search or sort by these tells nothing that they do not show.
    """
    closed = closed_to(user)
    return mails.annotate(
        shown_recipient=Case(
            *(When(about_type=one.content_type, then=Value("")) for one in closed),
            default=F("recipient"),
            output_field=CharField(),
        ),
        shown_subject=Case(
            *(When(about_type=one.content_type, then=Value(one.instead)) for one in closed),
            default=F("subject"),
            output_field=CharField(),
        ),
    )
