"""What of the last round of the worker went wrong, for the page that monitors ask."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone


class WorkerRound(models.Model):
    """The single row that says when a worker last ended a round."""

    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def note(cls) -> None:
        cls.objects.update_or_create(pk=1, defaults={"at": timezone.now()})


class FailingJob(models.Model):
    """A job of the worker of which something failed in its last round; most of the time none is."""

    name = models.CharField(max_length=200, primary_key=True)  # core.scheduled_jobs.name_of
    number = models.PositiveIntegerField()  # rows, or one for the job as a whole

    class Meta:
        verbose_name = "mislukte taak"
        verbose_name_plural = "mislukte taken"
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"

    @staticmethod
    def keep(failed: Mapping[str, int]) -> None:
        """Keep how many failed of each job in this round, in place of the former round."""
        found = {name: number for name, number in sorted(failed.items()) if number}
        rows = [FailingJob(name=name, number=number) for name, number in found.items()]
        with transaction.atomic():
            FailingJob.objects.exclude(name__in=found).delete()
            FailingJob.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["name"],
                update_fields=["number"],
            )
