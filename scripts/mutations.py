"""Makes small faults in the site, one at a time, and says which of them no test notices.

    python scripts/mutations.py [NAME ...]

The faults stand in mutations.toml; with names only those are made. Each is made in a copy of this
checkout, never in the checkout itself. The tests that most likely notice it run first, until one
fails; if none does, all other tests of the app. The browser tests are left out.

A test that fails without any fault proves nothing. So the tests that run first are run once as they
are, and a test that notices a fault later is run again without it. What fails then is named and
passed over from there on.

Exits with 1 when a fault was not noticed or could not be made, or a test fails without one.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from changed_tests import tests_of

ROOT = Path(__file__).resolve().parents[1]
FAULTS = Path(__file__).with_suffix(".toml")
# Always the same place: the databases that tests clone belong to a checkout by its path.
COPY = ROOT / "var" / "mutations"
LONGEST = 20 * 60  # seconds; tests that go on for longer wait for what will not come
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S.*?)(?: - .*)?$", re.MULTILINE)
SOME_TESTS_FAILED, NOTHING_TO_RUN = 1, 5  # exit codes of pytest

sys.path.insert(0, str(ROOT / "site"))

from config import local_database  # noqa: E402 - it is not installed


class Unusable(Exception):  # noqa: N818 - what the list asks for cannot be done
    """A fault cannot be made, or its tests cannot be run."""


@dataclass(frozen=True)
class Fault:
    """`new` in the place of `old`, which stands exactly once in `file`; `first` are tests."""

    name: str
    file: str
    old: str
    new: str
    first: str

    @property
    def app(self) -> str:
        return next(iter(tests_of(PurePath(self.file)))).removeprefix("tests/")

    def check(self) -> None:
        """Raises Unusable when the list and the code have drifted apart."""
        number = (COPY / self.file).read_text().count(self.old)
        if number != 1:
            raise Unusable(f"{self.file} holds what it replaces {number} times, not once.")
        if self.old == self.new:
            raise Unusable("It changes nothing.")

    @contextmanager
    def made(self) -> Iterator[None]:
        """Have it in the copy. The time of the file comes back too: bytecode goes by that."""
        path = COPY / self.file
        before, found = path.read_text(), path.stat()
        path.write_text(before.replace(self.old, self.new))
        try:
            yield
        finally:
            path.write_text(before)
            os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


@dataclass
class Tests:
    """Runs tests in the copy; `red` are those that fail without any fault."""

    database_url: str
    red: set[str] = field(default_factory=set)

    def failing(
        self, names: Iterable[str], *options: str, longest: float | None = None
    ) -> list[str]:
        """Return which of these tests fail, those that are red aside.

        Raises Unusable, and TimeoutExpired after `longest` seconds.
        """
        command = [sys.executable, "-m", "pytest", "--quiet", "-p", "no:cacheprovider"]
        command += ["-m", "not browser", *options, *(f"--deselect={one}" for one in self.red)]
        done = subprocess.run(  # noqa: S603 - our own command
            [*command, *names],
            cwd=COPY,
            env={**os.environ, "DATABASE_URL": self.database_url},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=longest,
        )
        if done.returncode in (0, NOTHING_TO_RUN):
            return []
        found = FAILED.findall(done.stdout)
        if done.returncode != SOME_TESTS_FAILED or not found:
            raise Unusable(f"pytest could not run the tests:\n{done.stdout[-2_000:]}")
        return found

    def that_notice(self, fault: Fault) -> str | None:
        """Return the first test that fails with this fault, None when all pass."""
        first, rest = fault.first.split(), tests_of(PurePath(fault.file))
        try:
            with fault.made():
                if found := self.failing(first, "--exitfirst", longest=LONGEST):
                    return found[0]
            done = [f"--deselect={one}" for one in first]
            while True:
                with fault.made():
                    found = self.failing(rest, "--exitfirst", *done, longest=LONGEST)
                if not found:
                    return None
                if not self.failing(found):
                    return found[0]
                self.red.update(found)
        except subprocess.TimeoutExpired:
            return "tests that wait for ever"


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 - this is what the command is for


def faults(names: Sequence[str]) -> list[Fault]:
    """Return the faults with these names, or all. Raises Unusable for a name that is not there."""
    found = {one["name"]: Fault(**one) for one in tomllib.loads(FAULTS.read_text())["mutation"]}
    if unknown := [name for name in names if name not in found]:
        raise Unusable(f"There is no fault called {', '.join(unknown)}.")
    return [found[name] for name in names] if names else list(found.values())


def renew_copy() -> None:
    """Copy what git would commit; only `var` of the copy stays, which holds databases of tests."""
    for path in COPY.iterdir():
        if path.is_dir() and not path.is_symlink():
            if path.name != "var":
                shutil.rmtree(path)
        else:
            path.unlink()
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.check_output(command, cwd=ROOT, text=True)  # noqa: S603 - as above
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (COPY / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, COPY / name)


def check_first_tests(tests: Tests, some: Sequence[Fault]) -> None:
    """Run what will run first as it is, and pass over from now on what fails."""
    first = sorted({name for fault in some for name in fault.first.split()})
    say(f"First without a fault: {len(first)} files and tests …")
    tests.red.update(tests.failing(first))


def try_out(tests: Tests, fault: Fault) -> tuple[str, float]:
    """Return "caught", "SURVIVED" or "UNUSABLE", and the seconds it took; say how it went."""
    began = time.monotonic()
    try:
        fault.check()
        noticed_by = tests.that_notice(fault)
    except Unusable as why:
        outcome, note = "UNUSABLE", str(why)
    else:
        outcome = "caught" if noticed_by else "SURVIVED"
        note = f"by {noticed_by}" if noticed_by else "all tests of its app pass"
    took = time.monotonic() - began
    say(f"{took:5.0f} s  {outcome:8}  {fault.name}: {note}")
    return outcome, took


def table(outcomes: Sequence[tuple[Fault, str, float]]) -> Iterator[str]:
    """Yield how many faults there were in each app, and how many of them were caught."""
    yield f"{'app':14} {'faults':>6} {'caught':>6} {'seconds':>8}"
    for app in dict.fromkeys(fault.app for fault, _, _ in outcomes):
        rows = [(outcome, took) for fault, outcome, took in outcomes if fault.app == app]
        caught = sum(outcome == "caught" for outcome, _ in rows)
        yield f"{app:14} {len(rows):6} {caught:6} {sum(took for _, took in rows):8.0f}"
    for fault, outcome, _ in outcomes:
        if outcome != "caught":
            yield f"{outcome}: {fault.name} ({fault.file})"


def main(*names: str) -> int:
    COPY.mkdir(parents=True, exist_ok=True)
    with COPY.with_name("mutations.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        some = faults(names)
        renew_copy()
        tests = Tests(os.environ.get("DATABASE_URL") or local_database.ensure_running_for_tests())
        check_first_tests(tests, some)
        outcomes = [(fault, *try_out(tests, fault)) for fault in some]
    say("\n" + "\n".join(table(outcomes)))
    for name in sorted(tests.red):
        say(f"FAILS WITHOUT A FAULT: {name}")
    return int(bool(tests.red) or any(outcome != "caught" for _, outcome, _ in outcomes))


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except Unusable as why:
        sys.exit(str(why))
