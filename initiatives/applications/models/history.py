"""What happened to an application, in order, for good."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from initiatives.applications.choices import Role
from initiatives.applications.states import State


class ApplicationEventQuerySet(models.QuerySet):
    def update(self, **values: Any) -> int:
        raise TypeError("What happened is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("What happened is never deleted.")


class ApplicationEvent(models.Model):
    """One line of the log. Only ever added: a trigger refuses anything else, in SQL too.

    `user_id` is a number and no foreign key, so that the line survives the user; no line names
    anybody (domain guide, paragraph 10).
    """

    application = models.ForeignKey(
        "applications.Application", on_delete=models.PROTECT, related_name="events"
    )
    at = models.DateTimeField("wanneer", default=timezone.now)
    kind = models.CharField("wat", max_length=40)  # a deed of transitions, or one of history.NOTES
    role = models.CharField("rol", max_length=20, choices=Role.choices)
    user_id = models.BigIntegerField("gebruiker", null=True, blank=True)
    from_state = models.CharField("van", max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField("naar", max_length=20, choices=State.choices, blank=True)
    reason = models.TextField("reden", blank=True)
    details = models.JSONField("bijzonderheden", default=dict, blank=True)

    objects = ApplicationEventQuerySet.as_manager()

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        ordering: ClassVar[list[str]] = ["at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "at"], name="applicationevent_timeline"),
            models.Index(fields=["kind", "at"], name="applicationevent_figures"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.at:%d-%m-%Y %H:%M})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("What happened is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("What happened is never deleted.")
