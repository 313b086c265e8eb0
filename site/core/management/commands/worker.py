import logging
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections, connection
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from core import scheduled_jobs
from core.background import TaskRunner
from core.delivery import Delivery, ServerAway
from core.models import FailingJob, WorkerRound
from core.stopping import StopSignal

logger = logging.getLogger("worker")

MINUTE = 60
TICK = 1.0  # seconds; so long does a new mail wait at most


def publish_scheduled() -> int:
    """Publish and take down pages at their planned time.

    As Wagtail's command of this name does, but one that fails is in nobody's way.
    """
    now = timezone.now()
    kinds = [kind for kind in apps.get_models() if issubclass(kind, DraftStateMixin)]
    failed = 0
    for model in [Page, *(kind for kind in kinds if not issubclass(kind, Page))]:
        expired = model._default_manager.filter(live=True, expire_at__lt=now)
        failed += scheduled_jobs.each(expired.order_by("expire_at", "pk"), _take_down)
    planned = Revision.objects.filter(approved_go_live_at__lt=now)
    return failed + scheduled_jobs.each(planned.order_by("approved_go_live_at", "pk"), _publish)


def _take_down(found: Any) -> None:
    _lock(found)
    found.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(planned: Revision) -> None:
    _lock(planned.content_object)
    planned.publish(log_action="wagtail.publish.scheduled")


def _lock(found: Any) -> None:
    """Lock a page before its versions and what hangs on it, as everybody does."""
    if isinstance(found, Page):
        Page.objects.order_by().select_for_update().get(pk=found.pk)


class Pause:
    """Leaves alone what does not answer: longer each time, a minute at most."""

    def __init__(self) -> None:
        self._length = 0.0
        self._until = 0.0

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._until

    def lengthen(self) -> None:
        self._length = min(max(TICK, 2 * self._length), MINUTE)
        self._until = time.monotonic() + self._length

    def end(self) -> None:
        self._length = 0.0


class Command(BaseCommand):
    help = (
        "Does what no visitor waits for: sends mail, makes pictures, publishes pages at their "
        "planned time, and whatever else the apps have to do each minute."
    )
    # A worker that starts before the database does must live to see it.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do what is due now, for cron and tests"
        )

    def handle(self, *, once: bool, **options: Any) -> None:
        self.delivery, self.tasks = Delivery(), TaskRunner()
        self.without_database, self.without_mail_server = Pause(), Pause()
        self.failures = 0
        self.failing: dict[str, int] = {}
        self.next_round = 0.0
        if once:
            self.do_everything_once()
        else:
            self.work_until_told_to_stop()

    def do_everything_once(self) -> None:
        self.round()
        while self.attempt(self.tasks.run_next):
            pass
        self.deliver(lambda: True)
        self.look_at_queues()
        self.attempt(self.keep_failing)
        if self.failures:
            raise CommandError("Not everything was done; the log says why.")

    def work_until_told_to_stop(self) -> None:
        stop = StopSignal()
        logger.info("The worker has started.")
        while not stop.came_within(0):
            busy = False
            if self.without_database.is_over and self.database_answers():
                if time.time() >= self.next_round:
                    self.next_round = (time.time() // MINUTE + 1) * MINUTE
                    self.round()
                if self.without_mail_server.is_over:
                    self.deliver(lambda: not stop.came_within(0) and time.time() < self.next_round)
                # One at a time, because a mail is worth more than a picture.
                busy = not stop.came_within(0) and bool(self.attempt(self.tasks.run_next))
            stop.came_within(0 if busy else TICK)
        logger.info("The worker has stopped.")

    def database_answers(self) -> bool:
        """Tell whether there is a database, on a new connection if the former one broke."""
        close_old_connections()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except OperationalError as error:
            logger.warning("The database does not answer: %s", error)
            connection.close()
            self.without_database.lengthen()
            return False
        self.without_database.end()
        return True

    def round(self) -> None:
        """Do what is due each minute; what fails does not keep the rest from being done."""
        self.failing = {}
        self.look_at_queues()
        for job in (publish_scheduled, *scheduled_jobs.jobs()):
            before = self.failures
            failed = self.attempt(job) or 0
            self.failures += failed
            self.failing[scheduled_jobs.name_of(job)] = self.failures - before
        self.attempt(self.keep_failing)

    def look_at_queues(self) -> None:
        """Count what the queues have set aside since the last round, and give it another turn."""
        for job, aside in (
            (Delivery.send_due, self.delivery.aside),
            (TaskRunner.run_next, self.tasks.aside),
        ):
            number = aside.take_back()
            self.failures += number
            self.failing[scheduled_jobs.name_of(job)] = number

    def keep_failing(self) -> None:
        FailingJob.keep(self.failing)
        WorkerRound.note()

    def deliver(self, may_go_on: Callable[[], bool]) -> None:
        try:
            self.attempt(partial(self.delivery.send_due, may_go_on))
        except ServerAway as away:
            logger.warning("No mail was sent: %s", away)
            self.failures += 1
            self.without_mail_server.lengthen()
        else:
            self.without_mail_server.end()

    def attempt(self, job: Callable[[], Any]) -> Any:
        """Do one thing; when it fails, log that and count it, and return nothing."""
        try:
            return job()
        except ServerAway:
            raise
        except Exception as error:
            logger.error(
                "The worker could not do all of %s; it tries again: %s",
                scheduled_jobs.name_of(job),
                scheduled_jobs.anonymous(error),
            )
            close_old_connections()  # one of them may be what broke
            self.failures += 1
            return None
