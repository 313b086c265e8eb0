"""One number that tells whether anything a visitor can see has changed.

Every change that can show on a public page raises the number, once its transaction is committed.
The page cache and everything that is read once and kept (menus, themes, settings) belong to one
generation and die with it, in every process, because the number lives in the database.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection, transaction

T = TypeVar("T")


class _Memory:
    """What was read in one generation. Only added to, so threads can share it without a lock."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.kept: dict[tuple[Hashable, ...], Any] = {}


# The newest generation of this process; None until the first read.
_shared: _Memory | None = None
# The generation a request started in, which it keeps to the end whatever others commit meanwhile.
_of_request: ContextVar[_Memory | None] = ContextVar("generation of request", default=None)
# What was read inside a transaction after it changed something: of no use to anybody else, and
# wrong for everybody when the transaction is rolled back.
_of_transaction: ContextVar[_Memory | None] = ContextVar("uncommitted generation", default=None)


def read() -> int:
    """Return the number as it is in the database now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM core_generation")
        return cursor.fetchone()[0]


def start_request() -> int:
    """Read the number and hold on to its generation for the rest of this request.

    This read is also the test of a connection that was kept from an earlier request, so Django need
    not make a round trip for that: a dead connection is replaced once.
    """
    connection.health_check_done = True  # type: ignore[attr-defined] # not in the stubs
    try:
        number = read()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        number = read()
    _of_request.set(_shared_memory(number))
    return number


def end_request() -> None:
    _of_request.set(None)


def current() -> int:
    """Return the number that this request started with; outside a request, the number now."""
    return _memory().number


def raise_number() -> None:
    """Say that something visible changed: now for this transaction, at its commit for everybody.

    Many changes in one transaction raise the number once; a rolled-back one does not raise it.
    """
    if connection.in_atomic_block:
        _of_transaction.set(_Memory(-1))
        if _is_pending():
            return
    transaction.on_commit(_write)


def forget() -> None:
    """Drop everything this process kept; for tests, and for changes made by hand."""
    global _shared
    _shared = None
    _of_request.set(None)
    _of_transaction.set(None)


def _is_pending() -> bool:
    """Tell whether this transaction has a change that is not committed yet.

    Django keeps this list for each connection, and drops from it what a rollback undid.
    """
    return any(hook[1] is _write for hook in connection.run_on_commit)


def _write() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_generation SET number = number + 1")
    _of_transaction.set(None)
    _of_request.set(None)


def _shared_memory(number: int) -> _Memory:
    """Return what this process keeps for a generation; the first to see a new one starts afresh.

    A request that is still busy in an older generation has a hold of its own on that.
    """
    global _shared
    memory = _shared
    if memory is None or memory.number != number:
        # Wagtail keeps the addresses of sites in Django's cache, for each process its own.
        cache.clear()
        _shared = memory = _Memory(number)
    return memory


def _memory() -> _Memory:
    uncommitted = _of_transaction.get()
    if uncommitted is not None:
        if _is_pending():
            return uncommitted
        _of_transaction.set(None)
    return _of_request.get() or _shared_memory(read())


def kept(read_anew: Callable[..., T]) -> Callable[..., T]:
    """Decorate a function without side effects so that it runs once per generation and arguments.

    What it returns is shared between requests and threads: return values, not things to change.
    """

    @wraps(read_anew)
    def from_memory(*arguments: Hashable) -> T:
        memory = _memory()
        key = (read_anew, *arguments)
        if key not in memory.kept:
            memory.kept[key] = read_anew(*arguments)
        return memory.kept[key]

    return from_memory
