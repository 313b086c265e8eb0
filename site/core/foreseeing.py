"""What something would do and mail: shown to staff before they do it.

It is really done, by the service that does it, and then undone. So a preview is the mail itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import transaction

from core.letters import Queued, watch


class _Undone(Exception):  # noqa: N818 - not an error: everything was meant to be undone
    """Rolls back what was done only to see what it does."""


@contextmanager
def undone() -> Iterator[None]:
    """Undo all that the block does in the database."""
    with suppress(_Undone), transaction.atomic():
        yield
        raise _Undone


def would_queue(act: Callable[[], object]) -> list[Queued]:
    """Return the mails that `act` would queue, and change nothing. Raises what `act` raises.

    A link that is its reader's alone opens nothing.
    """
    with undone(), watch() as queued:
        act()
    return [one.for_other_eyes() for one in queued]
