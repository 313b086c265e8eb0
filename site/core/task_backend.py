"""Runs tasks at once, or, while much is being written, each of them once at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django_tasks.backends.immediate import ImmediateBackend as DjangoImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

_Waiting = dict[tuple[str, str], TaskResult]
_waiting: ContextVar[_Waiting | None] = ContextVar("tasks_waiting", default=None)


class ImmediateBackend(DjangoImmediateBackend):
    """Django's own backend of that name, which also heeds `each_once`."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        waiting = _waiting.get()
        if waiting is None:
            return super().enqueue(task, args, kwargs)
        self.validate_task(task)
        key = (task.module_path, repr((args, kwargs)))
        return waiting.setdefault(key, self._new_result(task, args, kwargs))

    def _new_result(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


@contextmanager
def each_once() -> Iterator[None]:
    """Hold the immediate tasks of this thread back, and run each of them once when the block ends.

    Wagtail brings its two indexes up to date each time a row is saved, and loading a page saves it
    several times. When the block ends with an error, none of the tasks runs.
    """
    waiting: _Waiting = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for result in waiting.values():
        result.task.enqueue(*result.args, **result.kwargs)
