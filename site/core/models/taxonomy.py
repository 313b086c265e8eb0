"""Themes and branches: the two lists by which everything on the site can be found."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import capfirst, slugify
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from core import chosen, generation
from core.terms import pages_using, records_using


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

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse when any of the terms is used, as Term.delete does."""
        chosen.hold_alone()
        terms: list[Any] = list(self)
        for term in terms:
            term.refuse_when_used()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Term(index.Indexed, models.Model):
    """What themes and branches have in common.

    A term keeps every slug it ever had, and those of terms merged into it, so that a shared filter
    link goes on working: the listing sends an old slug on to the current one. It keeps the keys of
    those terms too, for whoever chose one just before (core.chosen).
    """

    name = models.CharField(
        "naam",
        max_length=80,
        help_text="Zo zien bezoekers het: in filters, op kaarten en pagina's.",
    )
    slug = models.SlugField(
        "slug",
        max_length=80,
        unique=True,
        blank=True,
        help_text="Staat in het webadres. Laat je dit leeg? Dan maken we het van de naam. "
        "Verander je "
        "het? Dan blijft het oude adres werken.",
    )
    description = models.CharField(
        "omschrijving",
        max_length=200,
        help_text="Eén zin. Bezoekers lezen die bij het filter en boven een gefilterde lijst.",
    )
    intro = RichTextField(
        "introductie",
        blank=True,
        features=["bold", "italic", "link", "ul"],
        help_text="Boven aan de eigen pagina, onder de omschrijving. Wat speelt er, en wat kan "
        "een bezoeker hier vinden? Je mag dit leeg laten.",
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

    former_keys = ArrayField(
        models.BigIntegerField(),
        verbose_name="oude sleutels",
        default=list,
        db_default=[],
        editable=False,
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
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("name"), name="%(class)s_name_in_any_case")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a name that another term has, and a slug that its old links still use."""
        super().clean()
        others = type(self).objects.exclude(pk=self.pk)
        if others.filter(name__iexact=self.name).exists():
            kind = self._meta.verbose_name
            raise ValidationError({"name": f"Er is al een {kind} ‘{self.name}’."})
        if not self.slug:
            self.slug = self._free_slug()
        if taken_by := others.filter(former_slugs__contains=[self.slug]).first():
            raise ValidationError(
                {
                    "slug": f"‘{self.slug}’ is een oud adres van ‘{taken_by}’. "
                    "Kies een andere slug, anders werken gedeelde links niet meer."
                }
            )

    def _free_slug(self) -> str:
        """Return a slug made of the name that no other term has or ever had."""
        others = type(self).objects.exclude(pk=self.pk)
        taken = {slug for term in others for slug in term.all_slugs}
        slug = wanted = slugify(self.name)[:75] or str(self._meta.model_name)
        number = 2
        while slug in taken:
            slug, number = f"{wanted}-{number}", number + 1
        return slug

    @property
    def all_slugs(self) -> list[str]:
        """Return every slug under which shared links may name this term."""
        return [self.slug, *self.former_slugs]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what it was called before, and what a colleague merged into it meanwhile.

        Raises TermGoneError when it was itself merged or deleted: it would come back to life.
        """
        if not self.slug:
            self.slug = self._free_slug()
        before = type(self).objects.select_for_update().filter(pk=self.pk).first()
        if before is None and not self._state.adding:
            raise chosen.TermGoneError(f"{self._meta.label} {self.pk}")
        if before:
            self.former_keys = [*dict.fromkeys([*before.former_keys, *self.former_keys])]
            self.former_slugs = [*before.former_slugs, *self.former_slugs, before.slug]
        former = dict.fromkeys(self.former_slugs)
        self.former_slugs = [slug for slug in former if slug != self.slug]
        super().save(*args, **kwargs)

    def refuse_when_used(self) -> None:
        """Raise ProtectedError when a page, draft, list block or record would miss this term."""
        if pages := pages_using(self)[:20]:
            raise models.ProtectedError(f"‘{self}’ is still used.", set(pages))
        if records := records_using(self):
            uses = ", ".join(map(str, records))
            raise models.ProtectedError(f"‘{self}’ is still used: {uses}.", set())

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the term when nothing uses it; the rows of its pages would go without a word."""
        chosen.hold_alone()
        self.refuse_when_used()
        return super().delete(*args, **kwargs)

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

    @property
    def url(self) -> str:
        """Return the path of the term's own page; core/term_urls.py has these addresses."""
        return reverse(str(self._meta.model_name), args=[self.slug])

    @classmethod
    def overview_name(cls) -> str:
        return capfirst(str(cls._meta.verbose_name_plural))

    @classmethod
    def overview_url(cls) -> str:
        """Return the path of the page with all of them."""
        return reverse(f"{cls._meta.model_name}-overview")

    @property
    def shelf(self) -> str:
        """Return under which of `shelves` the overview shows the term."""
        return self.shelves[0]

    page_field: ClassVar[str]
    which_remains: ClassVar[str]
    # The headings of the overview, in order.
    shelves: ClassVar[tuple[str, ...]] = ("",)
    # The first part of the addresses of their pages.
    folder: ClassVar[str]


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


ALL_LINES = "Bij alle drie de actielijnen"


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

    @property
    def shelf(self) -> str:
        return self.get_line_display() or ALL_LINES

    page_field = "themes"
    shelves = (*Line.labels, ALL_LINES)
    which_remains = "Welk thema blijft?"
    folder = "themas"
    panels = [
        TitleFieldPanel("name", placeholder=False, classname=""),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("intro"),
        FieldPanel("line"),
        MultiFieldPanel([FieldPanel("hue"), FieldPanel("order"), FieldPanel("active")], "Weergave"),
    ]

    class Meta(Term.Meta):
        verbose_name = "thema"
        verbose_name_plural = "thema's"


class Branch(Term):
    """A sector (branche): for what kind of organisation a page is meant."""

    page_field = "branches"
    which_remains = "Welke branche blijft?"
    folder = "branches"
    # Branches have no colour of their own; this one is also that of pages for "alle thema's".
    hue: ClassVar[int] = Theme.Hue.TEAL
    panels = [
        TitleFieldPanel("name", placeholder=False, classname=""),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("intro"),
        MultiFieldPanel([FieldPanel("order"), FieldPanel("active")], "Weergave"),
    ]

    class Meta(Term.Meta):
        verbose_name = "branche"
        verbose_name_plural = "branches"
