"""Tasks that run at once, and each of them once while much is being written."""

from typing import Any

import pytest
from django_tasks import TaskResultStatus, task

from core.task_backend import each_once

done: list[Any] = []


@task()
def note(thing: str) -> None:
    done.append(thing)


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


def test_a_task_runs_at_once():
    assert note.enqueue("iets").status == TaskResultStatus.SUCCESSFUL
    assert done == ["iets"]


def test_while_much_is_written_equal_tasks_run_once_and_at_the_end():
    with each_once():
        for thing in ("iets", "anders", "iets"):
            assert note.enqueue(thing).status == TaskResultStatus.READY
        assert done == []
    assert done == ["iets", "anders"]
    note.enqueue("daarna")
    assert done == ["iets", "anders", "daarna"]


def test_what_was_written_for_nothing_is_not_followed_up():
    with pytest.raises(ZeroDivisionError), each_once():
        note.enqueue("iets")
        raise ZeroDivisionError
    note.enqueue("daarna")
    assert done == ["daarna"]
