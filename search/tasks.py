"""Which tasks somebody asks for: those of whom all words of one way of asking were typed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from core import generation
from core.top_tasks import TopTask, top_tasks
from search.dutch import parted_verbs, stem, words

# More than this would push away the pages that tell about it.
MOST = 2


@dataclass(frozen=True)
class Task:
    """A task as a page of results shows it."""

    title: str
    summary: str
    url: str


def tasks_for(text: str) -> list[Task]:
    """Return what somebody may want to do who types this: what most of the words ask for."""
    row = list(words(text))
    parted = {verb for _, verb in parted_verbs(text, row)}
    typed = parted.union(*(word.terms for word in row))
    found: dict[int, list[Task]] = defaultdict(list)
    for task, ways in _ways():
        fitting = [len(way) for way in ways if way <= typed]
        if fitting and (url := _addresses()[task.title]):
            found[max(fitting)].append(Task(task.title, task.summary, url))
    return found[max(found)][:MOST] if found else []


def tasks_begun(typed: str) -> Iterable[Task]:
    """Yield the tasks of which a way of asking begins so."""
    begun = [word.joined for word in words(typed)]
    for task in top_tasks():
        is_meant = any(_begins(way, begun) for way in (task.title, *task.asked_by))
        if is_meant and (url := _addresses()[task.title]):
            yield Task(task.title, task.summary, url)


def _begins(way: str, begun: list[str]) -> bool:
    *before, last = begun
    said = [word.joined for word in words(way)][: len(begun)]
    return len(said) == len(begun) and said[:-1] == before and said[-1].startswith(last)


@generation.kept
def _addresses() -> dict[str, str]:
    return {task.title: task.address() for task in top_tasks()}


@cache
def _ways() -> list[tuple[TopTask, list[frozenset[str]]]]:
    """Return each task with the terms of each way of asking for it."""
    return [
        (task, [frozenset(stem(word.joined) for word in words(way)) for way in task.asked_by])
        for task in top_tasks()
    ]
