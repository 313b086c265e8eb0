"""What lists can be narrowed down by: facets know their options and how they meet the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst, slugify

from core import text_normalisation
from core.models import Branch, Term, Theme
from core.models.pages import ThemedPageQuerySet, choosing, kinds


@dataclass(frozen=True)
class Option:
    """One check box of a facet."""

    slug: str
    label: str
    count: int = 0
    chosen: bool = False


class Facet:
    """One group of check boxes. A subclass knows its options and how they meet the database.

    `phrase` puts what was chosen into the heading of the list, such as " over {}"; the facet with
    the lowest `place_in_sentence` comes first.
    """

    # Whether a form with many facets may fold it away.
    folds = True
    # Whether visitors type what they look for instead of ticking a box.
    is_typed = False

    def __init__(
        self, parameter: str, legend: str, phrase: str, *, place_in_sentence: int = 1
    ) -> None:
        self.parameter = parameter
        self.legend = legend
        self.phrase = phrase
        self.place_in_sentence = place_in_sentence

    def labels(self) -> Mapping[str, str]:
        """Return the label of every option by its slug, in the order of the form."""
        raise NotImplementedError

    def in_words(self, slugs: Sequence[str]) -> str:
        """Return what these choices narrow a list to, in running text; there is at least one."""
        labels = self.labels()
        return self.phrase.format(either([labels[slug] for slug in slugs]))

    def current(self, slug: str) -> str | None:
        """Return the slug that this one has today, or None when it never was an option."""
        return slug if slug in self.labels() else None

    def is_offered(self, slug: str) -> bool:
        """Return whether visitors may newly choose this option."""
        return True

    def condition(self, slugs: Sequence[str]) -> Q:
        """Return what keeps the pages that have any of these options."""
        raise NotImplementedError

    def tallies(self, pages: ThemedPageQuerySet) -> list[QuerySet]:
        """Return queries for rows of `key` (text) and `number`: how many of these pages have it.

        The list reads those of all facets in one query.
        """
        raise NotImplementedError

    def counts(self, tally: Mapping[str, int]) -> Mapping[str, int]:
        """Return the number for every slug, from the numbers by key."""
        return {slug: tally.get(slug, 0) for slug in self.labels()}


# The key under which a facet counts the pages that stand under every option.
EVERYTHING = "*"


class RelatedFacet(Facet):
    """Rows of a table that pages are tied to by a many-to-many field, such as regions.

    `model` has `all_by_slug()`; `through` is the table between, in which `page` is the page. A page
    of which the flag `everywhere` is set counts under every row.
    """

    def __init__(
        self,
        parameter: str,
        legend: str,
        phrase: str,
        model: Any,
        through: Any,
        *,
        page: str,
        everywhere: str,
        place_in_sentence: int = 1,
    ) -> None:
        super().__init__(parameter, legend, phrase, place_in_sentence=place_in_sentence)
        self.model = model
        self.through = through
        self.page = page
        self.everywhere = everywhere
        self.column = str(model._meta.model_name)

    def labels(self) -> Mapping[str, str]:
        return {slug: row.name for slug, row in self.model.all_by_slug().items()}

    def condition(self, slugs: Sequence[str]) -> Q:
        rows = [self.model.all_by_slug()[slug] for slug in slugs]
        tied = self.through.objects.filter(**{f"{self.column}__in": rows})
        return Q(pk__in=tied.values(self.page)) | Q(**{self.everywhere: True})

    def tallies(self, pages: ThemedPageQuerySet) -> list[QuerySet]:
        some = pages.filter(**{self.everywhere: False}).values("pk")
        naming_one = self.through.objects.filter(**{f"{self.page}__in": some})
        for_all = pages.filter(**{self.everywhere: True})
        return [
            naming_one.annotate(key=Cast(self.column, CharField()))
            .values("key")
            .annotate(number=Count("*")),
            for_all.annotate(key=Value(EVERYTHING)).values("key").annotate(number=Count("pk")),
        ]

    def counts(self, tally: Mapping[str, int]) -> Mapping[str, int]:
        everywhere = tally.get(EVERYTHING, 0)
        return {
            slug: tally.get(str(row.pk), 0) + everywhere
            for slug, row in self.model.all_by_slug().items()
        }


class TermFacet(RelatedFacet):
    """Themes or branches; a page that chose "alle" counts under every one of them."""

    def __init__(self, parameter: str, legend: str, phrase: str, model: type[Term]) -> None:
        super().__init__(
            parameter,
            legend,
            phrase,
            model,
            model.pages.through,
            page="themedpage",
            everywhere=f"all_{model.page_field}",
        )

    def current(self, slug: str) -> str | None:
        return self.model.current_slug(slug)

    def is_offered(self, slug: str) -> bool:
        return self.model.all_by_slug()[slug].active

    def condition(self, slugs: Sequence[str]) -> Q:
        return choosing([self.model.all_by_slug()[slug] for slug in slugs])


class ChoiceFacet(Facet):
    """The values of a column of the pages themselves, such as the kind of a meeting."""

    def __init__(
        self,
        parameter: str,
        legend: str,
        phrase: str,
        column: str,
        choices: Mapping[str, str],
        *,
        place_in_sentence: int = 1,
    ) -> None:
        super().__init__(parameter, legend, phrase, place_in_sentence=place_in_sentence)
        self.column = column
        self.choices = choices

    def labels(self) -> Mapping[str, str]:
        return self.choices

    def condition(self, slugs: Sequence[str]) -> Q:
        return Q(**{f"{self.column}__in": slugs})

    def tallies(self, pages: ThemedPageQuerySet) -> list[QuerySet]:
        by_value = pages.annotate(key=F(self.column)).values("key")
        return [by_value.annotate(number=Count("pk"))]


class ArrayFacet(ChoiceFacet):
    """The values of a column that holds several, core.fields.ChoicesField.

    A page with the value `everywhere` counts under every other value too.
    """

    def __init__(
        self,
        parameter: str,
        legend: str,
        phrase: str,
        column: str,
        choices: Mapping[str, str],
        *,
        everywhere: str = "",
        place_in_sentence: int = 1,
    ) -> None:
        super().__init__(
            parameter, legend, phrase, column, choices, place_in_sentence=place_in_sentence
        )
        self.everywhere = everywhere

    def condition(self, slugs: Sequence[str]) -> Q:
        return Q(**{f"{self.column}__overlap": [*slugs, *filter(None, [self.everywhere])]})

    def tallies(self, pages: ThemedPageQuerySet) -> list[QuerySet]:
        """Count a page once for each of its values, even if it holds one of them twice."""
        having_all = Q(**{f"{self.column}__contains": [self.everywhere]})
        by_value = (
            pages.exclude(having_all)
            .annotate(key=Func(F(self.column), function="unnest", output_field=CharField()))
            .values("key")
            .annotate(number=Count("pk", distinct=True))
        )
        for_all = pages.filter(having_all).annotate(key=Value(EVERYTHING)).values("key")
        return [by_value, for_all.annotate(number=Count("pk"))]

    def counts(self, tally: Mapping[str, int]) -> Mapping[str, int]:
        everywhere = tally.get(EVERYTHING, 0)
        return {slug: tally.get(slug, 0) + everywhere for slug in self.labels()}


class KindFacet(Facet):
    """The kinds of page that a list of several kinds holds, by their names in the plural."""

    def labels(self) -> Mapping[str, str]:
        return {slug: capfirst(name) for slug, (name, _) in self._kinds().items()}

    def in_words(self, slugs: Sequence[str]) -> str:
        by_slug = self._kinds()
        return self.phrase.format(either([by_slug[slug][0] for slug in slugs]))

    def condition(self, slugs: Sequence[str]) -> Q:
        by_slug = self._kinds()
        return Q(content_type__in=[by_slug[slug][1] for slug in slugs])

    def tallies(self, pages: ThemedPageQuerySet) -> list[QuerySet]:
        by_kind = pages.annotate(key=Cast("content_type", CharField())).values("key")
        return [by_kind.annotate(number=Count("pk"))]

    def counts(self, tally: Mapping[str, int]) -> Mapping[str, int]:
        return {slug: tally.get(str(kind), 0) for slug, (_, kind) in self._kinds().items()}

    def _kinds(self) -> dict[str, tuple[str, int]]:
        """Return name and content type of each kind by its slug; Django keeps those types."""
        types = ContentType.objects.get_for_models(*kinds())
        names = {model: str(model._meta.verbose_name_plural) for model in kinds()}
        return {slugify(name): (name, types[model].pk) for model, name in names.items()}


class SearchFacet(Facet):
    """Words that visitors type: pages whose `column` holds all of them, wherever in a word.

    Made anew for each visitor, from what came in the address. The column holds text that went
    through `core.text_normalisation.plain`.
    """

    is_typed = True

    def __init__(self, parameter: str, legend: str, column: str, asked: str) -> None:
        super().__init__(parameter, legend, " met {}")
        self.column = column
        self.text = text_normalisation.tidy(asked)
        self.words = text_normalisation.plain(self.text).split()

    def labels(self) -> Mapping[str, str]:
        return {self.text: f"‘{self.text}’"} if self.words else {}

    def current(self, slug: str) -> str | None:
        return self.text if self.words and text_normalisation.tidy(slug) == self.text else None

    def condition(self, slugs: Sequence[str]) -> Q:
        return Q(*(Q(**{f"{self.column}__contains": word}) for word in self.words))

    def tallies(self, pages: ThemedPageQuerySet) -> list[QuerySet]:
        return []


def either(words: Sequence[str]) -> str:
    """Join words as choices add up: a, b of c."""
    return " of ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


KINDS = KindFacet("soort", "Soort", " ({})", place_in_sentence=0)
THEMES = TermFacet("thema", "Thema", " over {}", Theme)
BRANCHES = TermFacet("branche", "Branche", " voor {}", Branch)
