"""What advisers and those they ask for advice find of an application."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.sorting import sort_key
from initiatives.applications.models.choices import AdviceValue, Verdict
from initiatives.choices import Criterion
from initiatives.models import EmployerOrganisation


class Judgement(models.Model):
    """What the adviser finds of one criterion now; a snapshot is kept with every decision."""

    application = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="judgements"
    )
    criterion = models.CharField("criterium", max_length=20, choices=Criterion.choices)
    verdict = models.CharField("oordeel", max_length=20, choices=Verdict.choices)
    motivation = models.TextField("toelichting", blank=True)
    # The version of the answers that was read.
    version = models.ForeignKey(
        "applications.Version", on_delete=models.PROTECT, related_name="judgements"
    )
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    judged_at = models.DateTimeField("beoordeeld op", default=timezone.now)

    class Meta:
        verbose_name = "oordeel"
        verbose_name_plural = "oordelen"
        ordering: ClassVar[list[str]] = ["application", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("application", "criterion", name="judgement_once_a_criterion"),
        ]

    def __str__(self) -> str:
        return f"{self.get_criterion_display()}: {self.get_verdict_display()}"


class Supplement(models.Model):
    """A question to the applicant: a few questions of the form open again, until a day."""

    application = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="supplements"
    )
    question = models.TextField("vraag")
    # The names of the questions of the form that open again.
    opened = ArrayField(models.CharField(max_length=40), verbose_name="vragen", default=list)
    deadline = models.DateField("antwoord vóór")
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reply = models.TextField("antwoord", blank=True)
    # What the applicant has typed so far, and has not sent.
    draft = models.JSONField("concept", default=dict, blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    ended_at = models.DateTimeField("vervallen op", null=True, blank=True)
    version = models.ForeignKey(
        "applications.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "aanvulling"
        verbose_name_plural = "aanvullingen"
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "application",
                condition=Q(answered_at=None, ended_at=None),
                name="supplement_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Aanvulling voor {self.application}"


class AdvicePartyQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)


class AdviceParty(models.Model):
    """Who can be asked for advice: a regional employer organisation, or a ministry."""

    class Kind(models.TextChoices):
        EMPLOYERS = "werkgevers", "Regionale werkgeversorganisatie"
        MINISTRY = "ministerie", "Ministerie"

    name = models.CharField("naam", max_length=120, unique=True)
    kind = models.CharField("soort", max_length=20, choices=Kind.choices)
    organisation = models.OneToOneField(
        EmployerOrganisation,
        verbose_name="werkgeversorganisatie",
        null=True,
        blank=True,
        # A party is what an organisation is to us; the advice it gave keeps both.
        on_delete=models.CASCADE,
        related_name="advice_party",
    )
    email = models.EmailField(
        "e-mailadres", max_length=254, blank=True, help_text="Hierheen gaat de vraag om advies."
    )
    is_active = models.BooleanField("in gebruik", default=True)

    objects = AdvicePartyQuerySet.as_manager()

    class Meta:
        verbose_name = "adviespartij"
        verbose_name_plural = "adviespartijen"
        ordering: ClassVar[list[str]] = ["-kind", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="werkgevers", organisation__isnull=False)
                | Q(kind="ministerie", organisation__isnull=True),
                name="adviceparty_employers_have_their_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> tuple[bool, str]:
        """Return by what parties are sorted: employers first, then as a Dutch index has names."""
        return self.kind != self.Kind.EMPLOYERS, sort_key(self.name)


class Advice(models.Model):
    """One party asked about one application, in one round of consultation."""

    # In the link of the party.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="advices"
    )
    party = models.ForeignKey(AdviceParty, on_delete=models.PROTECT, related_name="advices")
    round = models.PositiveSmallIntegerField("ronde", default=1)
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now)
    due_on = models.DateField("advies vóór")
    reminded_at = models.DateTimeField("herinnerd op", null=True, blank=True)
    value = models.CharField(
        "advies", max_length=20, choices=AdviceValue.choices, default=AdviceValue.OPEN
    )
    text = models.TextField("toelichting", blank=True)
    given_at = models.DateTimeField("gegeven op", null=True, blank=True)
    conflict_at = models.DateTimeField("belang gemeld op", null=True, blank=True)
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    # What the adviser answers to a negative advice, before admitting.
    reaction = models.TextField("reactie", blank=True)
    reacted_at = models.DateTimeField("reactie gegeven op", null=True, blank=True)

    class Meta:
        verbose_name = "advies"
        verbose_name_plural = "adviezen"
        ordering: ClassVar[list[str]] = ["round", "asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("application", "party", "round", name="advice_once_a_round"),
            models.CheckConstraint(
                condition=~Q(value="negatief") | ~Q(text=""),
                name="advice_negative_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_value_display()}"
