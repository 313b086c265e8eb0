from typing import Any

from django.core.management.base import BaseCommand

from search import indexing

WIDTH = 40


class Command(BaseCommand):
    help = "Writes the search index anew. The site goes on answering while it does."

    def handle(self, **options: Any) -> None:
        found = indexing.rebuild(self._show)
        self.stdout.write(f"\n{found:,} pages can be found.")

    def _show(self, done: int, total: int) -> None:
        full = WIDTH * done // total if total else WIDTH
        bar = "#" * full + "." * (WIDTH - full)
        self.stdout.write(f"\r  [{bar}] {done:,} of {total:,}", ending="")
        self.stdout.flush()
