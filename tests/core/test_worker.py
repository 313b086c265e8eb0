"""What the worker does besides sending mail, and how it bears what fails."""

import datetime
import logging

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from core import scheduled_jobs
from core.background import (
    LONGEST_TASK,
    MOST_ATTEMPTS,
    QUEUE,
    TaskRunner,
    forget_finished_tasks,
    take_back_stale_tasks,
)
from core.models import OutgoingMail
from news.models import NewsPage
from tests.factories import NewsPageFactory, OutgoingMailFactory

pytestmark = pytest.mark.usefixtures("committing_db")


@task(backend=QUEUE)
def note(line: str) -> str:
    return line


@task(backend=QUEUE)
def break_down() -> None:
    raise ZeroDivisionError("anna@voorbeeld.example\n  File “Anna”")


@pytest.fixture
def rounds_of_the_test(monkeypatch) -> list[scheduled_jobs.Job]:
    """What is done each minute, for this test only."""
    jobs: list[scheduled_jobs.Job] = []
    monkeypatch.setattr(scheduled_jobs, "_jobs", jobs)
    return jobs


def write_a_mail() -> None:
    OutgoingMailFactory()


def work() -> None:
    call_command("worker", "--once")


def test_once_does_everything_that_is_due(rounds_of_the_test):
    page = NewsPageFactory(live=False)
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision().publish()
    note.enqueue("iets")
    rounds_of_the_test.append(write_a_mail)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2)):
        work()
    assert NewsPage.objects.get().live
    assert DBTaskResult.objects.get(task_path__endswith="note").return_value == "iets"
    assert OutgoingMail.objects.get().state == OutgoingMail.State.SENT
    assert len(django_mail.outbox) == 1


def test_a_job_that_fails_keeps_nothing_else_from_being_done(rounds_of_the_test, caplog):
    def fail() -> None:
        raise ZeroDivisionError

    rounds_of_the_test += [fail, write_a_mail]
    with pytest.raises(CommandError):
        work()
    assert len(django_mail.outbox) == 1
    assert "fail" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_what_fails_stands_on_the_health_page_until_a_round_goes_well(rounds_of_the_test, client):
    mails = OutgoingMailFactory.create_batch(3, due_at=timezone.now() + datetime.timedelta(days=1))
    broken = {mails[1].pk}

    def look(mail: OutgoingMail) -> None:
        if mail.pk in broken:
            raise ZeroDivisionError

    def look_at_mails() -> int:
        return scheduled_jobs.each(OutgoingMail.objects.all(), look)

    rounds_of_the_test.append(look_at_mails)
    with pytest.raises(CommandError):
        work()
    answer = client.get("/-/health/")
    assert answer.status_code == 200, "the site can serve; a load balancer must leave it"
    assert answer.json()["healthy"] is False
    assert answer.json()["failing"] == {scheduled_jobs.name_of(look_at_mails): 1}
    broken.clear()
    work()
    answer = client.get("/-/health/").json()
    assert (answer["healthy"], answer["failing"]) == (True, {})


def test_a_row_that_breaks_the_connection_is_in_nobodys_way():
    mails = OutgoingMailFactory.create_batch(3)

    def look(mail: OutgoingMail) -> None:
        mail.delete()
        if mail.recipient == mails[1].recipient:
            connection.connection.close()

    assert scheduled_jobs.each(OutgoingMail.objects.order_by("pk"), look) == 1
    assert list(OutgoingMail.objects.all()) == [mails[1]]


def test_without_a_mail_server_the_rest_is_done(rounds_of_the_test, settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    OutgoingMailFactory()
    note.enqueue("iets")
    with pytest.raises(CommandError):
        work()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_a_task_that_fails_is_in_the_log_and_not_done_again(caplog):
    break_down.enqueue()
    note.enqueue("daarna")
    with caplog.at_level(logging.ERROR):
        while TaskRunner().run_next():
            pass
    said = "".join(line.getMessage() for line in caplog.records if line.name == "worker")
    assert "ZeroDivisionError" in said
    assert "in break_down" in said
    assert "anna" not in said.lower()  # the words of an error can be somebody's
    assert DBTaskResult.objects.failed().count() == 1
    assert DBTaskResult.objects.successful().count() == 1


def claimed_by_a_worker_that_died() -> DBTaskResult:
    row = DBTaskResult.objects.get()
    row.claim("een-worker")
    return row


def test_a_task_whose_worker_was_killed_is_done_by_the_next():
    note.enqueue("iets")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        claimed_by_a_worker_that_died()
        take_back_stale_tasks()
        assert not TaskRunner().run_next()  # it may still be busy
        clock.shift(LONGEST_TASK + datetime.timedelta(seconds=1))
        take_back_stale_tasks()
        assert TaskRunner().run_next()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_a_task_that_kills_every_worker_is_given_up():
    note.enqueue("iets")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(MOST_ATTEMPTS):
            claimed_by_a_worker_that_died()
            clock.shift(LONGEST_TASK + datetime.timedelta(seconds=1))
            take_back_stale_tasks()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_what_tasks_left_behind_is_kept_a_week():
    note.enqueue("iets")
    TaskRunner().run_next()
    note.enqueue("nog te doen")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        forget_finished_tasks()
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_the_site_itself_has_work_for_every_minute():
    names = {job.__name__ for job in scheduled_jobs.jobs()}
    assert {"take_back_stale_tasks", "forget_finished_tasks", "forget_old_mail"} <= names
