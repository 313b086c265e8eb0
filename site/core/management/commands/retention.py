"""Lists which personal data are due to go and by which rule; the worker makes them go."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.personal_data import registry

MOST_SHOWN = 50  # keys of one rule


class Command(BaseCommand):
    help = "List which personal data are due to go now, by which rule. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for declaration, rule in registry.rules():
            rows = rule.due(now)
            keys = list(rows.values_list("pk", flat=True))
            label = rows.model._meta.label_lower
            self.stdout.write(f"{len(keys):>6}  {label}  {rule.name}  ({declaration.name})")
            if keys:
                self.stdout.write(f"        {' '.join(map(str, keys[:MOST_SHOWN]))}")
