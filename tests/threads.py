"""Doing things at the same instant, with real threads; for tests on a `committing_db`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, connections


def at_once(*actions: Callable[[], object]) -> None:
    """Do all of these at the same instant, each on a connection of its own; errors are raised."""
    barrier = Barrier(len(actions))

    def do(action: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(30)
            action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        list(pool.map(do, actions))
