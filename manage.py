#!/usr/bin/env python
"""Django's command line, with `site/` as a source root and a database that is always there."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "site"))


def main() -> None:
    """Run one management command.

    Without DATABASE_URL the local PostgreSQL is started first: only development does without it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    if not os.environ.get("DATABASE_URL"):
        from config import local_database  # noqa: PLC0415 - a development dependency

        os.environ["DATABASE_URL"] = local_database.ensure_running()

    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after sys.path

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
