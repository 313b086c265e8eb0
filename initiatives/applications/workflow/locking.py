"""The lock under which everything with an application is done."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from initiatives.applications.models import Application


@contextmanager
def under_lock(application: Application) -> Iterator[Application]:
    """Give the application as it is now; nobody else changes it until the block ends.

    Everything in the block is one transaction. Raises Application.DoesNotExist when it is gone.
    """
    with transaction.atomic():
        rows = Application.objects.select_for_update(of=("self",))
        yield rows.select_related("adviser", "page", "introduction").get(pk=application.pk)
