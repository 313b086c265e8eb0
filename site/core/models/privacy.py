"""What people ask about their own data, and which staff looked at data of people."""

import calendar
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


def month_after(day: date) -> date:
    """Return the same day of the next month, or the last one of it (GDPR, article 12(3))."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class PrivacyRequest(models.Model):
    """One request of somebody about their own data, and by when they hear from us."""

    class Kind(models.TextChoices):
        ACCESS = "inzage", "Inzage of een kopie"
        ERASURE = "wissen", "Gegevens wissen"
        CORRECTION = "verbeteren", "Gegevens verbeteren"
        OBJECTION = "bezwaar", "Bezwaar tegen het gebruik"

    kind = models.CharField("vraag", max_length=20, choices=Kind.choices)
    # Empty once the data of this address were erased, or the term of the request is over.
    email = models.EmailField("e-mailadres", max_length=254, blank=True)
    received_on = models.DateField("ontvangen op", default=timezone.localdate)
    answer_by = models.DateField("antwoord uiterlijk", editable=False)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="beantwoord door",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "privacyverzoek"
        verbose_name_plural = "privacyverzoeken"
        ordering: ClassVar[list[str]] = ["answer_by", "pk"]
        # Whoever has this sees, exports and erases all that the site keeps of an address.
        permissions = [("handle_privacyrequest", "Can see and erase what is kept of somebody")]

    def __str__(self) -> str:
        return f"Privacyverzoek {self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.answer_by is None:
            self.answer_by = month_after(self.received_on)
        super().save(*args, **kwargs)  # type: ignore[arg-type] # those of Model.save


class Access(models.Model):
    """That a member of staff saw data of people. Names nobody: a number for each of both."""

    class How(models.TextChoices):
        PAGE = "bekeken", "Bekeken"
        MAIL = "mail", "Mail gelezen"
        EXPORT = "export", "Meegenomen in een bestand"
        PRINT = "print", "Printlijst geopend"
        PRIVACY = "privacy", "Opgezocht voor een privacyverzoek"

    at = models.DateTimeField("wanneer", default=timezone.now)
    # The beginning of the hour in which it was: who looks again leaves no second line.
    hour = models.DateTimeField(editable=False)
    # A number and no foreign key, so that the line survives the user.
    user_id = models.BigIntegerField("gebruiker")
    how = models.CharField("hoe", max_length=10, choices=How.choices)
    kind = models.CharField("soort", max_length=60)  # such as "events.registration"
    key = models.BigIntegerField("nummer", null=True, blank=True)  # none for all of one address

    class Meta:
        verbose_name = "inzage"
        verbose_name_plural = "inzagen"
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "key", "user_id", "how", "hour"], name="access_once_an_hour"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-at"], name="access_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}: {self.kind} {self.key or ''}".strip()
