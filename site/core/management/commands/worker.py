import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from core.stopping import StopSignal

logger = logging.getLogger("worker")

MINUTE = 60


class Command(BaseCommand):
    help = "Does what no visitor waits for: publishes and takes down pages at their planned time."
    # A worker that starts before the database does must live to see it.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, for cron and tests")

    def handle(self, *, once: bool, **options: Any) -> None:
        if once:
            self.round()
            return
        stop = StopSignal()
        logger.info("The worker has started.")
        while True:
            self.round_that_survives()
            if stop.came_within(MINUTE - time.time() % MINUTE):
                break
        logger.info("The worker has stopped.")

    def round(self) -> None:
        """Do everything that is due now."""
        call_command("publish_scheduled")

    def round_that_survives(self) -> None:
        """Do everything that is due; what fails is logged, and tried again in the next round."""
        try:
            self.round()
        except Exception:
            logger.exception("This round of the worker failed; the next one is within a minute.")
        finally:
            # Also gives a new connection to the next round, if this one was broken.
            connection.close()
