"""The index of what visitors can find, the words in it, and what words mean."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from core.facets import EVERYTHING
from search.dutch import HYPHENS, words


class RawQuery(SearchQuery):
    """A question in the language of PostgreSQL, as `search.queries` writes it."""

    template = "%(expressions)s::tsquery"


class EntryQuerySet(models.QuerySet):
    def newest_first(self) -> Self:
        """Order by date; what has none comes last."""
        return self.order_by(F("listed_on").desc(nulls_last=True), "-pk")

    def for_cards(self) -> list[Any]:
        """Read all but the terms, which nobody shows and which are half of an entry."""
        return list(self.select_related("page").defer("terms"))

    def answering(self, tsquery: str) -> Self:
        """Keep the pages that answer a question (search.queries), but no expired ones."""
        unexpired = Q(expire_at=None) | Q(expire_at__gt=timezone.now())
        return self.filter(unexpired, terms=RawQuery(tsquery))


class Entry(models.Model):
    """One page that anybody may find, with copies of all that a list of results says of it.

    It is a table of its own, narrow but for `terms` and `text`, so that counting a hundred thousand
    results reads little. `search.indexing` alone writes it.
    """

    page = models.OneToOneField(
        Page, primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    # First what has a fixed width: PostgreSQL finds its place in a row without reading the rest.
    listed_on = models.DateField(null=True)
    expire_at = models.DateTimeField(null=True)
    year = models.SmallIntegerField(null=True)
    version = models.SmallIntegerField(
        db_default=1, help_text="documents.VERSION of when it was written"
    )
    kind = models.CharField(max_length=100, help_text="app.model, of a page with themes; or empty")
    themes = models.TextField(help_text="keys with commas between them, or * for all", blank=True)
    branches = models.TextField(help_text="keys with commas between them, or * for all", blank=True)
    kicker = models.CharField(max_length=40)
    title = models.CharField(max_length=255)
    text = models.TextField(help_text="what excerpts are taken from")
    terms = SearchVectorField(help_text="stems of our own, by weight")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "vindbare pagina"
        indexes: ClassVar[list[models.Index]] = [
            # Without a waiting list: who publishes waits a little, who searches never does.
            GinIndex(fields=["terms"], name="search_entry_terms", fastupdate=False),
            # Not in the order of lists, where what has no date comes last: PostgreSQL would walk
            # along it and read all terms of every page.
            models.Index(fields=["listed_on"], name="search_entry_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def all_themes(self) -> bool:
        return self.themes == EVERYTHING

    @property
    def all_branches(self) -> bool:
        return self.branches == EVERYTHING


def keys_in(chosen: str) -> list[int]:
    """Return the keys in a column of themes or branches; none for all of them."""
    return [int(key) for key in chosen.split(",") if key and key != EVERYTHING]


class KnownWord(models.Model):
    """A word in texts that visitors can read, to mend what they type and to complete it.

    `slips` are the word with one letter left out, each in turn, and the same of how it sounds: two
    words that differ by one typing error have such a slip in common. `found_by` is the
    word and what follows from each of its parts on, each behind a space.
    """

    word = models.CharField(max_length=60, primary_key=True)
    shown = models.CharField(max_length=80, help_text="as it stands in a text")
    pages = models.IntegerField(help_text="on how many pages it stands")
    slips = ArrayField(models.CharField(max_length=60))
    found_by = models.CharField(max_length=255)

    class Meta:
        verbose_name = "bekend woord"
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["slips"], name="search_word_slips"),
            GinIndex(OpClass("found_by", "gin_trgm_ops"), name="search_word_found_by"),
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def is_worth_suggesting(self) -> bool:
        """Tell whether somebody may mean it: no number, and no name of a cookie, in which a hyphen
        stands where nobody writes one."""
        has_digit = any(sign.isdigit() for sign in self.word)
        return not has_digit and (self.pages > 1 or not HYPHENS & set(self.shown))


class Synonym(index.Indexed, models.Model):
    """Words that also stand for others: who looks for `ggz` finds geestelijke gezondheidszorg."""

    word = models.CharField("woord", max_length=60, help_text="Wat iemand typt. Bijvoorbeeld: ggz.")
    meaning = models.CharField(
        "betekent ook",
        max_length=120,
        help_text="Wat we dan ook laten zien. Bijvoorbeeld: geestelijke gezondheidszorg. "
        "Meer betekenissen? Maak voor elke een eigen regel.",
    )
    both_ways = models.BooleanField(
        "Ook andersom",
        default=False,
        help_text="Wie de betekenis typt, vindt dan ook het woord. Handig bij een afkorting.",
    )

    panels = [FieldPanel("word"), FieldPanel("meaning"), FieldPanel("both_ways")]
    search_fields = [
        index.SearchField("word"),
        index.AutocompleteField("word"),
        index.SearchField("meaning"),
        index.AutocompleteField("meaning"),
    ]

    class Meta:
        verbose_name = "synoniem"
        verbose_name_plural = "synoniemen"
        ordering: ClassVar[list[str]] = ["word", "meaning"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("word"),
                Lower("meaning"),
                name="synonym_once",
                violation_error_message="Dit woord met deze betekenis is er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.meaning}"

    def clean(self) -> None:
        """Refuse what could never be found: no word at all, or only words that say nothing."""
        super().clean()
        self.word, self.meaning = self.word.strip(), self.meaning.strip()
        for name in ("word", "meaning"):
            if all(word.says_nothing for word in words(getattr(self, name))):
                raise ValidationError({name: "Hier zoekt niemand op. Vul een ander woord in."})


class FruitlessSearch(models.Model):
    """What visitors looked for and did not find, counted by week; nothing says who they were.

    The words are written down once enough searches asked for them: of less, only a keyed hash.
    """

    week = models.DateField("week van", help_text="de maandag")
    digest = models.CharField("hash", max_length=64, editable=False)
    words = models.CharField("gezocht op", max_length=100, blank=True)
    times = models.PositiveIntegerField("hoe vaak", default=1)

    class Meta:
        verbose_name = "zoekvraag zonder resultaat"
        verbose_name_plural = "zoekvragen zonder resultaat"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["week", "digest"], name="fruitless_search_once_a_week")
        ]

    def __str__(self) -> str:
        return self.words
