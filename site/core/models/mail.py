"""The mail that the site has promised to send."""

from typing import ClassVar, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from core.links import without_tokens


class OutgoingMailQuerySet(models.QuerySet):
    def due(self) -> Self:
        """Keep what is to be sent now, the longest waiting first."""
        waiting = self.filter(state=OutgoingMail.State.WAITING, due_at__lte=timezone.now())
        return waiting.order_by("due_at", "pk")

    def failed(self) -> Self:
        """Keep what was given up, the last first."""
        return self.filter(state=OutgoingMail.State.FAILED).order_by("-created_at", "-pk")


class OutgoingMail(models.Model):
    """One mail to one person: written down with what caused it, sent later by the worker.

    `key` says what the mail is for, such as "registration:12:reminder": asking twice for the same
    key sends once.
    """

    class State(models.TextChoices):
        WAITING = "wacht", "Wacht"
        SENT = "verstuurd", "Verstuurd"
        FAILED = "mislukt", "Mislukt"

    key = models.CharField("sleutel", max_length=200, unique=True, editable=False)
    kind = models.CharField("soort", max_length=40)
    recipient = models.EmailField("aan", max_length=254)
    reply_to = models.EmailField("antwoord naar", max_length=254, blank=True)
    subject = models.CharField("onderwerp", max_length=200)
    text = models.TextField("tekst")
    html = models.TextField("opgemaakte tekst", blank=True)
    calendar = models.TextField("agenda-bijlage", blank=True)
    # What one visitor writes to another: nobody else reads it, and it is wiped once delivered.
    is_private = models.BooleanField("privé", default=False)

    # What the mail is about, so that its page in the admin can show it.
    about_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    about_key = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("about_type", "about_key")

    state = models.CharField("status", max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    last_error = models.TextField("laatste fout", blank=True)
    created_at = models.DateTimeField("geschreven", default=timezone.now)
    due_at = models.DateTimeField("op zijn vroegst", default=timezone.now)
    sent_at = models.DateTimeField("verstuurd", null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at", "id"],
                name="outgoingmail_due",
                condition=models.Q(state="wacht"),
            ),
            models.Index(fields=["about_type", "about_key"], name="outgoingmail_about"),
        ]

    def __str__(self) -> str:
        return self.subject

    def close_links(self) -> list[str]:
        """Take out what opens something for its reader alone; return the fields to save."""
        self.text, self.html = without_tokens(self.text), without_tokens(self.html)
        self.calendar = without_tokens(self.calendar)
        return ["text", "html", "calendar"]

    def wipe(self) -> list[str]:
        """Forget what the mail says and who wrote and read it; return the fields to save."""
        self.text = self.html = self.calendar = self.recipient = self.reply_to = ""
        return ["text", "html", "calendar", "recipient", "reply_to"]
