"""What is true of a facilitator whatever version of the page is online.

The page holds text and picture, which the pool manager reviews. What the facilitator may change at
once stands here: availability, how to be reached, and whether the profile is to be seen at all.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.images import get_image_model_string
from wagtail.models import Revision

from facilitators.choices import Availability


class Profile(models.Model):
    """One facilitator in the Pool. Rows change only through `facilitators.profile_states`."""

    class State(models.TextChoices):
        APPLIED = "aangevraagd", "Aangevraagd"
        IN_REVIEW = "in_beoordeling", "In beoordeling"
        PUBLISHED = "gepubliceerd", "Gepubliceerd"
        PAUSED = "gepauzeerd", "Gepauzeerd"
        REMOVED = "verwijderd", "Verwijderd"
        REJECTED = "afgewezen", "Afgewezen"

    # In links, so that none of them can be guessed; a new one kills all links that went out.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.OneToOneField(
        "facilitators.FacilitatorPage",
        verbose_name="pagina",
        on_delete=models.CASCADE,
        related_name="profile",
    )
    state = models.CharField("status", max_length=20, choices=State.choices, default=State.APPLIED)
    # Empty for a page that staff made, until they know whom to write to.
    email = models.EmailField("e-mailadres", max_length=254, blank=True)
    email_confirmed_at = models.DateTimeField("e-mailadres bevestigd op", null=True, blank=True)
    # Takes the place of the other as soon as somebody answers from it.
    new_email = models.EmailField("nieuw e-mailadres", max_length=254, blank=True)
    phone = models.CharField("telefoonnummer", max_length=20, blank=True)
    website = models.URLField("website", blank=True)
    shows_email = models.BooleanField("e-mailadres op de site", default=False)
    shows_phone = models.BooleanField("telefoonnummer op de site", default=False)
    availability = models.CharField(
        "beschikbaarheid",
        max_length=20,
        choices=Availability.choices,
        default=Availability.AVAILABLE,
    )
    # The first day of the month from which somebody is available again.
    available_from = models.DateField("beschikbaar vanaf", null=True, blank=True)
    follows_vision = models.BooleanField("werkt volgens de gezamenlijke visie", default=False)

    # The version that was approved last: what comes back after a pause.
    approved_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_asked_at = models.DateTimeField("wijziging ingestuurd op", null=True, blank=True)
    applied_at = models.DateTimeField("aangevraagd op", default=timezone.now)
    decided_at = models.DateTimeField("besloten op", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="besloten door",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField("reden", blank=True)
    # The yearly "Klopt je profiel nog?".
    confirmed_at = models.DateTimeField("laatst bevestigd op", null=True, blank=True)
    asked_at = models.DateTimeField("gevraagd of het nog klopt op", null=True, blank=True)

    class Meta:
        verbose_name = "profiel"
        verbose_name_plural = "profielen"
        ordering: ClassVar[list[str]] = ["-applied_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "availability"], name="profile_state")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(available_from=None) | Q(availability=Availability.NOT_NOW),
                name="profile_available_from_when_not_now",
            ),
        ]

    def __str__(self) -> str:
        return self.page.title

    @property
    def is_paused_by_staff(self) -> bool:
        """Return whether staff paused it: then the facilitator cannot put it back online."""
        return self.state == self.State.PAUSED and self.decided_by_id is not None


class Consent(models.Model):
    """That somebody let us show something, in which words it was asked, and until when."""

    class Item(models.TextChoices):
        EMAIL = "email", "E-mailadres"
        PHONE = "telefoon", "Telefoonnummer"
        WEBSITE = "website", "Website"
        PROFILE = "profiel", "Profiel"
        PHOTOGRAPH = "foto", "Foto"

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="consents")
    item = models.CharField("wat", max_length=20, choices=Item.choices)
    wording = models.TextField("zoals gevraagd")
    given_at = models.DateTimeField("gegeven op", default=timezone.now)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "toestemming"
        verbose_name_plural = "toestemmingen"
        ordering: ClassVar[list[str]] = ["-given_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "profile", "item", condition=Q(withdrawn_at=None), name="consent_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.get_item_display()


class Photograph(models.Model):
    """A photograph that a facilitator sent, so that it goes when nothing of theirs shows it."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="photographs")
    image = models.OneToOneField(
        get_image_model_string(), on_delete=models.CASCADE, related_name="+"
    )
    sent_at = models.DateTimeField("ingestuurd op", default=timezone.now)

    class Meta:
        verbose_name = "ingestuurde foto"
        verbose_name_plural = "ingestuurde foto's"

    def __str__(self) -> str:
        return f"Foto van {self.profile}"


class FacilitatorRequest(models.Model):
    """That an organisation asked something of a facilitator: when, and nothing of what or who."""

    profile = models.ForeignKey(
        Profile, verbose_name="facilitator", on_delete=models.CASCADE, related_name="requests"
    )
    sent_on = models.DateField("datum", default=timezone.localdate)

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering: ClassVar[list[str]] = ["-sent_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.profile}, {self.sent_on}"
