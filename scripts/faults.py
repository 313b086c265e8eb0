"""Takes away what the site stands on, one thing at a time, and prints what it did.

    python scripts/faults.py [NAME ...]

The site runs as in production: server, worker, a database of its own and a real mail server. For
each fault the table says what visitors got, what became of the mail that waited (none lost, none
twice), and whether all went on by itself afterwards. Exits with 1 when a fault ended otherwise.

PgBouncer is tried where it is installed (Debian: pgbouncer). A disk that is full is one that takes
no more than a number of bytes for a file: a limit of the process, for which no root is needed.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import psycopg  # noqa: E402

import config.settings.test  # noqa: F401 E402 - names the database that does not exist yet
from config.processes import end_with_parent  # noqa: E402
from tests.databases import Databases, migrated, url_of  # noqa: E402
from tests.mail_server import HANG_UP, MailServer  # noqa: E402
from tests.servers import ServedSite, collected_static_files, free_port, serving  # noqa: E402

# No limit of connections holds for a superuser, as which the tests work; the site has this role.
ROLE = "aln_faults"
PATIENCE = 90  # seconds in which all must go on by itself
MAIL = """
INSERT INTO core_outgoingmail (key, kind, recipient, reply_to, subject, text, html, calendar,
  is_private, state, attempts, last_error, created_at, due_at)
VALUES ('fault:' || %s, 'proef', %s || '@voorbeeld.example', '', 'Proef', 'Tekst', '', '', false,
  'wacht', 0, '', now(), now())
"""
PAGES = ("/", "/themas/", "/-/health/")
UNDERSTOOD = {200, 503}  # a page, from memory or not, or the page that says "even geduld"


class Wrong(Exception):  # noqa: N818 - a finding
    """A fault ended in another way than it should."""


@dataclass
class World:
    """The site, its worker and its mail server."""

    site: ServedSite
    mail: MailServer
    worker: subprocess.Popen | None = None
    sent: int = 0

    def start_worker(self, **more: str) -> None:
        self.worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=ROOT,
            env={**self.site._environment(), **self.mail.settings(), **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.site.folder / "worker.log").open("a"),
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def kill_worker(self) -> None:
        if self.worker:
            self.worker.kill()
            self.worker.wait()

    def write_mail(self) -> None:
        self.sent += 1
        with psycopg.connect(url_of(self.site.database), autocommit=True) as connection:
            connection.execute(MAIL, [f"{self.sent}", f"nr{self.sent}"])

    def answers(self) -> dict[str, int]:
        return {path: self.site.get(path).status for path in PAGES}

    def all_mail_arrives_once(self) -> str:
        wait_for(lambda: len(self.mail.copies()) >= self.sent, "mail that was written arrives")
        twice = [number for number in self.mail.copies().values() if number > 1]
        if len(self.mail.copies()) != self.sent or twice:
            raise Wrong(f"{self.sent} mails, {len(self.mail.accepted)} arrived")
        return f"{self.sent} of {self.sent}"


def wait_for(condition: Callable[[], bool], what: str) -> float:
    begun = time.monotonic()
    while time.monotonic() < begun + PATIENCE:
        try:
            if condition():
                return time.monotonic() - begun
        except OSError:
            pass
        time.sleep(0.2)
    raise Wrong(f"not within {PATIENCE} s: {what}")


def during(world: World) -> str:
    """Return what visitors get, and refuse what they could not understand."""
    found = world.answers()
    dutch = world.site.get("/geen-pagina/").text
    if not set(found.values()) <= UNDERSTOOD or 'lang="nl"' not in dutch:
        raise Wrong(f"visitors got {found}")
    return " ".join(f"{path} {status}" for path, status in found.items())


def database_gone(world: World) -> str:
    world.write_mail()
    world.site.refuse_connections()
    try:
        return during(world)
    finally:
        world.site.accept_connections()


@contextmanager
def setting(world: World, line: str, back: str) -> Iterator[None]:
    """Set something of the database, for new connections, and break those there are."""
    name = world.site.database
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" {line}')
        server.execute(end, [name])
        try:
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" {back}')
            server.execute(end, [name])


def database_read_only(world: World) -> str:
    world.write_mail()
    name = "default_transaction_read_only"
    with setting(world, f"SET {name} = on", f"RESET {name}"):
        return during(world)


def database_out_of_connections(world: World) -> str:
    world.write_mail()
    with setting(world, "CONNECTION LIMIT 0", "CONNECTION LIMIT -1"):
        return during(world)


def database_slow(world: World) -> str:
    """Hold the number that each request reads, as a disk that hangs would."""
    world.write_mail()
    with psycopg.connect(url_of(world.site.database)) as connection:
        connection.execute("LOCK TABLE core_generation IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()
        asked = ThreadPoolExecutor(1).submit(world.site.get, "/")
        time.sleep(3)
        connection.rollback()
        asked.result(PATIENCE)
    return f"waits, then answers: {during(world)} ({time.monotonic() - begun:.0f} s)"


def mail_gone(world: World) -> str:
    world.mail.stop()
    world.write_mail()
    time.sleep(3)
    found = during(world)
    world.mail.start()
    return found


def mail_slow(world: World) -> str:
    with world.mail.stall_at("greeting"):
        world.write_mail()
        time.sleep(3)
        return during(world)


def mail_refuses(world: World) -> str:
    world.mail.answers["greeting"] = "421 Not now"
    world.write_mail()
    time.sleep(3)
    found = during(world)
    world.mail.answers.clear()
    return found


def worker_killed(world: World) -> str:
    for _ in range(3):
        world.write_mail()
        world.kill_worker()
        world.start_worker()
        time.sleep(0.5)
    return during(world)


def server_processes_killed(world: World) -> str:
    """Kill what answers, again and again and its master too, as it runs under `make serve`."""
    port, folder = free_port(), Path(tempfile.mkdtemp(prefix="aln-serve-"))
    (folder / "static").symlink_to(collected_static_files())
    own = {"PORT": str(port), "VAR_DIR": str(folder), "SITE_URL": f"http://127.0.0.1:{port}"}
    environment = {**world.site._environment(), **world.mail.settings(), **own}
    kept = subprocess.Popen(
        [sys.executable, "-m", "config.processes", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )
    site = ServedSite(world.site.database, folder, port=port)
    try:
        wait_for(lambda: site.get("/-/health/").status == 200, "the server starts")
        longest = 0.0
        for nth in range(4):
            servers = [pid for pid in children_of(kept.pid) if "granian" in command_of(pid)]
            victims = servers if nth % 2 else [one for pid in servers for one in children_of(pid)]
            for pid in victims:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.5)
            seconds = wait_for(lambda: site.get("/").status == 200, "the server answers again")
            longest = max(longest, seconds)
        return f"4 × killed, answers again within {longest + 0.5:.0f} s"
    finally:
        kept.terminate()
        kept.wait()
        shutil.rmtree(folder, ignore_errors=True)


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(task) for task in tasks]


def clock_moved(world: World) -> str:
    """Mails with a moment in the future, as after a clock that ran ahead was set back."""
    world.write_mail()
    later = "UPDATE core_outgoingmail SET due_at = now() + interval '5 seconds'"
    world.site.execute(f"{later} WHERE state = 'wacht'")
    world.site.execute("UPDATE core_workerround SET at = now() + interval '1 day'")
    return during(world)


def two_versions(world: World) -> str:
    """A newer version has migrated while this one serves."""
    world.site.execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('news', '9999_later', now())"
    )
    world.site.execute("ALTER TABLE core_theme ADD COLUMN later text NOT NULL DEFAULT ''")
    world.write_mail()
    return during(world)


def disk_full(world: World) -> str:
    """No process may write one byte more to a file; the database has its own disk."""
    world.write_mail()
    url = url_for(world.site.database)
    with serving(world.site.database, world.site.folder, DATABASE_URL=url) as full:
        for pid in (full.process.pid, *children_of(full.process.pid)):  # type: ignore[union-attr]
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, 0))
        found = {path: full.get(path).status for path in PAGES}
    if not set(found.values()) <= UNDERSTOOD:
        raise Wrong(f"visitors got {found}")
    return " ".join(f"{path} {status}" for path, status in found.items())


def mail_drops(world: World) -> str:
    """Break the connection after the text of a mail, before the server says that it has it."""
    world.mail.answers["data"] = HANG_UP
    world.write_mail()
    time.sleep(3)
    found = during(world)
    world.mail.answers.clear()
    # Each mail waits a minute after an attempt; nobody has to wait for that here.
    world.site.execute("UPDATE core_outgoingmail SET due_at = now() WHERE state = 'wacht'")
    return found


def pgbouncer(world: World) -> str:
    """Serve through a pool that lends a connection for one transaction at a time."""
    program = shutil.which("pgbouncer")
    if not program:
        return "not tried: pgbouncer is not installed"
    world.write_mail()
    port, folder = free_port(), Path(tempfile.mkdtemp(prefix="aln-pool-"))
    folder.chmod(0o777)  # pgbouncer refuses to run as root, and so runs as nobody
    host = unquote(urlsplit(url_of("")).netloc.partition("@")[2])
    (folder / "pool.ini").write_text(
        f"[databases]\n* = host={host} user=aln\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nauth_type = any\npool_mode = transaction\nunix_socket_dir =\n"
        "ignore_startup_parameters = extra_float_digits,options\n"
    )
    as_nobody = ["-u", "nobody"] if os.geteuid() == 0 else []
    pool = subprocess.Popen(  # noqa: S603
        [program, "-q", *as_nobody, str(folder / "pool.ini")], stderr=subprocess.DEVNULL
    )
    url = f"postgresql://aln@127.0.0.1:{port}/{world.site.database}"
    try:
        with serving(
            world.site.database, world.site.folder, DATABASE_URL=url, DATABASE_POOLED="1"
        ) as pooled:
            answers = [answer.status for path in PAGES for answer in pooled.get_often(path)]
    finally:
        pool.terminate()
        pool.wait()
        shutil.rmtree(folder)
    if set(answers) != {200}:
        raise Wrong(f"visitors got {sorted(set(answers))}")
    return f"{len(answers)} answers, all 200"


FAULTS: dict[str, Callable[[World], str]] = {
    function.__name__: function
    for function in (
        database_gone,
        database_slow,
        database_read_only,
        database_out_of_connections,
        mail_gone,
        mail_slow,
        mail_refuses,
        mail_drops,
        worker_killed,
        server_processes_killed,
        clock_moved,
        two_versions,
        disk_full,
        pgbouncer,
    )
}


def url_for(database: str) -> str:
    return url_of(database).replace("//aln@", f"//{ROLE}@", 1)


@contextmanager
def role() -> Iterator[None]:
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        server.execute(f"DROP ROLE IF EXISTS {ROLE}")
        server.execute(f"CREATE ROLE {ROLE} LOGIN IN ROLE aln")
        try:
            yield
        finally:
            server.execute(f"DROP ROLE {ROLE}")


def tried(name: str, world: World) -> bool:
    """Try one fault, print its row, and tell whether it ended as it should."""
    begun = time.monotonic()
    try:
        seen = FAULTS[name](world)
        wait_for(lambda: set(world.answers().values()) == {200}, "every page answers again")
        mail = world.all_mail_arrives_once()
        end, ok = f"again after {time.monotonic() - begun:.0f} s", True
    except Wrong as wrong:
        seen, mail, end, ok = str(wrong), "", "WRONG", False
    print(f"{name:28} | {seen:58} | {mail:9} | {end}", flush=True)  # noqa: T201 - what it is for
    return ok


def main(names: list[str]) -> int:
    databases = Databases()
    folder = Path(tempfile.mkdtemp(prefix="aln-faults-"))
    database = databases.clone(migrated(), folder / "media")
    mail = MailServer()
    mail.start()
    try:
        with role(), serving(database, folder, DATABASE_URL=url_for(database)) as site:
            world = World(site, mail)
            world.start_worker()
            print(f"{'fault':28} | {'meanwhile':58} | {'mail':9} | afterwards")  # noqa: T201
            ended = [tried(name, world) for name in names or FAULTS]
            world.kill_worker()
    finally:
        mail.stop()
        databases.drop(database)
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if all(ended) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
