"""What the site has forgotten, and why: the account that deleting needs (domain guide, §10)."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Deletion(models.Model):
    """One row or some rows of one kind, wiped or deleted by a rule; it names nobody."""

    kind = models.CharField("soort", max_length=60)  # such as "applications.application"
    key = models.BigIntegerField("nummer", null=True, blank=True)  # none for several rows at once
    number = models.PositiveIntegerField("aantal", default=1)
    rule = models.CharField("regel", max_length=100)
    at = models.DateTimeField("wanneer", default=timezone.now)

    class Meta:
        verbose_name = "verwijdering"
        verbose_name_plural = "verwijderingen"
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key or ''}: {self.rule}"

    @classmethod
    def note(cls, row: models.Model, rule: str) -> None:
        """Keep that this row was wiped or deleted, in the transaction of the caller."""
        cls.objects.create(kind=row._meta.label_lower, key=row.pk, rule=rule)
