"""One number that tells whether anything a visitor can see has changed.

Every change that can show on a public page raises the number, once its transaction is committed.
The page cache and everything that is read once and kept (menus, themes, settings) belong to one
generation and die with it, in every process, because the number lives in the database.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.db import connection, transaction

T = TypeVar("T")

_of_request: ContextVar[int | None] = ContextVar("generation", default=None)
_kept: dict[tuple[Hashable, ...], Any] = {}
_kept_for: int | None = None


def read() -> int:
    """Return the number as it is in the database now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM core_generation")
        return cursor.fetchone()[0]


def start_request() -> int:
    """Read the number and hold on to it for the rest of this request."""
    number = read()
    _of_request.set(number)
    return number


def end_request() -> None:
    _of_request.set(None)


def current() -> int:
    """Return the number that this request started with; outside a request, the number now."""
    number = _of_request.get()
    return read() if number is None else number


def raise_number() -> None:
    """Say that something visible changed: now for this process, at commit for all of them."""
    _kept.clear()
    transaction.on_commit(_write)


def _write() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_generation SET number = number + 1")
    _of_request.set(None)


def kept(read_anew: Callable[..., T]) -> Callable[..., T]:
    """Decorate a function without side effects so that it runs once per generation and arguments.

    What it returns is shared between requests and threads: return values, not things to change.
    """

    @wraps(read_anew)
    def from_memory(*arguments: Hashable) -> T:
        global _kept_for
        number = current()
        if _kept_for != number:
            _kept.clear()
            _kept_for = number
        key = (number, read_anew.__module__, read_anew.__qualname__, *arguments)
        if key not in _kept:
            _kept[key] = read_anew(*arguments)
        return _kept[key]

    return from_memory
