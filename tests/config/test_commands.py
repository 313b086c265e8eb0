"""The commands of the Makefile, as somebody types them, in a checkout of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.servers import collected_static_files, free_port

ROOT = Path(__file__).resolve().parents[2]
VENV = Path(sys.executable).parents[1]
PATIENCE = 600


@dataclass
class Command:
    """One `make …` that runs or has run."""

    process: subprocess.Popen
    file: Path

    @property
    def output(self) -> str:
        return self.file.read_text()

    def end(self) -> int:
        """Wait until it ends by itself, and return its exit code."""
        return self.process.wait(PATIENCE)

    def interrupt(self) -> None:
        """Press Ctrl-C: a terminal sends it to every process of the foreground group."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.end()

    def read(self, address: str) -> str:
        """Read a page as soon as the server answers; fail when the command ends before that."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, self.output
            try:
                with urlopen(address, timeout=PATIENCE) as answer:
                    return answer.read().decode()
            except HTTPError as answer:
                raise AssertionError(f"{address}: {answer}\n{self.output}") from None
            except (URLError, ConnectionError):
                time.sleep(0.2)
        raise AssertionError(f"{address} does not answer.\n{self.output}")


class Checkout:
    """A copy of the working tree, with the packages that are installed already."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root.with_name("output.txt")
        self.environment: dict[str, str] = {}
        self.commands: list[Command] = []
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.check_output(listed, cwd=ROOT, text=True).split("\0")
        for name in filter(None, names):
            if (ROOT / name).is_file():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, root / name)

    def make(self, *arguments: str, **environment: str) -> "Command":
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        process = subprocess.Popen(
            ["make", f"VENV={VENV}", *arguments],
            cwd=self.root,
            env={**kept, **self.environment, **environment},
            stdin=subprocess.DEVNULL,
            # A file, because a pipe that nobody reads would stop the server when it is full.
            stdout=self.output.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.commands.append(Command(process, self.output))
        return self.commands[-1]

    def kill_what_still_runs(self) -> None:
        """Clean up after a test that failed half-way."""
        for command in self.commands:
            if command.process.poll() is None:
                os.killpg(command.process.pid, signal.SIGINT)
                command.end()

    def processes(self) -> list[str]:
        """Return the command lines of everything that runs from this checkout."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                place = os.readlink(process / "cwd")
            except OSError:
                continue
            if command and (str(self.root) in command or place.startswith(str(self.root))):
                found.append(command)
        return found


# What the test session set for itself must not reach the commands.
OURS = {
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "EMAIL_HOST",
    "MAKEFLAGS",
    "MEDIA_ROOT",
    "SECRET_KEY",
    "SITE_URL",
    "WITHOUT_TLS",
}


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    folder = Path(tempfile.mkdtemp(prefix="aln-checkout-"))
    folder.chmod(0o755)
    made = Checkout(folder / "site of ALN")
    yield made
    made.kill_what_still_runs()
    assert made.make("clean", "VENV=.venv").end() == 0
    assert not (made.root / "var").exists()
    shutil.rmtree(folder)


def said_by_make(*arguments: str, cwd: Path = ROOT) -> str:
    """Return what make would do, without doing it."""
    return subprocess.check_output(["make", "--dry-run", *arguments], cwd=cwd, text=True)


def test_make_clears_the_environment_it_made_and_none_that_somebody_passed_in(tmp_path):
    theirs = tmp_path / "of somebody else"
    checkout = tmp_path / "checkout"
    (checkout / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", checkout)
    lock = checkout / "requirements" / "development.txt"
    lock.write_text("one\n")
    assert "-m venv --clear .venv" in said_by_make("test", cwd=checkout)
    assert "rm -rf .venv var" in said_by_make("clean", cwd=checkout)
    (checkout / ".venv").symlink_to(theirs)
    for named in (["VENV=../theirs"], []):  # passed in, and what the link leads to
        installing = said_by_make("test", *named, cwd=checkout)
        assert "-m venv" in installing
        assert "--clear" not in installing
        assert re.search(r"rm -rf +var", said_by_make("clean", *named, cwd=checkout))


def test_make_installs_again_when_the_lock_reads_otherwise_and_not_when_it_is_newer(tmp_path):
    (tmp_path / "requirements").mkdir()
    shutil.copy(ROOT / "Makefile", tmp_path)
    lock = tmp_path / "requirements" / "development.txt"
    lock.write_text("one\n")
    stamp = re.search(r"touch (\S+/ready-\d+)", said_by_make("check", cwd=tmp_path))
    assert stamp
    (tmp_path / ".venv").mkdir()
    (tmp_path / stamp[1]).touch()
    lock.write_text("one\n")
    assert "pip install" not in said_by_make("check", cwd=tmp_path)
    lock.write_text("two\n")
    assert "pip install" in said_by_make("check", cwd=tmp_path)


def test_help_lists_every_command():
    listed = subprocess.check_output(["make", "help"], cwd=ROOT, text=True)
    for name in [
        "run",
        "demo",
        "serve",
        "test",
        "check",
        "bench",
        "screenshots",
        "format",
        "lock",
        "stop",
        "clean",
    ]:
        assert f"\n  {name} " in listed


def test_run_shows_the_demo_site_and_ctrl_c_leaves_nothing_behind(checkout):
    port = free_port()
    command = checkout.make("run", f"PORT={port}", DEMO_PASSWORD="wachtwoord-van-de-demo")
    assert "Actie Leer Netwerk" in command.read(f"http://127.0.0.1:{port}/")
    assert "innovatie-en-technologie" in command.read(f"http://127.0.0.1:{port}/nieuws/")
    running = " ".join(checkout.processes())
    assert "postgres" in running
    assert "worker" in running
    command.interrupt()
    assert f"http://127.0.0.1:{port}/beheer/" in command.output
    assert f"http://127.0.0.1:{port}/-/postvak/" in command.output
    assert "password: wachtwoord-van-de-demo" in command.output
    assert checkout.processes() == []
    # The second time there is nothing left to do, and the password is still the same.
    command = checkout.make("demo")
    assert command.end() == 0
    assert "Demo content was there already." in command.output
    assert "password: wachtwoord-van-de-demo" in command.output
    assert checkout.processes() == []


def test_serve_is_the_site_without_debug_and_ctrl_c_leaves_nothing_behind(
    checkout, cloned_database
):
    # What is there already: the migrated database and the compressed static files.
    checkout.environment["DATABASE_URL"] = cloned_database()
    shutil.copytree(collected_static_files(), checkout.root / "var" / "static")
    port = free_port()
    command = checkout.make("serve", f"PORT={port}")
    assert "Actie Leer Netwerk" in command.read(f"http://127.0.0.1:{port}/")
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"http://127.0.0.1:{port}/bestaat-niet/", timeout=PATIENCE)
    assert (checkout.root / "var" / "secret-key").stat().st_mode & 0o077 == 0
    command.interrupt()
    assert f"files in {checkout.root / 'var' / 'mail'}" in command.output
    assert checkout.processes() == []


def make_in_vain(folder: Path, *arguments: str, **environment: str) -> str:
    """Type a command that is refused, and return all that it says."""
    done = subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    return done.stdout + done.stderr


def test_a_port_that_is_taken_is_said_in_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = make_in_vain(
            ROOT,
            *(f"VENV={VENV}", "run", f"PORT={port}"),
            DATABASE_URL="postgresql://nowhere.invalid/",
        )
    assert f"Something else uses port {port}." in said
    assert "Traceback" not in said


def test_an_old_python_is_refused_in_one_sentence(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "development.txt").touch()
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\nexec "$REAL" -c "\nimport sys\nsys.version_info = (3, 9)\n$2"\n')
    old.chmod(0o755)
    said = make_in_vain(tmp_path, "demo", f"PYTHON={old}", REAL=sys.executable)
    assert f"This site needs Python 3.11 or newer, and {old} is Python 3.9." in said
