from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Makes the database ready to serve: migrated and, when asked, with the demo content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo content as well")

    def handle(self, *, demo: bool, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            self.stdout.write(f"Database: {len(waiting)} migrations to apply …")
            call_command("migrate", interactive=False, stdout=self.stdout)
        if demo:
            self.stdout.write("Demo content …")
            call_command("demo", stdout=self.stdout)
