"""Real worker processes that are killed, with a real mail server at the other end."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from config.processes import end_with_parent
from core.models import OutgoingMail
from tests.databases import ROOT, url_of
from tests.factories import OutgoingMailFactory
from tests.mail_server import MailServer
from tests.servers import PRODUCTION

PATIENCE = 60
State = OutgoingMail.State
StartWorker = Callable[[], subprocess.Popen]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def start_worker(
    committing_db: None, mail_server: MailServer, tmp_path: Path
) -> Iterator[StartWorker]:
    """A factory of workers, as `make serve` starts them, on the database of the test."""
    started: list[subprocess.Popen] = []
    environment = {
        **os.environ,
        **PRODUCTION,
        **mail_server.settings(),
        "DATABASE_URL": url_of(connection.settings_dict["NAME"]),
        "SITE_URL": "https://www.aln.example",
        "VAR_DIR": str(tmp_path),
        "MEDIA_ROOT": str(tmp_path / "media"),
    }

    def start() -> subprocess.Popen:
        with (tmp_path / f"worker-{len(started)}.log").open("w") as log:
            worker = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "worker"],
                cwd=ROOT,
                env=environment,
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


def kill(worker: subprocess.Popen) -> None:
    worker.kill()
    worker.wait()


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
        worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.SENT, State.WAITING)


def test_a_worker_outlives_its_database_and_its_mail_server(mail_server, start_worker, tmp_path):
    log = tmp_path / "worker-0.log"
    OutgoingMailFactory()
    worker = start_worker()
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
