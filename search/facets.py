"""What results can be narrowed down by. As the facets of core, but they look in the index."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from django.db.models import Max, Min, Q
from django.utils.text import capfirst, slugify

from core import generation
from core.facets import EVERYTHING, ChoiceFacet, TermFacet
from core.models import Branch, Term, Theme, ThemedPage
from search.dictionary import term_of
from search.models import Entry, RawQuery, keys_in

# The kind of every page that is no ThemedPage.
PAGES = "paginas"


class InOneColumn(Protocol):
    """What the facets here have in common: `search.results` counts them by one column.

    Columns with few values are counted together, which takes one look at each result less.
    """

    column: str
    has_few_values: bool


@generation.kept
def kinds() -> Mapping[str, str]:
    """Return the kinds of page by slug, as the index has them; later kinds join by themselves."""
    models = [model for model in ThemedPage.__subclasses__() if not model._meta.abstract]
    named = {
        slugify(str(model._meta.verbose_name_plural)): model._meta.label_lower for model in models
    }
    return named | {PAGES: ""}


class KindFacet(ChoiceFacet):
    """Whether it is news, a meeting, a Koploper, a facilitator or a page of text."""

    has_few_values = True

    def __init__(self) -> None:
        super().__init__("soort", "Soort", " bij {}", "kind", {}, place_in_sentence=0)

    def labels(self) -> Mapping[str, str]:
        labels = {
            slugify(str(model._meta.verbose_name_plural)): capfirst(
                str(model._meta.verbose_name_plural)
            )
            for model in ThemedPage.__subclasses__()
            if not model._meta.abstract
        }
        return labels | {PAGES: "Pagina’s"}

    def in_words(self, slugs: Sequence[str]) -> str:
        return super().in_words(slugs).lower()

    def condition(self, slugs: Sequence[str]) -> Q:
        return Q(kind__in=[kinds()[slug] for slug in slugs])

    def counts(self, tally: Mapping[str, int]) -> Mapping[str, int]:
        return {slug: tally.get(label, 0) for slug, label in kinds().items()}


class ChosenTerms(TermFacet):
    """Themes or branches. They are found by their terms in the index, and counted by rows alike."""

    has_few_values = False

    def __init__(self, parameter: str, legend: str, phrase: str, model: type[Term]) -> None:
        super().__init__(parameter, legend, phrase, model)
        self.column = model.page_field

    def condition(self, slugs: Sequence[str]) -> Q:
        keys = [EVERYTHING, *(self.model.all_by_slug()[slug].pk for slug in slugs)]
        return Q(terms=RawQuery(" | ".join(f"'{term_of(self.model, key)}'" for key in keys)))

    def counts(self, tally: Mapping[str, int]) -> Mapping[str, int]:
        everywhere = tally.get(EVERYTHING, 0)
        named: Counter[int] = Counter()
        for chosen, number in tally.items():
            for key in keys_in(chosen):
                named[key] += number
        return {
            slug: named[term.pk] + everywhere for slug, term in self.model.all_by_slug().items()
        }


class YearFacet(ChoiceFacet):
    """The year of the date that a result shows: of a meeting the year in which it is held."""

    has_few_values = True

    def __init__(self) -> None:
        super().__init__("periode", "Periode", " uit {}", "year", {}, place_in_sentence=2)

    def labels(self) -> Mapping[str, str]:
        return _years()


@generation.kept
def _years() -> Mapping[str, str]:
    """Return every year of which there is something, the last one first."""
    span = Entry.objects.aggregate(first=Min("year"), last=Max("year"))
    if span["last"] is None:
        return {}
    return {str(year): str(year) for year in range(span["last"], span["first"] - 1, -1)}


KINDS = KindFacet()
THEMES = ChosenTerms("thema", "Thema", " over {}", Theme)
BRANCHES = ChosenTerms("branche", "Branche", " voor {}", Branch)
YEARS = YearFacet()
FACETS = (KINDS, THEMES, BRANCHES, YEARS)
