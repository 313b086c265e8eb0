"""Labour-market regions and the employer organisations that work in them."""

from typing import Any, ClassVar, Self

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from core import generation
from core.models import MeetingRegion
from core.sorting import sort_key

PARTS_OF_THE_COUNTRY = [
    choice for choice in MeetingRegion.choices if choice[0] != MeetingRegion.NATIONAL
]


class Listed(index.Indexed, models.Model):
    """A name in a list, sorted as a Dutch index is. The slug stays when the name changes."""

    name = models.CharField("naam", max_length=120, unique=True)
    slug = models.SlugField("slug", max_length=120, unique=True, editable=False)
    sort_name = models.CharField(
        "sorteernaam", max_length=255, editable=False, db_collation="C", db_index=True
    )

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["sort_name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = sort_key(self.name)
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)

    @classmethod
    def all_by_slug(cls) -> dict[str, Self]:
        """Return every row by its slug, in alphabetical order; read once per generation."""
        return _rows_by_slug(cls)

    @classmethod
    def all_by_pk(cls) -> dict[int, Self]:
        """Return every row by primary key; read once per generation."""
        return _rows_by_pk(cls)

    def _free_slug(self) -> str:
        """Return a slug of the name that no other has: names may differ in their signs only."""
        taken = set(type(self).objects.values_list("slug", flat=True))
        slug = wanted = slugify(self.name)[:110] or str(self._meta.model_name)
        number = 2
        while slug in taken:
            slug, number = f"{wanted}-{number}", number + 1
        return slug


class LabourMarketRegion(Listed):
    """One of the 28 regions (arbeidsmarktregio's) that each have a plan against shortages."""

    number = models.PositiveSmallIntegerField(
        "nummer", unique=True, help_text="Ons nummer voor de regio. Elke regio heeft een eigen."
    )
    meeting_region = models.CharField(
        "bijeenkomstregio",
        max_length=20,
        choices=PARTS_OF_THE_COUNTRY,
        help_text="In welk deel van het land komen Koplopers uit deze regio bij elkaar?",
    )

    panels = [FieldPanel("name"), FieldPanel("number"), FieldPanel("meeting_region")]

    class Meta(Listed.Meta):
        verbose_name = "arbeidsmarktregio"
        verbose_name_plural = "arbeidsmarktregio's"


@generation.kept
def _rows_by_slug(model: type[Any]) -> dict[str, Any]:
    return {row.slug: row for row in model.objects.all()}


@generation.kept
def _rows_by_pk(model: type[Any]) -> dict[int, Any]:
    return {row.pk: row for row in _rows_by_slug(model).values()}


class EmployerOrganisationQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)


class EmployerOrganisation(Listed):
    """A regional association of employers: it knows the initiatives and advises about them."""

    area = models.CharField(
        "werkgebied", max_length=200, help_text="Zoals een bezoeker het kent. Bijvoorbeeld: Zeeland"
    )
    regions = models.ManyToManyField(
        LabourMarketRegion,
        verbose_name="arbeidsmarktregio's",
        blank=True,
        related_name="employer_organisations",
    )
    website = models.URLField(
        "website", blank=True, help_text="Kijk eerst zelf of het webadres klopt."
    )
    is_active = models.BooleanField(
        "in gebruik",
        default=True,
        help_text="Zet dit uit en niemand kan de organisatie meer kiezen. Wie deze "
        "organisatie al koos, houdt die keuze.",
    )

    objects = EmployerOrganisationQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("area"),
        FieldPanel("regions", widget=CheckboxSelectMultiple),
        FieldPanel("website"),
        FieldPanel("is_active"),
    ]

    class Meta(Listed.Meta):
        verbose_name = "werkgeversorganisatie"
        verbose_name_plural = "werkgeversorganisaties"
