"""A world that several tests read: made once for a class or a module, and undone after them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def world(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what is made inside until the end of the block, for use in a fixture.

    Each test of it works in a savepoint, so what one test changes no other sees.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
