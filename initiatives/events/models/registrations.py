"""Who comes to a meeting, and what staff write to them."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from core.letters import LONGEST_SUBJECT

# How long a place is held for whoever was asked to confirm.
TIME_TO_ANSWER = timedelta(hours=48)
# The same for a place that somebody asks for while few are left.
TIME_TO_ANSWER_WHEN_FEW = timedelta(hours=24)


class RegistrationQuerySet(models.QuerySet):
    def holding_a_place(self) -> Self:
        """Keep who takes a seat; one that was not confirmed in time takes none any more."""
        return self.filter(state__in=Registration.HOLDING_A_PLACE)

    def active(self) -> Self:
        """Keep who is coming, may be coming, or waits."""
        return self.filter(state__in=Registration.ACTIVE)

    def waiting(self) -> Self:
        """Keep the waiting list, in order of arrival."""
        return self.filter(state=Registration.State.WAITING).order_by("created_at", "pk")

    def overdue(self, now: datetime) -> Self:
        """Keep those whose time to answer is over."""
        return self.filter(state__in=Registration.MUST_ANSWER, expires_at__lte=now)

    def unsettled(self, now: datetime) -> Self:
        """Keep those that the clock may concern: waiting, or with an expired offer."""
        return self.filter(state=Registration.State.WAITING) | self.overdue(now)


class Details(models.Model):
    """What somebody who comes tells of themselves, besides the address."""

    class Role(models.TextChoices):
        FRONT_RUNNER = "koploper", "Koploper"
        POTENTIAL = "potentieel", "Potentiële Koploper"
        CARE = "zorg-of-welzijn", "Zorg- of welzijnsorganisatie"
        EDUCATION = "onderwijs", "Onderwijs"
        GOVERNMENT = "overheid", "Overheid"
        EMPLOYERS = "werkgeversorganisatie", "Regionale werkgeversorganisatie"
        FACILITATOR = "facilitator", "Facilitator"
        OTHER = "anders", "Anders"

    DETAILS = (
        "first_name",
        "infix",
        "last_name",
        "organisation",
        "job_title",
        "role",
        "needs",
    )

    first_name = models.CharField("voornaam", max_length=60)
    infix = models.CharField("tussenvoegsel", max_length=20, blank=True)
    last_name = models.CharField("achternaam", max_length=80)
    organisation = models.CharField("organisatie", max_length=120)
    job_title = models.CharField("functie", max_length=80, blank=True)
    role = models.CharField("betrokken als", max_length=30, choices=Role.choices)
    needs = models.TextField("wensen", max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, [self.first_name, self.infix, self.last_name]))

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Return what was told, as questions with answers."""
        return [
            ("Naam", self.full_name),
            ("Organisatie", self.organisation),
            ("Functie", self.job_title),
            ("Betrokken als", str(self.get_role_display())),
            ("Wensen", self.needs),
        ]


class Registration(Details):
    """One person for one meeting. Rows change only through `initiatives.events.services`."""

    class State(models.TextChoices):
        REGISTERED = "aangemeld", "Nog niet bevestigd"
        CONFIRMED = "bevestigd", "Bevestigd"
        WAITING = "wachtlijst", "Op de wachtlijst"
        OFFERED = "plek_aangeboden", "Plek aangeboden"
        CANCELLED = "afgemeld", "Afgemeld"
        LAPSED = "vervallen", "Vervallen"
        ATTENDED = "aanwezig", "Aanwezig"
        ABSENT = "niet_verschenen", "Niet verschenen"

    MUST_ANSWER = (State.REGISTERED, State.OFFERED)
    COMING = (State.CONFIRMED, State.ATTENDED, State.ABSENT)
    HOLDING_A_PLACE = (*MUST_ANSWER, *COMING)
    ACTIVE = (*HOLDING_A_PLACE, State.WAITING)

    # In links, so that none of them can be guessed or counted.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(
        "events.EventPage",
        verbose_name="bijeenkomst",
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    email = models.EmailField("e-mailadres", max_length=254)

    state = models.CharField(
        "status", max_length=20, choices=State.choices, default=State.REGISTERED
    )
    created_at = models.DateTimeField("aangemeld op", default=timezone.now)
    expires_at = models.DateTimeField("bevestigen vóór", null=True, blank=True)
    # The SEQUENCE of the last message to this person's calendar (invitations).
    calendar_sequence = models.PositiveIntegerField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField("herinnerd op", null=True, blank=True)
    # When it was signed off or lapsed; empty for what was over before we kept this.
    over_at = models.DateTimeField("voorbij sinds", null=True, blank=True, editable=False)
    # When names and addresses were wiped, weeks after the meeting (domain guide, paragraph 10).
    forgotten_at = models.DateTimeField("gewist op", null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    # People do not count as places where a page is used, and looking that up costs five queries.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "aanmelding"
        verbose_name_plural = "aanmeldingen"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # An address may come back after it was signed off or lapsed.
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=~Q(state__in=["afgemeld", "vervallen"]) & ~Q(email=""),
                name="registration_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["aangemeld", "plek_aangeboden"], expires_at__isnull=False)
                | (~Q(state__in=["aangemeld", "plek_aangeboden"]) & Q(expires_at__isnull=True)),
                name="registration_expires_while_it_must_answer",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["event", "state", "created_at"], name="registration_places"),
            models.Index(
                fields=["expires_at"],
                name="registration_overdue",
                condition=Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or "Gewiste aanmelding"

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE


class NewDetails(Details):
    """What was filled in with an address that is registered already.

    Anybody can type anybody's address, so it waits until whoever reads the mail takes it over.
    """

    # What was sent by which form: the same form sent twice is kept once.
    key = models.UUIDField(unique=True, editable=False)
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="new_details"
    )
    created_at = models.DateTimeField("ingevuld op", default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "nieuwe gegevens"
        verbose_name_plural = "nieuwe gegevens"
        ordering: ClassVar[list[str]] = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.full_name


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
