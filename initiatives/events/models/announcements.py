"""What staff write to everybody who registered for a meeting."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.letters import LONGEST_SUBJECT
from initiatives.events.models.registrations import Registration


class Announcement(models.Model):
    """A mail to many: a draft until it is sent, and never changed after that."""

    class Audience(models.TextChoices):
        COMING = "komt", "Wie zeker komt"
        EXPECTED = "verwacht", "Wie zeker komt, en wie nog moet bevestigen"
        EVERYBODY = "iedereen", "Iedereen, ook wie op de wachtlijst staat"
        ATTENDED = "aanwezig", "Alleen wie er was (na afloop)"

    STATES_OF: ClassVar[dict[str, tuple[str, ...]]] = {
        Audience.COMING: Registration.COMING,
        Audience.EXPECTED: Registration.HOLDING_A_PLACE,
        Audience.EVERYBODY: Registration.ACTIVE,
        Audience.ATTENDED: (Registration.State.ATTENDED,),
    }

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="announcements"
    )
    subject = models.CharField(
        "onderwerp", max_length=LONGEST_SUBJECT, help_text="Kort: waar gaat het over?"
    )
    text = models.TextField(
        "tekst",
        max_length=3000,
        help_text="De aanhef en de groet zetten wij erbij. "
        "Een lege regel begint een nieuwe alinea.",
    )
    audience = models.CharField(
        "aan wie", max_length=10, choices=Audience.choices, default=Audience.COMING
    )
    created_at = models.DateTimeField("geschreven op", default=timezone.now)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    number = models.PositiveIntegerField("aantal ontvangers", default=0)

    class Meta:
        verbose_name = "mededeling"
        verbose_name_plural = "mededelingen"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject

    def recipients(self) -> models.QuerySet[Registration]:
        """Return who gets it at this moment; somebody without an address cannot be reached."""
        registrations = Registration.objects.filter(event=self.event_id)
        states = self.STATES_OF[self.audience]
        return registrations.filter(state__in=states).exclude(email="").order_by("pk")
