"""Which mails are for the eyes of some staff only.

A mail about a record is for whoever may view that record (`core.confidential`), one about an
account for whoever looks after accounts. An app may ask for more, and say so in its own words.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, F, Model, Q, Value, When
from wagtail import hooks

from core.confidential import may_view
from core.models.mail import OutgoingMail, OutgoingMailQuerySet
from core.outbox import ACCOUNT

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


def closes(user: Any, mail: OutgoingMail) -> Readers | None:
    """Return what keeps this user from reading a mail, None when they may."""
    model: type[Model] | None = None
    if mail.about_type:
        model = mail.about_type.model_class()
    elif mail.kind == ACCOUNT:
        model = get_user_model()
    return _closed(user, model) if model else None


def mails_about(record: Model, user: Any) -> OutgoingMailQuerySet:
    """Return the mails that a record caused, without what they say.

    Their `shown_subject` is what this user may know of the subject.
    """
    kind = ContentType.objects.get_for_model(type(record))
    closed = _closed(user, type(record))
    shown = Value(closed.instead) if closed else F("subject")
    mails = OutgoingMail.objects.filter(about_type=kind, about_key=record.pk)
    return mails.defer("text", "html", "calendar").annotate(shown_subject=shown)


def _closed(user: Any, model: type[Model]) -> Readers | None:
    registered = _registered().get(model)
    if registered:
        return None if user.has_perm(registered.permission) else registered
    if may_view(user, model):
        return None
    noun = model._meta.verbose_name
    return Readers(
        model=model,
        permission="",
        instead=f"Mail over een {noun}",
        refusal=f"Deze mail gaat over een {noun}. Alleen wie daarover gaat, leest de tekst en ziet "
        "aan wie hij ging.",
    )


def _registered() -> dict[type[Model], Readers]:
    known: list[Readers] = [register() for register in hooks.get_hooks(MAIL_READERS)]
    return {readers.model: readers for readers in known}


def _closed_to(user: Any) -> dict[Readers, Q]:
    """Return what keeps this user from reading which mails."""
    kinds = ContentType.objects.get_for_models(*_with_mail())
    closed = {
        readers: Q(about_type=kind)
        for model, kind in kinds.items()
        if (readers := _closed(user, model))
    }
    if of_accounts := _closed(user, get_user_model()):
        closed[of_accounts] = Q(about_type=None, kind=ACCOUNT)
    return closed


def _with_mail() -> list[type[Model]]:
    """Return the models that mails are about."""
    keys = OutgoingMail.objects.order_by().values("about_type").distinct()
    kinds = ContentType.objects.filter(pk__in=keys)
    return [model for kind in kinds if (model := kind.model_class())]


def with_what_shows(mails: OutgoingMailQuerySet, user: Any) -> OutgoingMailQuerySet:
    """Give mails `shown_recipient` and `shown_subject`, as far as this user may see them.

    To search or sort by these tells nothing that they do not show.
    """
    closed = _closed_to(user)
    return mails.annotate(
        shown_recipient=Case(
            *(When(condition, then=Value("")) for condition in closed.values()),
            default=F("recipient"),
            output_field=CharField(),
        ),
        shown_subject=Case(
            *(
                When(condition, then=Value(readers.instead))
                for readers, condition in closed.items()
            ),
            default=F("subject"),
            output_field=CharField(),
        ),
    )
