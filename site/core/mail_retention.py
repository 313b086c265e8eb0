"""How long the site keeps what it wrote to people (domain guide, paragraphs 10 and 16)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.models.mail import OutgoingMail, OutgoingMailQuerySet

# As the log of deletions and the command `retention` have it.
TEXT = "tekst en adressen van mails"
ROW = "oude mails"
WRITTEN = ("recipient", "reply_to", "subject", "text", "html", "calendar", "last_error")


def due_texts(now: datetime) -> OutgoingMailQuerySet:
    """Return the mails of which nobody needs to know any more what they said, and to whom."""
    done = OutgoingMail.objects.exclude(state=OutgoingMail.State.WAITING)
    return done.filter(~Q(**dict.fromkeys(WRITTEN, "")), due_at__lt=now - settings.KEEP_MAIL)


def due_rows(now: datetime) -> OutgoingMailQuerySet:
    """Return the mails that nothing asks for again, and the private ones of which nothing is left.

    A key must outlive whatever could ask for the same mail again.
    """
    done = OutgoingMail.objects.exclude(state=OutgoingMail.State.WAITING)
    oldest = now - settings.KEEP_MAIL_ROW
    private = Q(is_private=True, due_at__lt=now - settings.KEEP_MAIL)
    return done.filter(private | Q(created_at__lt=oldest, due_at__lt=oldest))


@transaction.atomic
def forget_old_mail() -> None:
    """Empty mails a month after they were sent or given up, and delete them after a year.

    Of a private mail nothing is left after that month.
    """
    now = timezone.now()
    due_rows(now).delete()
    due_texts(now).update(**dict.fromkeys(WRITTEN, ""))
