"""The queue of tasks (core.tasks): done one by one, in the worker.

The rows are those of django-tasks-db, which knows how to do a task but not what to do with one
whose worker was killed.
"""

import logging
import re
import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from core import scheduled_jobs

logger = logging.getLogger("worker")

QUEUE = "background"
# A task that runs for so long was left behind by a worker that was killed.
LONGEST_TASK = timedelta(minutes=15)
MOST_ATTEMPTS = 3  # a task that three workers did not survive is what kills them
KEPT = timedelta(days=7)
# A line of a traceback that names a place; the others can hold the words of the error.
PLACE = re.compile(r'^  File "[^"\n]+", line \d+, in \S+$', re.MULTILINE)


def _tasks() -> DBTaskResultQuerySet:
    return DBTaskResultQuerySet(DBTaskResult).filter(backend_name=QUEUE)


class TaskRunner:
    def __init__(self) -> None:
        self.aside = scheduled_jobs.SetAside()
        self._worker = Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name=QUEUE,
            startup_delay=False,
            max_tasks=None,
            worker_id=uuid.uuid4().hex,
            excluded_queue_names=[],
        )

    def run_next(self) -> bool:
        """Do the first task that no other worker has; tell whether there was one.

        One that fails is logged and keeps its traceback; it is not tried again. One of which not
        even that can be written down is set aside until the next round.
        """
        task = None
        try:
            with transaction.atomic():
                task = self.aside.rest_of(_tasks().ready()).get_locked()
                if task is None:
                    return False
                task.claim(self._worker.worker_id)
            self._worker.run_task(task)
        except Exception as error:
            if task is None:
                raise
            self.aside.add(task)
            scheduled_jobs.note_failure(self.run_next, DBTaskResult, task.pk, error)
            scheduled_jobs.mend_connection()
            return True
        forget_what_for(task)
        if task.status == TaskResultStatus.FAILED:
            self.aside.add(task)
            where = "\n".join(PLACE.findall(task.traceback))
            logger.error("Task %s failed: %s\n%s", task.task_path, task.exception_class_path, where)
        return True


def forget_what_for(task: DBTaskResult) -> None:
    """Empty what a task that is over was given: it may be somebody's address."""
    nothing: dict[str, Any] = {"args": [], "kwargs": {}}
    DBTaskResult.objects.filter(pk=task.pk, finished_at__isnull=False).update(args_kwargs=nothing)


def take_back_stale_tasks() -> int:
    """Give tasks of workers that were killed to the next one, a few times at most."""
    return scheduled_jobs.each(_left_behind(), _take_back)


def _left_behind() -> DBTaskResultQuerySet:
    return _tasks().running().filter(started_at__lt=timezone.now() - LONGEST_TASK)


def _take_back(found: DBTaskResult) -> None:
    task = _left_behind().filter(pk=found.pk).get_locked()
    if task is None:
        return
    if len(task.worker_ids) < MOST_ATTEMPTS:
        task.status = TaskResultStatus.READY
        task.save(update_fields=["status"])
    else:
        task.set_failed(TimeoutError("None of its workers came to the end of this task."))


def forget_finished_tasks() -> None:
    _tasks().finished().filter(finished_at__lt=timezone.now() - KEPT).delete()
