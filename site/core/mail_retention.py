"""How long the site keeps what it wrote to people (domain guide, paragraph 10)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.models.mail import OutgoingMail

TEXT_KEPT = timedelta(days=30)
# The key must outlive whatever could ask for the same mail again.
MAIL_KEPT = timedelta(days=365)


@transaction.atomic
def forget_old_mail() -> None:
    """Empty mails a month after they were sent or given up, and delete them after a year.

    Of a private mail nothing is left after that month.
    """
    now = timezone.now()
    done = OutgoingMail.objects.exclude(state=OutgoingMail.State.WAITING)
    done.filter(created_at__lt=now - MAIL_KEPT, due_at__lt=now - MAIL_KEPT).delete()
    done.filter(is_private=True, due_at__lt=now - TEXT_KEPT).delete()
    done.filter(due_at__lt=now - TEXT_KEPT).exclude(text="").update(text="", html="", calendar="")
