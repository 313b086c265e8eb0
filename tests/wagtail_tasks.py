"""Leaves out what Wagtail does after each saved row, where a test is not about it.

Of the time to make a page, two thirds go to Wagtail's index for its own search and to its table of
what refers to what. Both are tasks that run at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from modelsearch import signal_handlers as search_handlers
from wagtail import signal_handlers as reference_handlers


class Tasks:
    """Stands in for tasks: they are forgotten, but for those inside `done`."""

    def __init__(self) -> None:
        self.are_done = False

    @contextmanager
    def done(self) -> Iterator[None]:
        self.are_done = True
        try:
            yield
        finally:
            self.are_done = False

    def standing_in_for(self, task: Any) -> "_Task":
        return _Task(self, task)


class _Task:
    def __init__(self, tasks: Tasks, task: Any) -> None:
        self._tasks, self._task = tasks, task

    def enqueue(self, *arguments: Any) -> Any:
        return self._task.enqueue(*arguments) if self._tasks.are_done else None


def replace() -> Tasks:
    """Put the stand-ins in the place of both tasks, for as long as this process lives."""
    tasks = Tasks()
    for module, name in (
        (search_handlers, "insert_or_update_object_task"),
        (reference_handlers, "update_reference_index_task"),
    ):
        setattr(module, name, tasks.standing_in_for(getattr(module, name)))
    return tasks
