"""What a command of the Makefile started ends with it, however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from config.processes import ROOT

# A server with a process of its own, as Granian has, and a worker.
COMMAND = """
import sys
from config import processes

def idle(started, port):
    started.start("sh", "-c", "sleep 600 & wait")
    started.start("sleep", "601")
    print(*(child.pid for child in started.children), flush=True)
    started.watch()

processes.COMMANDS["idle"] = idle
sys.exit(processes.main("idle"))
"""


# One that tells its number, and is kept up.
KEPT_UP = """
import sys
from config import processes

def serve(started, port):
    started.start("sh", "-c", "echo number $$; exec sleep 600")
    started.keep_up()

processes.AGAIN = 0.05
processes.COMMANDS["idle"] = serve
sys.exit(processes.main("idle"))
"""


@pytest.fixture
def command() -> Iterator[subprocess.Popen]:
    with running(COMMAND) as process:
        yield process


@contextmanager
def running(code: str) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "site"), "DATABASE_URL": "unused"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:  # closes what it says, which a shell's own child may go on holding
        yield process
        process.kill()


def started_by(command: subprocess.Popen) -> list[int]:
    """Return the process groups that it has started."""
    assert command.stdout
    return [int(pid) for pid in command.stdout.readline().split()]


def lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_when_one_dies_all_of_it_and_the_rest_end_as_well(command):
    server, worker = started_by(command)
    os.kill(server, signal.SIGKILL)
    _, said = command.communicate()
    assert command.returncode != 0
    assert "Ended by itself: -c sleep 600" in said
    assert not lives(server)
    assert not lives(worker)


def test_what_is_killed_again_and_again_is_started_again_until_the_signal_comes():
    with running(KEPT_UP) as command:
        assert command.stdout
        numbers = []
        for line in command.stdout:
            if line.startswith("number"):
                numbers.append(int(line.split()[1]))
                if len(numbers) == 4:
                    break
                os.kill(numbers[-1], signal.SIGKILL)
        command.terminate()
        said, _ = command.communicate()
    assert command.returncode == 0
    assert said.endswith("Stopped.\n")
    assert not any(map(lives, numbers))


def test_when_it_is_killed_nothing_that_it_started_goes_on(command):
    server, worker = started_by(command)
    command.kill()
    until = time.monotonic() + 30
    while lives(worker) and time.monotonic() < until:
        time.sleep(0.02)
    assert not lives(worker)
    with suppress(ProcessLookupError):  # unlike a server, a shell leaves its child behind
        os.killpg(server, signal.SIGKILL)
