"""Real worker processes that are killed, with a real mail server at the other end."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection

from config.processes import end_with_parent
from core.models import OutgoingMail
from tests.core.worker_process import work
from tests.databases import ROOT, url_of
from tests.factories import OutgoingMailFactory
from tests.mail_server import MailServer
from tests.servers import PRODUCTION

PATIENCE = 60
State = OutgoingMail.State
StartWorker = Callable[[], BaseProcess]
StartCommand = Callable[[], subprocess.Popen]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


def environment(folder: Path, mail_server: MailServer, database: str) -> dict[str, str]:
    return {
        **PRODUCTION,
        **mail_server.settings(),
        "DATABASE_URL": url_of(database),
        "SITE_URL": "https://www.aln.example",
        "VAR_DIR": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
    }


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> multiprocessing.context.BaseContext:
    """Where workers are forked: the seconds that it takes to read all code are spent once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([work.__module__])
    folder = tmp_path_factory.mktemp("worker")
    with patch.dict(os.environ, environment(folder, MailServer(), "postgres")):
        forkserver.ensure_running()
    return context


@pytest.fixture
def start_worker(
    committing_db: None, mail_server: MailServer, nursery: Any
) -> Iterator[StartWorker]:
    """A factory of workers on the database of the test, each a process of its own."""
    started: list[BaseProcess] = []

    def start() -> BaseProcess:
        arguments = (connection.settings_dict["NAME"], mail_server.port)
        worker = nursery.Process(target=work, args=arguments, daemon=True)
        worker.start()
        started.append(worker)
        return worker

    yield start
    for worker in started:
        kill(worker)


@pytest.fixture
def start_command(
    committing_db: None, mail_server: MailServer, tmp_path: Path
) -> Iterator[StartCommand]:
    """The same by its command, as `make serve` starts one; its log is `worker.log`."""
    started: list[subprocess.Popen] = []
    own = environment(tmp_path, mail_server, connection.settings_dict["NAME"])

    def start() -> subprocess.Popen:
        with (tmp_path / "worker.log").open("w") as log:
            worker = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "worker"],
                cwd=ROOT,
                env={**os.environ, **own},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=end_with_parent,
            )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def kill(worker: BaseProcess) -> None:
    worker.kill()
    worker.join()


def wait_until(is_true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < until, "This did not come true."
        time.sleep(0.02)


def everything_is_sent() -> bool:
    return not OutgoingMail.objects.exclude(state=State.SENT).exists()


def test_a_worker_that_is_killed_while_it_sends_loses_no_mail_and_sends_none_twice(
    mail_server, start_worker
):
    mails = OutgoingMailFactory.create_batch(3)
    for place in ("greeting", "recipient", "data"):
        with mail_server.stall_at(place) as stall:
            worker = start_worker()
            stall.wait_until_reached()
            kill(worker)
    start_worker()
    wait_until(everything_is_sent)
    assert mail_server.recipients() == sorted(mail.recipient for mail in mails)


def a_worker_waits_for_the_table() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_killed_between_the_servers_yes_and_its_commit_a_mail_comes_twice_as_the_same_mail(
    mail_server, start_worker
):
    OutgoingMailFactory.create_batch(2)
    with (
        psycopg.connect(url_of(connection.settings_dict["NAME"])) as beside,
        mail_server.stall_at("data") as stall,
    ):
        worker = start_worker()
        stall.wait_until_reached()
        # The worker has locked its row; now it cannot write that the mail was sent.
        beside.execute("LOCK TABLE core_outgoingmail IN SHARE MODE")
        stall.released.set()
        wait_until(a_worker_waits_for_the_table)
        kill(worker)
    start_worker()
    wait_until(everything_is_sent)
    assert sorted(mail_server.copies().values()) == [1, 2]
    assert len(set(mail_server.recipients())) == 2


def test_of_fifty_mails_and_workers_that_are_killed_at_random_each_mail_arrives(
    mail_server, start_worker
):
    mails = OutgoingMailFactory.create_batch(50)
    moments = sorted(random.Random(50).sample(range(1, 50), 3))  # noqa: S311 - any will do
    for moment in moments:
        worker = start_worker()
        wait_until(lambda moment=moment: len(mail_server.accepted) >= moment)
        kill(worker)
    start_worker()
    wait_until(everything_is_sent)
    assert set(mail_server.recipients()) == {mail.recipient for mail in mails}
    assert len(mail_server.copies()) == 50
    assert len(mail_server.accepted) <= 50 + len(moments)


def test_two_workers_at_once_send_each_mail_once(mail_server, start_worker):
    mails = OutgoingMailFactory.create_batch(40)
    with mail_server.stall_at("data"):
        start_worker()
        start_worker()
        wait_until(lambda: mail_server.connections == 2)
    wait_until(everything_is_sent)
    assert mail_server.recipients() == sorted(mail.recipient for mail in mails)


def test_a_worker_that_is_told_to_stop_finishes_its_mail_and_leaves_the_rest(
    mail_server, start_worker
):
    first, second = OutgoingMailFactory.create_batch(2)
    with mail_server.stall_at("data") as stall:
        worker = start_worker()
        stall.wait_until_reached()
        os.kill(worker.pid, signal.SIGTERM)
    worker.join(PATIENCE)
    assert worker.exitcode == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.SENT, State.WAITING)


def test_a_worker_outlives_its_database_and_its_mail_server(mail_server, start_command, tmp_path):
    log = tmp_path / "worker.log"
    OutgoingMailFactory()
    worker = start_command()
    wait_until(everything_is_sent)
    name = connection.settings_dict["NAME"]
    connection.close()
    mail_server.stop()
    with psycopg.connect(url_of("postgres"), autocommit=True) as beside:
        beside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        beside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        wait_until(lambda: "The database does not answer" in log.read_text())
        beside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    OutgoingMailFactory()
    wait_until(lambda: "No mail was sent" in log.read_text())
    mail_server.start()
    wait_until(everything_is_sent)
    assert worker.poll() is None
    assert len(mail_server.accepted) == 2
