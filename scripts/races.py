"""Lets two processes save and merge, rename or delete at one moment, and counts what ends wrong.

    python scripts/races.py [ROUNDS]

In each round one process publishes an article or saves a draft with a theme, as an editor does in
the admin; the other merges, renames or deletes that theme, as a colleague does. Both begin at one
moment, give or take a few hundredths of a second. Wrong is an answer of 500 or more, a page online
or a newest version without the theme that it should have, or one that names a theme that is gone.

It works on a database of its own and exits with 1 when anything was wrong.
"""

import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
ROUNDS = 500
LONGEST = 600  # seconds; the first round waits for both to start
MOST_APART = 0.25  # seconds; about what a save takes
CHANGES = ("merge", "rename", "delete")
ACTIONS = ("publish", "")  # what the button says; nothing keeps a draft


def _prepare(database: str) -> None:
    """Start Django here, on this database."""
    import dj_database_url  # noqa: PLC0415
    import django  # noqa: PLC0415 - after its settings
    from django.db import connections  # noqa: PLC0415

    django.setup()
    connections["default"].settings_dict.update(dj_database_url.parse(database))


def _client() -> Any:
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(username="redacteur"))
    return client


def _save(client: Any, task: dict[str, Any]) -> int:
    from news.models import NewsPage  # noqa: PLC0415
    from tests.news.editing import edit_article  # noqa: PLC0415

    page = NewsPage.objects.get(pk=task["page"])
    answer = edit_article(client, page, action=task["action"], themes=[task["old"]], all_themes="")
    return int(answer.status_code)


def _change(client: Any, task: dict[str, Any]) -> int:
    old, change = task["old"], task["change"]
    base = "/beheer/snippets/core/theme/"
    if change == "merge":
        answer = client.post(f"{base}merge/{old}/", {"into": task["kept"]})
    elif change == "delete":
        answer = client.post(f"{base}delete/{old}/")
    else:
        fields = {"name": f"Anders {old}", "slug": f"anders-{old}", "description": "Iets."}
        fields |= {"line": "", "hue": "1", "order": "100", "active": "on", "intro": "null"}
        answer = client.post(f"{base}edit/{old}/", fields)
    return int(answer.status_code)


def _work(database: str, do: Any, start: Barrier, tasks: Any, answers: Any) -> None:
    _prepare(database)
    client = _client()
    while (task := tasks.get()) is not None:
        start.wait()
        time.sleep(random.uniform(0, MOST_APART))  # noqa: S311 - no secret
        answers.put((do.__name__, do(client, task)))


def _new_round(nth: int) -> dict[str, Any]:
    from tests.factories import NewsPageFactory, ThemeFactory  # noqa: PLC0415

    old, kept, page = ThemeFactory(), ThemeFactory(), NewsPageFactory()
    change, action = CHANGES[nth % len(CHANGES)], ACTIONS[nth // len(CHANGES) % len(ACTIONS)]
    return {
        "page": page.pk,
        "old": old.pk,
        "kept": kept.pk,
        "change": change,
        "action": action,
    }


def _faults(task: dict[str, Any], statuses: dict[str, int]) -> list[str]:
    """Return what ended wrong in a round."""
    from core.models import Theme  # noqa: PLC0415
    from news.models import NewsPage  # noqa: PLC0415

    found = [f"{who} got {status}" for who, status in statuses.items() if status >= 500]
    page = NewsPage.objects.get(pk=task["page"])
    content = page.latest_revision.content["themes"] if page.latest_revision else []
    if Theme.objects.filter(pk__in=content).count() != len(content):
        found.append("the newest version names a theme that is gone")
    if statuses["_save"] != 302:  # the form said what to mend
        return found if task["change"] == "delete" else [*found, "the form did not take the theme"]
    newest = {theme.pk for theme in page.get_latest_revision_as_object().themes.all()}
    expected = {task["kept"] if task["change"] == "merge" else task["old"]}
    if newest != expected:
        found.append("the newest version lost the theme")
    if task["action"] and {theme.pk for theme in page.themes.all()} != expected:
        found.append("the page online lost the theme")
    return found


def run(rounds: int, database: str) -> Counter[str]:
    """Return how often each thing ended wrong."""
    from tests.factories import UserFactory  # noqa: PLC0415

    UserFactory(username="redacteur", groups=["Redacteur"])
    context = multiprocessing.get_context("spawn")
    start, answers = context.Barrier(2), context.Queue()
    queues = [context.Queue(), context.Queue()]
    workers = [
        context.Process(target=_work, args=(database, do, start, queue, answers), daemon=True)
        for do, queue in zip((_save, _change), queues, strict=True)
    ]
    for worker in workers:
        worker.start()
    wrong: Counter[str] = Counter()
    for nth in range(rounds):
        task = _new_round(nth)
        for queue in queues:
            queue.put(task)
        wrong.update(
            f"{task['change']}: {fault}"
            for fault in _faults(task, dict(answers.get(timeout=LONGEST) for _ in workers))
        )
    for queue in queues:
        queue.put(None)
    for worker in workers:
        worker.join(30)
    return wrong


def main(rounds: int) -> int:
    from tests.databases import Databases, migrated, url_of  # noqa: PLC0415 - reads the environment

    databases = Databases()
    name = databases.clone(migrated())
    try:
        _prepare(url_of(name))
        wrong = run(rounds, url_of(name))
    finally:
        databases.drop(name)
    for fault, number in sorted(wrong.items()):
        print(f"{number:5}  {fault}")  # noqa: T201
    print(f"{rounds} rounds, {sum(wrong.values())} wrong")  # noqa: T201 - this is what it is for
    return 1 if wrong else 0


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
