"""Prints what docs/koplopers.md shows of the table of transitions; paste it there."""

from typing import Any

from django.core.management.base import BaseCommand

from initiatives.applications import diagram


class Command(BaseCommand):
    help = "Print the diagram and the table of docs/koplopers.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"```mermaid\n{diagram.drawing()}\n```\n\n{diagram.table()}")
