"""What the worker does every minute besides sending mail: each app says what it has to do.

One row that fails must not keep the others from being done. So a job that has something to do for
each of many rows goes through `each`; a queue, of which the first row is done again and again,
keeps a `SetAside`.
"""

import logging
import traceback
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Model, QuerySet

# Returns how many rows failed; None is none.
Job = Callable[[], int | None]
Row = TypeVar("Row", bound=Model)
Rows = TypeVar("Rows", bound=QuerySet)

logger = logging.getLogger("worker")

_jobs: list[Job] = []


def register(job: Job) -> Job:
    """Have the worker call this function every minute; what it raises is logged, never fatal."""
    _jobs.append(job)
    return job


def jobs() -> tuple[Job, ...]:
    return tuple(_jobs)


def name_of(job: Callable[..., object]) -> str:
    """Return how the log and the health page call a job: "facilitators.yearly_check.ask"."""
    function = job.func if isinstance(job, partial) else job
    return f"{function.__module__}.{function.__qualname__}"


def each(
    rows: QuerySet[Row], do: Callable[[Row], int | None], *, at_most: int | None = None
) -> int:
    """Do something for every row of these, each in a transaction of its own.

    A row that fails is logged, and the next one goes on. Each is read anew when it is its turn, and
    left out when it is not among `rows` any more; `do` locks it and judges it again. With `at_most`
    no more than so many are done: those that fail do not count, so they are in nobody's way.
    Returns how many failed, with what `do` says that failed within a row. Raises OperationalError
    when the database is away.
    """
    failed = done = 0
    for key in list(rows.values_list("pk", flat=True)):
        if at_most is not None and done >= at_most:
            break
        try:
            with transaction.atomic():
                row = rows.filter(pk=key).first()
                if row is not None:
                    failed += do(row) or 0
            done += row is not None
        except Exception as error:
            failed += 1
            note_failure(do, rows.model, key, error)
            mend_connection()
    return failed


def note_failure(
    what: Callable[..., object], model: type[Model], key: object, error: Exception
) -> None:
    """Log which row failed, and where in the code; never what stood in the row.

    The words of an error can be those of a row: PostgreSQL tells what it refused.
    """
    kind = model._meta.label_lower
    logger.error("%s failed for %s %s: %s", name_of(what), kind, key, anonymous(error))


def anonymous(error: BaseException) -> str:
    """Return the kind of an error and where it came from, without its words."""
    lines = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__module__}.{type(error).__qualname__}\n{lines}"


def mend_connection() -> None:
    """Connect anew when it was the connection that broke. Raises what broke it when it cannot."""
    if connection.in_atomic_block:
        return
    if connection.connection is None or not connection.is_usable():
        connection.close()
        connection.ensure_connection()


class SetAside:
    """The rows of a queue that failed of late: the others come first, and nothing is done hotly."""

    def __init__(self) -> None:
        self._keys: list[object] = []

    def rest_of(self, rows: Rows) -> Rows:
        return rows.exclude(pk__in=self._keys) if self._keys else rows

    def add(self, row: Model) -> None:
        """Count this row as failed, and leave it alone until the next round."""
        self._keys.append(row.pk)

    def take_back(self) -> int:
        """Let all have another turn; return how many there were."""
        number = len(self._keys)
        self._keys.clear()
        return number
