"""What is stored of an application, what it was before, and what happened to it."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.fields import ChoicesField
from core.models import Branch, Theme
from initiatives.applications.models.choices import Role, Route
from initiatives.applications.models.states import BEFORE_SUBMISSION, UNDER_WAY, State
from initiatives.choices import Criterion, Phase
from initiatives.models import EmployerOrganisation, InitiativePage, LabourMarketRegion


class ApplicationEventQuerySet(models.QuerySet):
    def update(self, **values: Any) -> int:
        raise TypeError("What happened is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("What happened is never deleted.")


class ApplicationEvent(models.Model):
    """One line of the log. Only ever added: a trigger refuses anything else, in SQL too.

    `user_id` is a number and no foreign key, so that the line survives the user; no line names
    anybody (domain guide, paragraph 10). What somebody wrote with it stands apart, in `EventWords`.
    """

    application = models.ForeignKey(
        "applications.Application", on_delete=models.PROTECT, related_name="events"
    )
    at = models.DateTimeField("wanneer", default=timezone.now)
    kind = models.CharField("wat", max_length=40)  # an action, or one of audit_log.NOTES
    role = models.CharField("rol", max_length=20, choices=Role.choices)
    user_id = models.BigIntegerField("gebruiker", null=True, blank=True)
    from_state = models.CharField("van", max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField("naar", max_length=20, choices=State.choices, blank=True)
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

    @property
    def reason(self) -> str:
        """Return why, in the words of whoever did it; empty once those are wiped."""
        written = self._words
        return written.reason if written else ""

    @property
    def told(self) -> dict[str, Any]:
        """Return `details` with the words that belong in it, for as long as those are kept."""
        written = self._words
        return {**self.details, **written.details} if written else self.details

    @property
    def _words(self) -> "EventWords | None":
        try:
            return self.words
        except EventWords.DoesNotExist:
            return None


class EventWords(models.Model):
    """What somebody wrote with a line of the log: it can be wiped, and the line stays.

    `details` has those parts of the line's details in which there are words.
    """

    event = models.OneToOneField(
        ApplicationEvent, primary_key=True, on_delete=models.CASCADE, related_name="words"
    )
    reason = models.TextField("reden", blank=True)
    details = models.JSONField("bijzonderheden", default=dict, blank=True)

    class Meta:
        verbose_name = "tekst in het logboek"
        verbose_name_plural = "teksten in het logboek"

    def __str__(self) -> str:
        return f"Tekst bij {self.event_id}"


class ApplicationQuerySet(models.QuerySet):
    def under_way(self) -> Self:
        """Keep what was sent and is not decided yet."""
        return self.filter(state__in=UNDER_WAY)


class Application(models.Model):
    """Rows change only through the services of this app.

    `answers` is the whole form as it was typed while it is a draft, and as it was understood once
    it was sent: for each question's name a text, a list of values, or for the organisations a list
    of such documents. What the desk filters or counts is copied into typed columns whenever the
    answers change; what is known of a person stands in columns only for as long as it is kept.
    """

    # In links, so that none of them can be guessed; a new one kills every link that went out.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField("kenmerk", max_length=20, blank=True)
    state = models.CharField("status", max_length=20, choices=State.choices, default=State.DRAFT)
    state_since = models.DateTimeField("in deze status sinds", default=timezone.now)
    route = models.CharField("route", max_length=20, choices=Route.choices, default=Route.SELF)

    answers = models.JSONField("antwoorden", default=dict, blank=True)
    form_version = models.PositiveSmallIntegerField("versie van het formulier", default=1)
    # Goes up with every stored change, so that two tabs that disagree are told so.
    revision = models.PositiveIntegerField("wijziging", default=0)
    # Who stored each step last: for its slug the name of a browser tab, and how many times that
    # tab has stored (drafts.Tab).
    saved_by = models.JSONField("bewaard door", default=dict, blank=True, editable=False)

    # What the desk filters and counts.
    name = models.CharField("naam", max_length=100, blank=True)
    phase = models.CharField("fase", max_length=20, choices=Phase.choices, blank=True)
    themes = models.ManyToManyField(Theme, verbose_name="thema's", blank=True, related_name="+")
    branches = models.ManyToManyField(Branch, verbose_name="branches", blank=True, related_name="+")
    all_branches = models.BooleanField("alle branches", default=False)
    regions = models.ManyToManyField(
        LabourMarketRegion,
        verbose_name="arbeidsmarktregio's",
        blank=True,
        related_name="applications",
    )
    is_national = models.BooleanField("landelijk", default=False)
    employer_organisation = models.ForeignKey(
        EmployerOrganisation,
        verbose_name="werkgeversorganisatie",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    claimed = ChoicesField(
        Criterion.choices,
        verbose_name="criteria volgens de indiener",
        help_text="Waar de indiener ‘Ja’ koos.",
    )
    may_publish = models.BooleanField("mag op de website", null=True, blank=True)

    # The contact person (retention empties these).
    first_name = models.CharField("voornaam", max_length=60, blank=True)
    infix = models.CharField("tussenvoegsel", max_length=20, blank=True)
    last_name = models.CharField("achternaam", max_length=80, blank=True)
    job_title = models.CharField("functie", max_length=80, blank=True)
    email = models.EmailField("e-mailadres", max_length=254, blank=True)
    phone = models.CharField("telefoonnummer", max_length=20, blank=True)

    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="adviseur",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("begonnen op", default=timezone.now)
    # When the applicant did something last; a draft lapses 90 days after it.
    touched_at = models.DateTimeField("laatste activiteit", default=timezone.now)
    warned_at = models.DateTimeField("gewaarschuwd op", null=True, blank=True)
    submitted_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    decided_at = models.DateTimeField("besloten op", null=True, blank=True)
    forgotten_at = models.DateTimeField("gewist op", null=True, blank=True, editable=False)

    # Made unpublished on admission; the applicant approves its text by link.
    page = models.OneToOneField(
        InitiativePage,
        verbose_name="pagina",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="application",
    )
    text_approved_at = models.DateTimeField("tekst goedgekeurd op", null=True, blank=True)
    # Which version that was; an editor may change the text afterwards.
    approved_revision = models.ForeignKey(
        "wagtailcore.Revision",
        verbose_name="goedgekeurde versie",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    introduction = models.ForeignKey(
        "events.EventPage",
        verbose_name="wordt geïntroduceerd op",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    previous = models.ForeignKey(
        "self",
        verbose_name="eerdere aanmelding",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
    )

    objects = ApplicationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "aanmelding"
        verbose_name_plural = "aanmeldingen"
        ordering: ClassVar[list[str]] = ["-submitted_at", "-pk"]
        # Whoever may view applications sees the desk; these say who may do something there.
        permissions = [
            ("assess_application", "Can test applications and decide about them"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="application_reference"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*BEFORE_SUBMISSION, State.WITHDRAWN])
                | (~Q(reference="") & Q(submitted_at__isnull=False)),
                name="application_sent_has_a_reference",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "state_since"], name="application_state"),
            models.Index(fields=["adviser", "state"], name="application_adviser"),
        ]

    def __str__(self) -> str:
        return self.name or self.reference or "Aanmelding zonder naam"

    @property
    def contact_name(self) -> str:
        return " ".join(filter(None, [self.first_name, self.infix, self.last_name]))

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


class Version(models.Model):
    """The answers as they stood at one moment after sending. Never changed, only wiped."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("versie")
    answers = models.JSONField("antwoorden", default=dict)
    form_version = models.PositiveSmallIntegerField("versie van het formulier")
    created_at = models.DateTimeField("verstuurd op", default=timezone.now)
    by = models.CharField("door", max_length=20, choices=Role.choices, default=Role.APPLICANT)

    class Meta:
        verbose_name = "versie"
        verbose_name_plural = "versies"
        ordering: ClassVar[list[str]] = ["application", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("application", "number", name="version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application}, versie {self.number}"


class ConflictingDraft(models.Model):
    """What one tab sent while another had stored something newer: kept until one is chosen."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="set_aside")
    step = models.CharField("stap", max_length=30)
    # The browser tab that it was typed in: what that tab sends later replaces it.
    tab = models.CharField("tabblad", max_length=60, blank=True, editable=False)
    answers = models.JSONField("antwoorden", default=dict)
    created_at = models.DateTimeField("bewaard op", default=timezone.now)

    class Meta:
        verbose_name = "apart bewaarde antwoorden"
        verbose_name_plural = "apart bewaarde antwoorden"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.application}, stap {self.step}"


class Nomination(models.Model):
    """Who told us of an initiative of others, and what they said (route voorgedragen)."""

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="nomination"
    )
    # The random name of the form that was sent, so that sending twice nominates once.
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.TextField("waarom dit initiatief", blank=True)
    place = models.CharField("waar", max_length=120, blank=True)
    contact = models.CharField("contactpersoon van het initiatief", max_length=254, blank=True)
    first_name = models.CharField("voornaam", max_length=60, blank=True)
    infix = models.CharField("tussenvoegsel", max_length=20, blank=True)
    last_name = models.CharField("achternaam", max_length=80, blank=True)
    organisation = models.CharField("organisatie", max_length=120, blank=True)
    email = models.EmailField("e-mailadres", max_length=254, blank=True)
    created_at = models.DateTimeField("ontvangen op", default=timezone.now)
    forgotten_at = models.DateTimeField("gewist op", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "voordracht"
        verbose_name_plural = "voordrachten"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Voordracht van {self.application}"


class ReferenceNumber(models.Model):
    """The last number given out in a year; its row is the lock that keeps them without gaps."""

    year = models.PositiveSmallIntegerField("jaar", primary_key=True)
    last = models.PositiveIntegerField("laatste nummer", default=0)

    class Meta:
        verbose_name = "kenmerkteller"
        verbose_name_plural = "kenmerktellers"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
