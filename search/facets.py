"""What results can be narrowed down by. As the facets of core, but they look in the index."""

from collections.abc import Mapping, Sequence

from django.db.models import CharField, Count, F, Func, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst, slugify

from core import generation
from core.facets import EVERYTHING, ChoiceFacet, TermFacet
from core.models import Branch, Term, Theme, ThemedPage
from search.models import Entry

# The kind of every page that is no ThemedPage.
PAGES = "paginas"


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
    """Themes or branches, in a column of the index that holds the keys of all that a page chose."""

    def __init__(self, parameter: str, legend: str, phrase: str, model: type[Term]) -> None:
        super().__init__(parameter, legend, phrase, model)
        self.field = model.page_field

    def condition(self, slugs: Sequence[str]) -> Q:
        keys = [self.model.all_by_slug()[slug].pk for slug in slugs]
        return Q(**{f"{self.field}__overlap": keys}) | Q(**{self.everywhere: True})

    def tallies(self, pages: QuerySet) -> list[QuerySet]:
        each = Func(F(self.field), function="unnest", output_field=CharField())
        named = pages.annotate(key=Cast(each, CharField())).values("key")
        for_all = pages.filter(**{self.everywhere: True}).annotate(key=Value(EVERYTHING))
        return [
            named.annotate(number=Count("*")),
            for_all.values("key").annotate(number=Count("pk")),
        ]


class YearFacet(ChoiceFacet):
    """The year of the date that a result shows: of a meeting the year in which it is held."""

    def __init__(self) -> None:
        super().__init__("periode", "Periode", " uit {}", "year", {}, place_in_sentence=2)

    def labels(self) -> Mapping[str, str]:
        return _years()

    def tallies(self, pages: QuerySet) -> list[QuerySet]:
        by_year = pages.exclude(year=None).annotate(key=Cast("year", CharField())).values("key")
        return [by_year.annotate(number=Count("pk"))]


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
