import logging
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections, connection

from core import rounds
from core.background import TaskRunner
from core.delivery import Delivery, ServerAway
from core.stopping import StopSignal

logger = logging.getLogger("worker")

MINUTE = 60
TICK = 1.0  # seconds; so long does a new mail wait at most


def publish_scheduled() -> None:
    """Publish and take down pages at their planned time."""
    call_command("publish_scheduled")


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
        for job in (publish_scheduled, *rounds.jobs()):
            self.attempt(job)

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
        """Do one thing; when it fails, log that, and return nothing."""
        try:
            return job()
        except ServerAway:
            raise
        except Exception:
            logger.exception("The worker could not do all of %s; it tries again.", job)
            close_old_connections()  # one of them may be what broke
            self.failures += 1
            return None
