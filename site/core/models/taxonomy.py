"""Themes and branches: the two lists by which everything on the site can be found."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Revision
from wagtail.search import index

from core import generation


class Generation(models.Model):
    """The single row that core.generation counts in; its migration makes it."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class TermQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(active=True)

    def with_use(self) -> Self:
        """Add `use`: on how many pages, drafts included, each term is chosen."""
        return self.annotate(use=models.Count("pages", distinct=True))


class Term(index.Indexed, models.Model):
    """What themes and branches have in common.

    A term keeps every slug it ever had, and those of terms merged into it, so that a shared filter
    link goes on working: the listing sends an old slug on to the current one.
    """

    name = models.CharField("naam", max_length=80, unique=True)
    slug = models.SlugField(
        "slug",
        max_length=80,
        unique=True,
        help_text="Staat in het webadres. Verander je hem, dan blijft het oude adres werken.",
    )
    description = models.CharField(
        "omschrijving",
        max_length=200,
        help_text="Eén zin. Bezoekers lezen hem bij het filter en boven een gefilterde lijst.",
    )
    order = models.PositiveSmallIntegerField(
        "volgorde", default=100, help_text="Laagste eerst; daarna op alfabet."
    )
    active = models.BooleanField(
        "in gebruik",
        default=True,
        help_text="Zet dit uit en niemand kan het meer kiezen. Pagina's die het al hebben, "
        "houden het.",
    )
    former_slugs = ArrayField(
        models.SlugField(max_length=80), verbose_name="oude slugs", default=list, editable=False
    )

    objects = TermQuerySet.as_manager()

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("description"),
    ]

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a slug that an old link of another term still uses."""
        super().clean()
        holder = type(self).objects.filter(former_slugs__contains=[self.slug]).exclude(pk=self.pk)
        if taken_by := holder.first():
            raise ValidationError(
                {
                    "slug": f"‘{self.slug}’ is een oud adres van ‘{taken_by}’. "
                    "Kies een andere slug, anders werken gedeelde links niet meer."
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        if before and before != self.slug:
            self.former_slugs = [*self.former_slugs, before]
        self.former_slugs = [slug for slug in self.former_slugs if slug != self.slug]
        super().save(*args, **kwargs)

    @classmethod
    def all_by_slug(cls) -> dict[str, Self]:
        """Return every term by its current slug, in order; read once per generation."""
        return _terms_by_slug(cls)

    @classmethod
    def all_by_pk(cls) -> dict[int, Self]:
        """Return every term by primary key; read once per generation."""
        return _terms_by_pk(cls)

    @classmethod
    def current_slug(cls, slug: str) -> str | None:
        """Return the slug that `slug` has today, or None when no term ever had it."""
        return _slugs_today(cls).get(slug)

    def merge_into(self, target: Self) -> None:
        """Move every page, draft and old link of this term to `target`, and delete this term.

        All or nothing. Raises ValueError when the two are the same term.
        """
        if target.pk == self.pk:
            raise ValueError("A term cannot be merged into itself.")
        with transaction.atomic():
            locked = type(self).objects.select_for_update().order_by("pk")
            found = {term.pk: term for term in locked.filter(pk__in=[self.pk, target.pk])}
            source, target = found[self.pk], found[target.pk]
            choices = type(self).pages.through.objects
            term = str(self._meta.model_name)
            twice = choices.filter(**{term: target}).values("themedpage_id")
            choices.filter(**{term: source}, themedpage_id__in=twice).delete()
            choices.filter(**{term: source}).update(**{term: target})
            self._move_drafts(source, target)
            target.former_slugs = [*target.former_slugs, *source.former_slugs, source.slug]
            source.delete()
            target.save()

    def _move_drafts(self, source: Self, target: Self) -> None:
        """Rewrite saved revisions: a draft that still named the old term would lose it."""
        revisions = Revision.objects.filter(
            base_content_type__app_label="wagtailcore",
            **{f"content__{self.page_field}__contains": source.pk},
        )
        for revision in revisions.iterator():
            chosen = [
                target.pk if pk == source.pk else pk for pk in revision.content[self.page_field]
            ]
            revision.content[self.page_field] = list(dict.fromkeys(chosen))
            revision.save(update_fields=["content"])

    page_field: ClassVar[str]


@generation.kept
def _terms_by_slug(model: type[Any]) -> dict[str, Any]:
    return {term.slug: term for term in model.objects.all()}


@generation.kept
def _terms_by_pk(model: type[Any]) -> dict[int, Any]:
    return {term.pk: term for term in _terms_by_slug(model).values()}


@generation.kept
def _slugs_today(model: type[Any]) -> dict[str, str]:
    terms = _terms_by_slug(model).values()
    former = {old: term.slug for term in terms for old in term.former_slugs}
    return former | {term.slug: term.slug for term in terms}


class Theme(Term):
    """A subject (thema): what a page is about."""

    class Line(models.TextChoices):
        """The programme's three lines (actielijnen)."""

        MORE_CHOOSE = "meer-kiezen", "Meer kiezen voor zorg en welzijn"
        LEARN_BETTER = "beter-leren", "Beter leren in zorg en welzijn"
        WORK_DIFFERENTLY = "anders-werken", "Anders werken in zorg en welzijn"

    class Hue(models.IntegerChoices):
        """The nine hues of the style sheet, all equally light."""

        TEAL = 1, "blauwgroen"
        BLUE = 2, "blauw"
        INDIGO = 3, "indigo"
        PURPLE = 4, "paars"
        PINK = 5, "roze"
        RED = 6, "rood"
        ORANGE = 7, "oranje"
        OLIVE = 8, "olijf"
        GREEN = 9, "groen"

    line = models.CharField(
        "actielijn",
        max_length=20,
        choices=Line.choices,
        blank=True,
        help_text="Laat leeg als het thema bij alle drie de lijnen past.",
    )
    hue = models.PositiveSmallIntegerField(
        "kleur",
        choices=Hue.choices,
        default=Hue.TEAL,
        help_text="De kleur van omslagen en labels bij dit thema.",
    )

    page_field = "themes"
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("line"),
        MultiFieldPanel([FieldPanel("hue"), FieldPanel("order"), FieldPanel("active")], "Weergave"),
    ]

    class Meta(Term.Meta):
        verbose_name = "thema"
        verbose_name_plural = "thema's"


class Branch(Term):
    """A sector (branche): for what kind of organisation a page is meant."""

    synonyms = models.CharField(
        "ook bekend als",
        max_length=200,
        blank=True,
        help_text="Andere woorden, met komma's ertussen. Bijvoorbeeld: ggz, psychiatrie.",
    )

    page_field = "branches"
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("synonyms"),
        MultiFieldPanel([FieldPanel("order"), FieldPanel("active")], "Weergave"),
    ]

    class Meta(Term.Meta):
        verbose_name = "branche"
        verbose_name_plural = "branches"
