"""`make bench`: each figure beside another of the same run, because only the ratio says anything.

SCALE is the number of generated articles; 100000 is the size that the site must carry. Arguments
name the parts that are wanted; without any it measures all of them.
"""

import os
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import dj_database_url
import django
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from core.models import Branch, Theme, ThemedPage  # noqa: E402
from tests.benchmarks import applications, facilitators, search  # noqa: E402
from tests.benchmarks.load import requests_per_second  # noqa: E402
from tests.databases import ROOT, Databases, demo, url_of  # noqa: E402
from tests.servers import ServedSite, serving  # noqa: E402

SCALE = int(os.environ.get("SCALE", "3000"))
ARTICLE = "/nieuws/al-meer-dan-twintig-initiatieven-in-beeld/"
PAGE_SIZE = 12
ROUNDS = 9
SECONDS = 3.0


def say(line: str = "") -> None:
    print(line, flush=True)  # noqa: T201


def compare(what: str, unit: str, first: tuple[str, float], second: tuple[str, float]) -> None:
    """Print two figures and how many times the second the first is."""
    (name, figure), (other_name, other) = first, second
    ratio = figure / other if other else float("inf")
    figures = f"{name} {figure:>9,.1f} {unit}  {other_name} {other:>9,.1f} {unit}"
    say(f"{what:30} {figures}  × {ratio:.2f}")


def milliseconds(read: Callable[[], Any]) -> float:
    """Return the median time of reading, after one time to warm up."""
    read()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        read()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


@contextmanager
def large_database(databases: Databases, folder: Path) -> Iterator[str]:
    """A clone of the demo with SCALE articles more, for Django here and for servers."""
    name = databases.clone(demo(), folder / "media")
    say(f"Generating {SCALE:,} articles …")
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "demo", "--force", "--scale", str(SCALE)],
        env={**os.environ, "DATABASE_URL": url_of(name), "VAR_DIR": str(folder)},
        check=True,
    )
    yield name
    connection.close()
    databases.drop(name)


def bench_lists() -> None:
    """The ways of reading a list that docs/architecture.md chose between."""
    pages = ThemedPage.objects.all().published().newest_first()
    deepest = max(0, pages.count() - 2 * PAGE_SIZE)

    def at_once(start: int) -> None:
        list(pages.select_related("listing_image")[start : start + PAGE_SIZE])

    def keys_first(start: int) -> None:
        keys = list(pages.values_list("pk", flat=True)[start : start + PAGE_SIZE])
        list(ThemedPage.objects.filter(pk__in=keys).select_related("listing_image"))

    for name, start in (("first page", 0), ("deepest page", deepest)):
        compare(
            f"list, {name}",
            "ms",
            ("whole rows", milliseconds(partial(at_once, start))),
            ("keys first", milliseconds(partial(keys_first, start))),
        )
    theme, branch = Theme.objects.first(), Branch.objects.first()
    through_theme = ThemedPage.themes.through.objects.filter(theme=theme).values("themedpage")
    through_branch = ThemedPage.branches.through.objects.filter(branch=branch).values("themedpage")
    inside = pages.filter(pk__in=through_theme).filter(pk__in=through_branch)
    joined = pages.filter(themes=theme).filter(branches=branch).distinct()
    compare(
        "theme and branch, first page",
        "ms",
        ("joined", milliseconds(lambda: list(joined[:PAGE_SIZE]))),
        ("pk in", milliseconds(lambda: list(inside[:PAGE_SIZE]))),
    )
    compare(
        "theme and branch, count",
        "ms",
        ("joined", milliseconds(joined.count)),
        ("pk in", milliseconds(inside.count)),
    )


def bench_cache(kept: ServedSite, made: ServedSite) -> None:
    paths = {
        "list": "/nieuws/",
        "filtered list": "/nieuws/?thema=minder-regeldruk",
        "article": ARTICLE,
        "meetings": "/bijeenkomsten/",
    }
    for name, path in paths.items():
        kept.get_often(path)
        figures = [
            requests_per_second(site.port, path, seconds=SECONDS, at_most=20_000)
            for site in (kept, made)
        ]
        compare(name, "req/s", ("kept", figures[0]), ("made", figures[1]))


def bench_pool() -> None:
    """The Facilitators Pool, whole answers without the page cache, small and large."""
    client = Client()
    paths = {
        "facilitators": "/facilitators/",
        "facilitators, three facets": (
            "/facilitators/?hulpvraag=groepen-begeleiden&regio=midden&groepsgrootte=groot"
        ),
        "facilitators, searched": "/facilitators/?q=bureau",
        "facilitators, guided": "/facilitators/?doel=groepen-begeleiden&waar=midden&wanneer=nu",
    }
    found: dict[str, list[float]] = {name: [] for name in paths}
    for number in (50, 5_000):
        facilitators.fill(number)
        for name, path in paths.items():
            found[name].append(milliseconds(partial(client.get, path)))
    for name, (few, many) in found.items():
        compare(name, "ms", ("at 5,000", many), ("at 50", few))


def bench_desk() -> None:
    """The desk of the advisers, whole answers, with few applications and with many."""
    client = Client()
    user, _ = get_user_model().objects.get_or_create(username="adviseur", is_superuser=True)
    client.force_login(user)
    desk = "/beheer/koploper-aanmeldingen/"
    paths = {
        "desk, all applications": desk,
        "desk, filtered and sorted": f"{desk}?status=loopt&adviseur=niemand&q=zorg&o=6",
        "desk, too late": f"{desk}?termijn=te-laat&o=6",
        "desk, figures": "/beheer/koploper-cijfers/?van=&tot=",
    }
    found: dict[str, list[float]] = {name: [] for name in paths}
    for number in (50, 2_000):
        applications.fill(number)
        for name, path in paths.items():
            found[name].append(milliseconds(partial(client.get, path)))
    for name, (few, many) in found.items():
        compare(name, "ms", ("at 2,000", many), ("at 50", few))


def bench_pages(name: str, folder: Path) -> None:
    """Whole pages over loopback, with the page cache and without."""
    connection.close()
    say("\nPages over loopback, two worker processes")
    with (
        serving(name, folder) as kept,
        serving(name, folder, PAGE_CACHE="0") as made,
    ):
        bench_cache(kept, made)


# Search comes first, before the Pool and the desk have filled the database with more.
PARTS: dict[str, Callable[[str, Path], None]] = {
    "search": lambda name, folder: search.bench(say),
    "lists": lambda name, folder: bench_lists(),
    "pool": lambda name, folder: bench_pool(),
    "desk": lambda name, folder: bench_desk(),
    "pages": bench_pages,
}


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    wanted = parser.parse_args().parts or list(PARTS)
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    databases = Databases()
    with TemporaryDirectory() as place, large_database(databases, Path(place)) as name:
        connection.settings_dict.update(dj_database_url.parse(url_of(name)))
        say(f"\nAmong {SCALE:,} articles; queries the median of {ROUNDS}")
        for part in wanted:
            PARTS[part](name, Path(place))


if __name__ == "__main__":
    main()
