"""Databases for tests: cloned from a template in 50 ms instead of migrated in twenty seconds.

A template is built once and named after a hash of what went into it, so it is never out of date;
building another one drops older ones. Every clone belongs to one process, which holds an
advisory lock under the clone's name for as long as it lives. So a clone whose lock is free was left
behind by a run that died, and the next run sweeps it away.
"""

import datetime
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from config import local_database
from config.settings.test import NO_DATABASE

ROOT = Path(__file__).resolve().parents[1]
CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]
DEMO_PASSWORD = "wachtwoord-van-de-demo"
MAINTENANCE = "postgres"
# Copies files instead of writing every page to the log: quicker where fsync is off.
COPY = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
_clone_number = count(1)


@cache
def server_url() -> str:
    """Return the URL of the database server for this run, with whatever database it names."""
    named = os.environ["DATABASE_URL"]
    return local_database.ensure_running_for_tests() if named == NO_DATABASE else named


def url_of(database: str) -> str:
    return urlunsplit(urlsplit(server_url())._replace(path=f"/{database}"))


def manage(
    *arguments: str, database: str, settings: str = "config.settings.test", **environment: str
) -> str:
    """Run a management command on one database, in a process of its own; return what it prints.

    Raises AssertionError with that output when the command fails.
    """
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env={
            **os.environ,
            "DATABASE_URL": url_of(database),
            "DJANGO_SETTINGS_MODULE": settings,
            **environment,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}:\n{done.stdout}"
    return done.stdout


def sources(*suffixes: str) -> Iterator[Path]:
    """Return the files of the site itself: its apps, and what they carry."""
    for folder in ROOT.iterdir():
        if folder.is_dir() and folder.name not in {"docs", "scripts", "tests", "var"} | {
            ".git",
            ".venv",
        }:
            yield from (path for path in folder.rglob("*") if path.suffix in suffixes)


def hash_of(paths: Iterable[Path], *more: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    digest.update("\0".join(more).encode())
    return digest.hexdigest()[:12]


@dataclass(frozen=True)
class Template:
    """A finished database to clone, and the media files that belong to it."""

    kind: str
    key: str
    build: Callable[[str, Path], None]
    base: "Template | None" = None  # what the build starts from; None for an empty database

    @property
    def prefix(self) -> str:
        return f"aln_template_{CHECKOUT}_{self.kind}_"

    @property
    def name(self) -> str:
        return self.prefix + self.key

    @property
    def media(self) -> Path:
        return ROOT / "var" / "test-templates" / self.name


# Two thirds of all the time that migrations take, and they change only with the lock.
OF_PACKAGES = """
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

executor = MigrationExecutor(connection)
ours = {app.label for app in apps.get_app_configs() if ".venv" not in app.path}
executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in ours])
"""


def _build_packages(database: str, media: Path) -> None:
    manage("shell", "--verbosity=0", "--command", OF_PACKAGES, database=database)


def _build_migrated(database: str, media: Path) -> None:
    manage("migrate", "--verbosity=0", database=database)


def _build_demo(database: str, media: Path) -> None:
    places = {"MEDIA_ROOT": str(media), "VAR_DIR": str(media)}
    manage("demo", "--force", database=database, DEMO_PASSWORD=DEMO_PASSWORD, **places)
    # The pictures: every test would otherwise make them again.
    manage("db_worker", "--batch", "--backend=background", database=database, **places)


@cache
def packages() -> Template:
    """Return the template with the tables of the packages that we use, and none of ours."""
    apps = ROOT / "site" / "config" / "settings" / "production.py"
    locks = (ROOT / "requirements").glob("*.txt")
    return Template("packages", hash_of([apps, *locks]), _build_packages)


@cache
def migrated() -> Template:
    """Return the template with every migration applied and nothing else in it."""
    migrations = [path for path in sources(".py") if path.parent.name == "migrations"]
    key = hash_of(migrations, packages().key)
    return Template("migrated", key, _build_migrated, packages())


@cache
def demo() -> Template:
    """Return the template with the demo content, whose dates hang on the day it was loaded."""
    today = datetime.date.today().isoformat()
    files = sources(".py", ".toml", ".svg")
    return Template("demo", hash_of(files, migrated().key, today), _build_demo, migrated())


class Databases:
    """The clones that one process made, and the connection that marks them as its own."""

    def __init__(self) -> None:
        self._needed: set[str] = set()

    @cached_property
    def _connection(self) -> psycopg.Connection:
        connection = psycopg.connect(url_of(MAINTENANCE), autocommit=True)
        self._sweep(connection)
        return connection

    def _execute(self, statement: str, *names: str) -> None:
        query = sql.SQL(statement).format(*map(sql.Identifier, names))
        self._connection.execute(query)

    @contextmanager
    def _alone(self, template: Template) -> Iterator[None]:
        """Let one process at a time build or clone a template.

        Whoever holds one may ask for what it is based on, never for what is based on it.
        """
        self._connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [template.prefix])
        try:
            yield
        finally:
            self._connection.execute("SELECT pg_advisory_unlock(hashtext(%s))", [template.prefix])

    def _names(self, prefix: str) -> set[str]:
        rows = self._connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
        )
        return {name for (name,) in rows}

    def _ensure(self, template: Template) -> None:
        known = self._names(template.prefix)
        if template.name not in known or not template.media.exists():
            for name in known:
                self._drop_template(name, template.media.with_name(name))
            self._make(template)
        if template.name not in self._needed:
            shared = "SELECT pg_advisory_lock_shared(hashtext(%s))"
            self._connection.execute(shared, [template.name])
            self._needed.add(template.name)

    def _drop_template(self, name: str, media: Path) -> None:
        """Drop an old template, unless a run that started before a change needs it."""
        lock = self._connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        row = lock.fetchone()
        if row and row[0]:
            self.drop(name)
            shutil.rmtree(media, ignore_errors=True)
            self._connection.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])

    def _make(self, template: Template) -> None:
        # Under another name until it is finished, so that half a template is never cloned.
        unfinished = f"{template.prefix}unfinished"
        shutil.rmtree(template.media, ignore_errors=True)
        template.media.mkdir(parents=True)
        if template.base is None:
            self._execute("CREATE DATABASE {}", unfinished)
        else:
            with self._alone(template.base):
                self._ensure(template.base)
                self._execute(COPY, unfinished, template.base.name)
        template.build(unfinished, template.media)
        self._execute("ALTER DATABASE {} RENAME TO {}", unfinished, template.name)

    def clone(self, template: Template, media: Path | None = None) -> str:
        """Make a database like the template, its media files at `media`, and return its name."""
        name = f"aln_test_{os.getpid()}_{next(_clone_number)}"
        self._connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        with self._alone(template):
            self._ensure(template)
            self._execute(COPY, name, template.name)
            if media:
                shutil.copytree(template.media, media)
        return name

    def renew(self, name: str, template: Template, media: Path) -> None:
        """Put the template, and its media files, in the place of a clone that is in use."""
        with self._alone(template):
            self._ensure(template)
            self.drop(name)
            self._execute(COPY, name, template.name)
        shutil.rmtree(media, ignore_errors=True)
        shutil.copytree(template.media, media)

    def drop(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _sweep(self, connection: psycopg.Connection) -> None:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, 'aln_test_')"
        ).fetchall()
        for (name,) in rows:
            lock = connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
            row = lock.fetchone()
            if row and row[0]:
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                connection.execute(drop.format(sql.Identifier(name)))
                connection.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
