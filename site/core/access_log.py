"""Which staff saw data of people: one line for each person, record, way and hour.

Every page, mail and file with such data passes here, and so does the privacy page. A line holds two
numbers and no name, and goes after KEEP_ACCESS_LOG. An application has a log of its own besides,
where its advisers and parties stand (initiatives.applications).
"""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import Model
from django.utils import timezone

from core.models.privacy import Access

User = AbstractUser | AnonymousUser


def note(user: User, record: Model, how: Access.How = Access.How.PAGE) -> None:
    """Write down that this user saw this record, unless it says so in this hour already."""
    note_all(user, [record], how)


def note_all(user: User, records: Iterable[Model], how: Access.How) -> None:
    """Do so for many records, with two statements for a thousand; what is known writes nothing."""
    lines = [_line(user, record._meta.label_lower, record.pk, how) for record in records]
    if not lines:
        return
    same = Access.objects.filter(user_id=user.pk or 0, how=how, hour=lines[0].hour)
    known = set(same.values_list("kind", "key"))
    new = [line for line in lines if (line.kind, line.key) not in known]
    # Of two requests at once one is first; the constraint says so.
    Access.objects.bulk_create(new, batch_size=1_000, ignore_conflicts=True)


def note_of_address(user: User, how: Access.How) -> None:
    """Write down that this user saw all that is kept of one address; each time, and not which."""
    _line(user, "core.privacyrequest", None, how).save()


def _line(user: User, kind: str, key: int | None, how: Access.How) -> Access:
    assert user.pk is not None  # noqa: S101 - only somebody signed in gets here; tells mypy
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    return Access(at=now, hour=hour, user_id=user.pk, kind=kind, key=key, how=how)
