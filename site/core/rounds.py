"""What the worker does every minute besides sending mail: each app says what it has to do."""

from collections.abc import Callable

Job = Callable[[], object]

_jobs: list[Job] = []


def register(job: Job) -> Job:
    """Have the worker call this function every minute; what it raises is logged, never fatal."""
    _jobs.append(job)
    return job


def jobs() -> tuple[Job, ...]:
    return tuple(_jobs)
