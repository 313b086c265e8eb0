"""What is true of a meeting whatever version of its page an editor publishes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class Cancellation(models.Model):
    """A meeting that does not go on. No revision of the page undoes it."""

    event = models.OneToOneField(
        "events.EventPage", on_delete=models.CASCADE, related_name="cancellation"
    )
    message = models.TextField("uitleg", max_length=600, blank=True)
    cancelled_at = models.DateTimeField("afgelast op", default=timezone.now)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "afgelasting"
        verbose_name_plural = "afgelastingen"

    def __str__(self) -> str:
        return f"Afgelast: {self.event}"


class CalendarEntry(models.Model):
    """What the calendars of subscribers hold of a meeting; it outlives the page.

    A calendar replaces what it has only by an entry of the same UID with a higher SEQUENCE
    (RFC 5545, 3.8.7.4), also to learn that a meeting was cancelled or taken offline.
    """

    event = models.OneToOneField(
        "events.EventPage", null=True, on_delete=models.SET_NULL, related_name="calendar_entry"
    )
    uid = models.CharField(max_length=255, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    # The values as last published; a change of any of them raises the sequence.
    title = models.CharField(max_length=255)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    location = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    is_cancelled = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title
