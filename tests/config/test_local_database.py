"""The local PostgreSQL, with real servers in folders of their own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULE = Path("site", "config", "local_database.py")
START = "import local_database; print(local_database.ensure_running())"
STOP = "import local_database as l; l.ensure_running(); print(l.stop())"


class Checkout:
    """A folder with nothing in it but the module that starts a server."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / MODULE).parent.mkdir(parents=True)
        shutil.copy(ROOT / MODULE, root / MODULE)

    def popen(self, code: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=(self.root / MODULE).parent,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str = START, **environment: str) -> str:
        process = self.popen(code, **environment)
        output, errors = process.communicate()
        assert process.returncode == 0, output + errors
        return output.strip().rsplit("\n", 1)[-1]

    def pid(self) -> int:
        done = self.run(
            "import local_database as l; "
            "print((l._find_cluster().data / 'postmaster.pid').read_text().split()[0])"
        )
        return int(done)


@contextmanager
def checkouts() -> Iterator[Callable[..., Checkout]]:
    made: list[Checkout] = []
    folders: list[Path] = []

    def make(name: str = "checkout") -> Checkout:
        folders.append(Path(tempfile.mkdtemp(prefix="aln-checkout-")))
        folders[-1].chmod(0o755)
        made.append(Checkout(folders[-1] / name))
        return made[-1]

    yield make
    for checkout in made:
        checkout.run("import local_database; local_database.forget()")
    for folder in folders:
        shutil.rmtree(folder)


@pytest.fixture
def make_checkout() -> Iterator[Callable[..., Checkout]]:
    with checkouts() as make:
        yield make


def answer(url: str, query: str = "SELECT 1") -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
        assert row
        return row[0]


def is_running(pid: int) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return bool(command)  # that of a zombie is empty


@pytest.fixture(scope="module")
def shared() -> Iterator[Checkout]:
    """A checkout that has a database already, which is made once for all who only start it."""
    with checkouts() as make:
        checkout = make()
        checkout.run()
        yield checkout


def test_two_processes_that_start_it_at_once_share_one_server(shared):
    assert shared.run(STOP) == "True"
    both = [shared.popen(START), shared.popen(START)]
    urls = {process.communicate()[0].strip().rsplit("\n", 1)[-1] for process in both}
    assert len(urls) == 1
    assert answer(urls.pop()) == 1


def test_it_comes_back_with_its_data_after_being_killed_three_times(shared):
    url = shared.run()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    for _ in range(3):
        busy = psycopg.connect(url)
        os.kill(shared.pid(), signal.SIGKILL)
        assert shared.run() == url
        assert answer(url, "SELECT number FROM kept") == 42
        busy.close()


def test_a_server_that_lost_its_socket_is_started_anew(shared):
    url = shared.run()
    deaf = shared.pid()
    shared.run(
        "import local_database as l; "
        "[trace.unlink() for trace in l._find_cluster().sockets.iterdir()]"
    )
    assert shared.run() == url
    assert answer(url) == 1
    assert shared.pid() != deaf


def test_a_pid_file_that_names_another_process_is_not_believed(shared):
    url = shared.run()
    os.kill(shared.pid(), signal.SIGKILL)
    pid_file = next(shared.root.rglob("postmaster.pid"))
    lines = pid_file.read_text().split("\n")
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    assert shared.run() == url
    assert answer(url) == 1


def start_using(checkout: Checkout) -> tuple[subprocess.Popen[str], str]:
    """Return a process that uses the server until it is told to end, and the address it got."""
    user = checkout.popen(f"{START}; import sys; sys.stdout.flush(); input()")
    assert user.stdout
    url = user.stdout.readline()
    while not url.startswith("postgresql"):
        url = user.stdout.readline()
    return user, url.strip()


def test_the_last_one_out_stops_it_and_nobody_sooner(shared):
    user, url = start_using(shared)
    pid = shared.pid()
    assert shared.run(STOP) == "False"
    assert answer(url) == 1
    user.communicate("\n")
    assert shared.run(STOP) == "True"
    assert not is_running(pid)


def test_a_user_that_was_killed_does_not_keep_it_running(shared):
    user, _ = start_using(shared)
    user.kill()
    user.wait()
    assert shared.run(STOP) == "True"


def test_it_does_not_matter_that_terminals_have_another_temporary_folder(shared, tmp_path):
    assert shared.run() == shared.run(TMPDIR=str(tmp_path))


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(shared):
    url = shared.run()
    assert os.getpgid(shared.pid()) != os.getpgid(0)
    assert os.getsid(shared.pid()) != os.getsid(0)
    assert answer(url) == 1


def test_the_path_may_be_long_and_hold_any_character_and_each_checkout_has_its_own_server(
    make_checkout, shared
):
    """Long: the name of the socket may not be. And the words are special to a shell."""
    names = ["d'Artagnan", 'say "hello" $HOME `date`', *["long" * 12] * 4]
    url = make_checkout("/".join(names)).run()
    assert url != shared.run()
    assert answer(url) == answer(shared.run()) == 1


def test_a_checkout_that_others_may_not_enter_works(make_checkout):
    checkout = make_checkout()
    checkout.root.chmod(0o700)
    assert answer(checkout.run()) == 1


def test_a_strict_umask_does_not_lock_the_server_out_and_forget_leaves_nothing(make_checkout):
    checkout = make_checkout()
    assert answer(checkout.run(f"import os; os.umask(0o077); {START}")) == 1
    pid = checkout.pid()
    found = checkout.run(
        "import local_database as l; c = l._find_cluster(); l.forget(); "
        "print(c.home.exists() or c.sockets.exists())"
    )
    assert found == "False"
    assert not is_running(pid)


def test_a_folder_in_the_way_that_is_somebody_elses_is_refused(make_checkout, tmp_path):
    checkout = make_checkout()
    sockets = checkout.run("import local_database as l; print(l._find_cluster().sockets)")
    Path(sockets).symlink_to(tmp_path)
    process = checkout.popen(START)
    _, errors = process.communicate()
    Path(sockets).unlink()
    assert process.returncode == 1
    assert "belongs to another account" in errors
    assert "Traceback" not in errors
