"""How often something was done of late from one place, without telling which place that is."""

from typing import ClassVar

from django.db import models


class RecentUse(models.Model):
    """A count over one span of time; rows change only through `core.limits`."""

    # A keyed hash of what is limited, for whom and for how long.
    digest = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "recent gebruik"
        verbose_name_plural = "recent gebruik"
        ordering: ClassVar[list[str]] = ["ends_at"]

    def __str__(self) -> str:
        return f"{self.number} tot {self.ends_at:%d-%m-%Y %H:%M}"
