"""Gives out the reference numbers of applications: KL-2026-0001, without gaps in a year."""

from django.db import connection
from django.utils import timezone

from initiatives.applications.models import ReferenceNumber


def next_reference() -> str:
    """Return the next number of this year, in the transaction of the caller.

    The row of the year stays locked until that transaction ends: who comes next waits, and a
    transaction that is rolled back gives its number back. So no number is missing or given twice.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number belongs to the transaction of what it is for.")
    year = timezone.localdate().year
    ReferenceNumber.objects.bulk_create([ReferenceNumber(year=year)], ignore_conflicts=True)
    counter = ReferenceNumber.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"KL-{year}-{counter.last:04}"
