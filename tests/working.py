"""The worker, in the process of the test."""

from core.background import TaskRunner


def do_all_tasks() -> None:
    """Do what the worker would do in the next seconds."""
    runner = TaskRunner()
    while runner.run_next():
        pass
