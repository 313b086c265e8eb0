"""Lists of pages that visitors filter: one form, one query, one URL that says it all.

Within a facet the chosen options add up (OR); facets narrow each other (AND). The number beside an
option is what the list would hold with that option, given the choices in the *other* facets.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import Http404, QueryDict
from django.utils.functional import cached_property

from core.models import Branch, Term, Theme, ThemedPage
from core.models.pages import ThemedPageQuerySet, choosing

PAGE_PARAMETER = "pagina"
PAGE_SIZE = 12


class MovedFilter(Exception):  # noqa: N818 - not an error: the list has moved to another address
    """The address used an old slug; `query` is the same list under today's slugs."""

    def __init__(self, query: str) -> None:
        super().__init__(query)
        self.query = query


@dataclass(frozen=True)
class Noun:
    """What a list calls the pages it holds, in running text."""

    one: str
    many: str

    @property
    def forms(self) -> str:
        """Return both forms as the template filter `pluralize` takes them."""
        return f"{self.one},{self.many}"


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


# The key under which a term facet counts the pages that chose "alle".
EVERYTHING = "*"


class TermFacet(Facet):
    """Themes or branches; a page that chose "alle" counts under every one of them."""

    def __init__(self, parameter: str, legend: str, phrase: str, model: type[Term]) -> None:
        super().__init__(parameter, legend, phrase)
        self.model = model
        self.through = model.pages.through
        self.all_of_them = f"all_{model.page_field}"
        self.column = str(model._meta.model_name)

    def labels(self) -> Mapping[str, str]:
        return {slug: term.name for slug, term in self.model.all_by_slug().items()}

    def current(self, slug: str) -> str | None:
        return self.model.current_slug(slug)

    def is_offered(self, slug: str) -> bool:
        return self.model.all_by_slug()[slug].active

    def condition(self, slugs: Sequence[str]) -> Q:
        return choosing([self.model.all_by_slug()[slug] for slug in slugs])

    def tallies(self, pages: ThemedPageQuerySet) -> list[QuerySet]:
        some = pages.filter(**{self.all_of_them: False}).values("pk")
        naming_one = self.through.objects.filter(themedpage__in=some)
        for_all = pages.filter(**{self.all_of_them: True})
        return [
            naming_one.annotate(key=Cast(self.column, CharField()))
            .values("key")
            .annotate(number=Count("*")),
            for_all.annotate(key=Value(EVERYTHING)).values("key").annotate(number=Count("pk")),
        ]

    def counts(self, tally: Mapping[str, int]) -> Mapping[str, int]:
        everywhere = tally.get(EVERYTHING, 0)
        return {
            slug: tally.get(str(term.pk), 0) + everywhere
            for slug, term in self.model.all_by_slug().items()
        }


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


def either(words: Sequence[str]) -> str:
    """Join words as choices add up: a, b of c."""
    return " of ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


THEMES = TermFacet("thema", "Thema", " over {}", Theme)
BRANCHES = TermFacet("branche", "Branche", " voor {}", Branch)


@dataclass(frozen=True)
class Group:
    """A facet as the form shows it."""

    facet: Facet
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.chosen]


@dataclass(frozen=True)
class Chip:
    """A chosen option above the list, with the address of the list without it."""

    facet: Facet
    label: str
    remove_url: str


@dataclass
class Listing:
    """One list as one visitor asked for it.

    `pages` are all pages the list could show, in order, and of the model whose cards are shown;
    `query` is the query string as it came; `noun` is what the list calls its pages. Raises Http404
    for a page that is not there and MovedFilter for a slug of former days. What the site never had
    is left out, and `left_out` then says so.
    """

    pages: ThemedPageQuerySet
    facets: Sequence[Facet]
    query: QueryDict
    path: str
    noun: Noun
    page_size: int = PAGE_SIZE
    chosen: dict[str, list[str]] = field(init=False)
    left_out: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        moved = False
        self.chosen = {}
        for facet in self.facets:
            asked = list(dict.fromkeys(filter(None, self.query.getlist(facet.parameter))))
            known = {slug: facet.current(slug) for slug in asked}
            today = set(filter(None, known.values()))
            self.left_out |= None in known.values()
            moved |= any(slug and slug != old for old, slug in known.items())
            self.chosen[facet.parameter] = [slug for slug in facet.labels() if slug in today]
        self.number = self._page_number()
        if moved:
            raise MovedFilter(self._query_string(self.chosen, self.number))
        if self.number > self._paginator.num_pages:
            raise Http404("This list has no such page.")

    def _page_number(self) -> int:
        asked = self.query.get(PAGE_PARAMETER, "1")
        if not (asked.isascii() and asked.isdigit() and len(asked) <= 9) or int(asked) < 1:
            raise Http404("A page number is a whole number from 1.")
        return int(asked)

    @cached_property
    def matching(self) -> ThemedPageQuerySet:
        """All pages that the chosen options leave, in order."""
        return self.narrowed(self.pages)

    def narrowed(
        self, pages: ThemedPageQuerySet, left_out: Facet | None = None
    ) -> ThemedPageQuerySet:
        """Return which of these pages the chosen options leave; `left_out` is one not to mind."""
        for facet in self.facets:
            if facet is not left_out and self.chosen[facet.parameter]:
                pages = pages.filter(facet.condition(self.chosen[facet.parameter]))
        return pages

    @cached_property
    def _paginator(self) -> Paginator:
        return Paginator(self.matching.order_by("pk").values("pk"), self.page_size)

    @property
    def total(self) -> int:
        return self._paginator.count

    @cached_property
    def cards(self) -> list[ThemedPage]:
        """The pages on this page of the list. Only their keys are sorted and skipped over."""
        start = (self.number - 1) * self.page_size
        keys = list(self.matching.values_list("pk", flat=True)[start : start + self.page_size])
        place = {pk: nth for nth, pk in enumerate(keys)}
        found = self.pages.model.objects.filter(pk__in=keys).for_cards()
        return sorted(found, key=lambda page: place[page.pk])

    @cached_property
    def groups(self) -> list[Group]:
        """The facets with their options; one without pages or not offered shows only if chosen."""
        tallies = self._tallies()
        return [
            Group(facet, self._options(facet, facet.counts(tally)))
            for facet, tally in zip(self.facets, tallies, strict=True)
        ]

    def _tallies(self) -> list[Counter[str]]:
        """Return the numbers of each facet by key, all from one query."""
        first, *more = (
            query.annotate(nth=Value(nth)).values_list("nth", "key", "number")
            for nth, facet in enumerate(self.facets)
            for query in facet.tallies(self.narrowed(self.pages, left_out=facet).order_by())
        )
        found: list[Counter[str]] = [Counter() for _ in self.facets]
        for nth, key, number in first.union(*more, all=True):
            found[nth][key] += number
        return found

    def _options(self, facet: Facet, counts: Mapping[str, int]) -> list[Option]:
        chosen = self.chosen[facet.parameter]
        return [
            Option(slug, label, counts[slug], slug in chosen)
            for slug, label in facet.labels().items()
            if slug in chosen or (counts[slug] and facet.is_offered(slug))
        ]

    @property
    def has_options(self) -> bool:
        return any(group.options for group in self.groups)

    @property
    def facets_in_words(self) -> str:
        """What one can filter on: "soort, regio en thema"."""
        *first, last = (facet.legend.lower() for facet in self.facets)
        return f"{', '.join(first)} en {last}" if first else last

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(facet, facet.labels()[slug], self._url(self._chosen_without(facet, slug)))
            for facet in self.facets
            for slug in self.chosen[facet.parameter]
        ]

    def _chosen_without(self, facet: Facet, slug: str) -> dict[str, list[str]]:
        rest = [other for other in self.chosen[facet.parameter] if other != slug]
        return {**self.chosen, facet.parameter: rest}

    @property
    def is_filtered(self) -> bool:
        return any(self.chosen.values())

    @property
    def is_combination(self) -> bool:
        """Whether search engines should leave it alone: more than one option was chosen."""
        return sum(map(len, self.chosen.values())) > 1

    @property
    def query_string(self) -> str:
        """The chosen options without the page number, in canonical order."""
        return self._query_string(self.chosen, 1)

    @property
    def canonical_path(self) -> str:
        return self._url(self.chosen, self.number)

    @property
    def clear_url(self) -> str:
        return self.path

    def page_url(self, number: int) -> str:
        return self._url(self.chosen, number)

    @property
    def previous_url(self) -> str | None:
        return self.page_url(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return self.page_url(self.number + 1) if self.number < self.page_count else None

    @property
    def page_count(self) -> int:
        return self._paginator.num_pages

    @property
    def page_links(self) -> list[tuple[int, str] | None]:
        """The pager: first, last and the neighbours of this page; None stands for a gap."""
        near = range(self.number - 1, self.number + 2)
        numbers = sorted({1, *near, self.page_count} & set(range(1, self.page_count + 1)))
        links: list[tuple[int, str] | None] = []
        for before, number in zip([0, *numbers], numbers, strict=False):
            if number - before > 1:
                links.append(None)
            links.append((number, self.page_url(number)))
        return links

    def _url(self, chosen: Mapping[str, Iterable[str]], number: int = 1) -> str:
        query = self._query_string(chosen, number)
        return f"{self.path}?{query}" if query else self.path

    @staticmethod
    def _query_string(chosen: Mapping[str, Iterable[str]], number: int) -> str:
        pairs: list[tuple[str, Any]] = [
            (parameter, slug) for parameter, slugs in chosen.items() for slug in slugs
        ]
        if number > 1:
            pairs.append((PAGE_PARAMETER, number))
        return urlencode(pairs)
