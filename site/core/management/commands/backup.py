from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import backups


class Command(BaseCommand):
    help = (
        "Makes an encrypted backup of the database and the uploads in a new folder of BACKUP_DIR, "
        "and deletes those that were kept long enough."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--place", type=Path, default=settings.BACKUP_DIR)
        parser.add_argument("--key", type=Path, default=settings.BACKUP_KEY, help="a public key")

    def handle(self, *, place: Path, key: Path, **options: Any) -> None:
        try:
            made = backups.make(place, key)
        except (backups.Unable, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        gone = backups.forget(place, settings.KEEP_BACKUPS)
        self.stdout.write(f"Made {made}; deleted {len(gone)} old ones.")
