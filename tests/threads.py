"""Doing things at the same instant, with real threads; for tests on a `committing_db`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, connections


def at_once(*deeds: Callable[[], object]) -> None:
    """Do all of these at the same instant, each on a connection of its own; errors are raised."""
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(30)
            deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        list(pool.map(do, deeds))
