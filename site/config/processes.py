"""`make run`, `make serve` and `make demo`: prepares, starts what is needed, and ends all of it.

Each child is the head of a process group of its own. A Ctrl-C in the terminal reaches only this
process, which passes it on, waits, and stops the local PostgreSQL if nobody else uses it.
"""

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from config import static_files
from core.stopping import StopSignal

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
MANAGE = (sys.executable, str(ROOT / "manage.py"))
PATIENCE = 10  # seconds that a child gets to end by itself
TICK = 0.2
AGAIN = 1.0  # seconds between two starts, so that what cannot start takes no processor
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Have the calling process told to end when its parent dies, even by `kill -9`.

    For `preexec_fn`. Only Linux can; elsewhere a killed parent leaves its children behind.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Stopped(Exception):  # noqa: N818 - nothing went wrong: somebody pressed Ctrl-C
    """The signal to stop has come."""


class Failed(Exception):  # noqa: N818 - its message is for whoever typed the command
    """A process ended that should not have; `code` is its exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def server_command(port: int, workers: int = 2) -> list[str]:
    """Return the command of the production server; `config` must be on the path."""
    return [
        *(sys.executable, "-m", "granian"),
        *("--interface", "asginl", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--http1-header-read-timeout", "10000"),
        *("--http", "1", "--no-ws", "--workers-kill-timeout", "10", "--respawn-failed-workers"),
        "config.asgi:application",
    ]


class Processes:
    """The children of this process, all with the same environment."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.stop = StopSignal()
        self.children: list[subprocess.Popen] = []

    def start(self, *command: str) -> subprocess.Popen:
        child = self._started(command)
        self.children.append(child)
        return child

    def _started(self, command: Sequence[str]) -> subprocess.Popen:
        return subprocess.Popen(  # noqa: S603 - our own commands
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def run(self, *command: str) -> None:
        """Run a command to its end. Raises Failed when it fails."""
        child = self.start(*command)
        while child.poll() is None:
            self._wait()
        if child.returncode:
            raise Failed(f"This did not succeed: {' '.join(command[1:])}", child.returncode)
        self.children.remove(child)

    def watch(self) -> None:
        """Wait until one of the children ends, which is a failure, or the signal comes."""
        while True:
            for child in self.children:
                if child.poll() is not None:
                    name = " ".join(map(str, child.args[1:4]))  # type: ignore[index] # a list
                    raise Failed(f"Ended by itself: {name}", child.returncode or 1)
            self._wait()

    def keep_up(self) -> None:
        """Start again whichever child ends, until the signal comes.

        The server starts its own processes again, but gives up when one ends twice within seconds.
        """
        while True:
            for place, child in enumerate(self.children):
                if child.poll() is not None:
                    _signal_group(child, signal.SIGKILL)  # what it may have left behind
                    command: Sequence[str] = child.args  # type: ignore[assignment] # as we gave it
                    print(f"Started again: {' '.join(command[1:4])}", flush=True)  # noqa: T201
                    self.children[place] = self._started(command)
                    if self.stop.came_within(AGAIN):
                        raise Stopped
            self._wait()

    def wait_until_healthy(self, port: int) -> None:
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{port}/-/health/") as answer:
                    if answer.status == 200:
                        return
            except (URLError, ConnectionError):
                pass
            if any(child.poll() is not None for child in self.children):
                return  # watch() says which
            self._wait()

    def _wait(self) -> None:
        if self.stop.came_within(TICK):
            raise Stopped

    def close(self) -> None:
        """End every child and what it started: first politely, then not."""
        for child in self.children:
            _signal_group(child, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and any(map(_group_lives, self.children)):
            time.sleep(0.05)
        for child in self.children:
            _signal_group(child, signal.SIGKILL)
            child.wait()


def _signal_group(child: subprocess.Popen, number: int) -> None:
    with suppress(ProcessLookupError):  # all of the group has ended
        os.killpg(child.pid, number)


def _group_lives(child: subprocess.Popen) -> bool:
    child.poll()  # an ended child that nobody waited for would count as alive
    try:
        os.killpg(child.pid, 0)
    except ProcessLookupError:
        return False
    return True


def _check_port(port: int) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            raise Failed(
                f"Something else uses port {port}. Choose another one with PORT=8001."
            ) from None


def _secret_key() -> str:
    """Return the key of this machine; the first call makes it, for its owner to read only."""
    path = VAR / "secret-key"
    VAR.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(60))
        unfinished.rename(path)
    return path.read_text()


def _environment(port: int, *, production: bool) -> dict[str, str]:
    paths = [str(ROOT / "site"), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {
        **os.environ,
        "PORT": str(port),
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
    }
    if not production:
        return environment
    beside_the_environment = {
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "WITHOUT_TLS": "1",
    }
    environment = {**beside_the_environment, **environment}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    environment["SECRET_KEY"] = os.environ.get("SECRET_KEY") or _secret_key()
    return environment


def _say_where(port: int, mail: str) -> None:
    print(  # noqa: T201 - this is what the command is for
        f"\n  The site:   http://127.0.0.1:{port}/"
        f"\n  The admin:  http://127.0.0.1:{port}/beheer/"
        f"\n  Mail:       {mail}"
        "\n\n  Ctrl-C ends it.\n",
        flush=True,
    )


def demo(processes: Processes, port: int) -> None:
    processes.run(*MANAGE, "prepare", "--demo")


def run(processes: Processes, port: int) -> None:
    _check_port(port)
    demo(processes, port)
    processes.start(*MANAGE, "runserver", f"127.0.0.1:{port}")
    processes.start(*MANAGE, "worker")
    processes.wait_until_healthy(port)
    _say_where(port, f"http://127.0.0.1:{port}/-/postvak/")
    processes.watch()


def _start_production(processes: Processes, port: int) -> None:
    _check_port(port)
    place = static_files.collected(VAR / "static", processes.environment)
    processes.environment["STATIC_ROOT"] = str(place)
    # What processes that are no more have counted.
    shutil.rmtree(VAR / "metrics", ignore_errors=True)
    processes.run(*MANAGE, "prepare")
    processes.start(*server_command(port, int(os.environ.get("WORKERS", "2"))))
    processes.start(*MANAGE, "worker")
    processes.wait_until_healthy(port)


def serve(processes: Processes, port: int) -> None:
    _start_production(processes, port)
    mail_server = processes.environment.get("EMAIL_HOST")
    _say_where(port, f"sent by {mail_server}" if mail_server else f"files in {VAR / 'mail'}")
    processes.keep_up()


def screenshots(processes: Processes, port: int) -> None:
    _start_production(processes, port)
    processes.run(sys.executable, "scripts/screenshots.py", f"http://127.0.0.1:{port}")


COMMANDS = {"demo": demo, "run": run, "serve": serve, "screenshots": screenshots}
LIKE_PRODUCTION = {"serve", "screenshots"}


@contextmanager
def _database(environment: dict[str, str]) -> Iterator[None]:
    """Name the local PostgreSQL in the environment when no database is, and stop it afterwards."""
    if environment.get("DATABASE_URL"):
        yield
        return
    from config import local_database  # noqa: PLC0415 - a development dependency

    environment["DATABASE_URL"] = local_database.ensure_running()
    try:
        yield
    finally:
        local_database.stop()


def main(name: str) -> int:
    """Do one of the commands; return the exit code."""
    port = int(os.environ.get("PORT", "8000"))
    processes = Processes(_environment(port, production=name in LIKE_PRODUCTION))
    try:
        with _database(processes.environment), closing(processes):
            COMMANDS[name](processes, port)
    except Stopped:
        print("Stopped.", flush=True)  # noqa: T201
    except Failed as failed:
        print(failed, file=sys.stderr)  # noqa: T201
        return failed.code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
