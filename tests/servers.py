"""A real production server over a cloned database, as a visitor meets it."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from django.core.cache import cache as django_cache
from django.db import connections
from django.test.utils import override_settings
from pytest_django import DjangoDbBlocker

from config import static_files
from config.processes import end_with_parent, server_command
from core import generation
from tests.databases import ROOT, Databases, Template, manage, url_of

WORKERS = 2
# Reads that are enough for every worker process to have answered, whichever takes a connection.
OFTEN = 12


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass(frozen=True)
class Answer:
    """One response, exactly as it came over the wire; redirects are not followed."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "PYTHONPATH": os.pathsep.join((str(ROOT / "site"), str(ROOT))),
    "SECRET_KEY": "only-for-tests-" + "x" * 50,
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "WITHOUT_TLS": "1",
    "CHECK_EXTERNAL_LINKS": "0",
}


def collected_static_files() -> Path:
    """Return the folder with today's static files, hashed and compressed, under their state."""
    place = ROOT / "var" / "test-static"
    nowhere = {"DATABASE_URL": url_of("postgres"), "SITE_URL": "http://127.0.0.1"}
    static_files.collected(place, {**os.environ, **PRODUCTION, **nowhere})
    return place


@dataclass
class ServedSite:
    """The site as `make serve` serves it: production settings, two worker processes."""

    database: str
    folder: Path
    port: int = field(default_factory=free_port)
    workers: int = WORKERS
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def log(self) -> str:
        return self._log_file.read_text()

    @property
    def _log_file(self) -> Path:
        return self.folder / f"server-{self.port}.log"

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **PRODUCTION,
            "DATABASE_URL": url_of(self.database),
            "SITE_URL": self.url,
            "VAR_DIR": str(self.folder),
            "MEDIA_ROOT": str(self.media),
            "STATIC_ROOT": str(collected_static_files() / static_files.state()),
            **self.environment,
        }

    def start(self) -> None:
        """Start the server and wait until it says that it is healthy."""
        environment = self._environment()
        with self._log_file.open("w") as log:
            self.process = subprocess.Popen(
                server_command(self.port, self.workers),
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            assert self.process.poll() is None, f"The server stopped:\n{self.log}"
            try:
                if self.get("/-/health/").status == 200:
                    return
            except (ConnectionError, http.client.HTTPException):
                pass
            time.sleep(0.1)
        raise AssertionError(f"The server did not become healthy in a minute:\n{self.log}")

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def request(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Send one request on a connection of its own, so that any worker may take it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {"Connection": "close", **(headers or {})})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """Read one page; headers are given as keywords: `accept_encoding="gzip"`."""
        return self.request(
            "GET", path, {name.replace("_", "-"): value for name, value in headers.items()}
        )

    def get_often(self, path: str) -> list[Answer]:
        """Read one page so often that every worker process has answered."""
        return [self.get(path) for _ in range(OFTEN)]

    def manage(self, *arguments: str) -> str:
        """Run a management command over this site's database, and return what it prints."""
        return manage(
            *arguments, database=self.database, MEDIA_ROOT=str(self.media), VAR_DIR=str(self.folder)
        )

    def execute(self, statement: str) -> None:
        """Run SQL on this site's database, beside Django."""
        with psycopg.connect(url_of(self.database), autocommit=True) as connection:
            connection.execute(statement)

    def refuse_connections(self) -> None:
        """Take the database away: break every connection and let nobody in again."""
        connections["default"].close()
        with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{self.database}" ALLOW_CONNECTIONS false')
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [self.database],
            )

    def accept_connections(self) -> None:
        with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{self.database}" ALLOW_CONNECTIONS true')

    @contextmanager
    def database_here(self, blocker: DjangoDbBlocker) -> Iterator[None]:
        """Let the test's own Django work as this site: its database, real commits, its key.

        So the links of its mails can be made here, and those made here work there.
        """
        connection = connections["default"]
        connection.close()
        before = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = self.database
        _forget()
        try:
            with (
                blocker.unblock(),
                override_settings(MEDIA_ROOT=self.media, SECRET_KEY=PRODUCTION["SECRET_KEY"]),
            ):
                yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
            _forget()


def _forget() -> None:
    generation.forget()
    django_cache.clear()


class ReusedServer:
    """A running server that tests use in turn, each over a database of its own.

    Starting one takes five seconds of a processor, putting another database under it a tenth. What
    the server remembers belongs to a generation, so each test begins in one that never was.
    """

    def __init__(self, databases: Databases, workers: int = WORKERS) -> None:
        self._databases = databases
        self._workers = workers
        self._generations = count(1_000_000, 1_000_000)
        self._site: ServedSite | None = None

    @contextmanager
    def over(self, template: Template, blocker: DjangoDbBlocker) -> Iterator[ServedSite]:
        """Serve a fresh copy of the template; the test's own Django works on it as well."""
        site = self._site
        if site is None:
            folder = Path(tempfile.mkdtemp(prefix="aln-site-"))
            database = self._databases.clone(template, folder / "media")
            site = self._site = ServedSite(database, folder, workers=self._workers)
        else:
            self._databases.renew(site.database, template, site.media)
        site.execute(f"UPDATE core_generation SET number = {next(self._generations)}")
        if not site.is_running:
            site.start()
        with site.database_here(blocker):
            yield site

    def close(self) -> None:
        if self._site is not None:
            self._site.stop()
            self._databases.drop(self._site.database)
            shutil.rmtree(self._site.folder, ignore_errors=True)


@contextmanager
def served(databases: Databases, template: Template, **environment: str) -> Iterator[ServedSite]:
    """Serve a clone of the template on a free port; everything is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="aln-site-"))
    database = databases.clone(template, folder / "media")
    try:
        with serving(database, folder, **environment) as site:
            yield site
    finally:
        databases.drop(database)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(database: str, folder: Path, **environment: str) -> Iterator[ServedSite]:
    """Serve a database on a free port, with the media files in a folder."""
    site = ServedSite(database, folder, environment=environment)
    try:
        site.start()
        yield site
    finally:
        site.stop()
