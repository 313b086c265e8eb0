from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import backups


class Command(BaseCommand):
    help = "Puts a backup back into an empty database and an empty MEDIA_ROOT, and compares."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="the folder of the backup")

    def handle(self, *, backup: Path, **options: Any) -> None:
        try:
            found = backups.restore(backup)
        except (backups.Unable, OSError) as error:
            raise CommandError(f"The backup was not restored. {error}") from error
        rows = sum(found["tables"].values())
        tables, files = len(found["tables"]), found["media"]["files"]
        self.stdout.write(
            f"Restored {tables} tables with {rows} rows, {found['triggers']} triggers and "
            f"{files} files, as they were at {found['made']}."
        )
