"""What visitors come to do, and the page where they do it: forms, which are no pages in the tree.

An app registers its own when it is ready; search puts them above the pages that it finds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class TopTask:
    """One thing that a visitor can do.

    `asked_by` are the ways in which people ask for it; `address` returns where it is done, or ""
    when that page is not there now.
    """

    title: str
    summary: str
    asked_by: tuple[str, ...]
    address: Callable[[], str]


_tasks: list[TopTask] = []


def register(tasks: Iterable[TopTask]) -> None:
    """Have search offer these; called once by each app."""
    _tasks.extend(tasks)


def top_tasks() -> tuple[TopTask, ...]:
    return tuple(_tasks)
