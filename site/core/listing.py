"""Lists of pages that visitors filter: one form, one query, one URL that says it all.

Within a facet the chosen options add up (OR); facets narrow each other (AND). The number beside an
option is what the list would hold with that option, given the choices in the *other* facets.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Value
from django.http import Http404, QueryDict
from django.utils.functional import cached_property

from core.facets import Facet, Option

PAGE_PARAMETER = "pagina"
PAGE_SIZE = 12
# A form with more facets than this shows most of them folded.
MANY_FACETS = 5


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
    `query` is the query string as it came; `noun` is what the list calls its pages. `carried` goes
    along in every address that the list makes, and does not narrow it down. `elsewhere` has the
    keys of pages in another place on the same page: while nothing is chosen they are counted and
    not listed. Raises Http404 for a page that is not there and MovedFilter for a former slug. What
    the site never had is left out, and `left_out` then says so.
    """

    pages: Any  # a query set with for_cards(): of themed pages, or of the index of search
    facets: Sequence[Facet]
    query: QueryDict
    path: str
    noun: Noun
    page_size: int = PAGE_SIZE
    carried: Sequence[tuple[str, Any]] = ()
    elsewhere: Collection[Any] = ()
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
            raise MovedFilter(self._query_string(self.chosen, self.number, self.carried))
        if self.number > self._paginator.num_pages:
            raise Http404("This list has no such page.")

    def _page_number(self) -> int:
        asked = self.query.get(PAGE_PARAMETER, "1")
        if not (asked.isascii() and asked.isdigit() and len(asked) <= 9) or int(asked) < 1:
            raise Http404("A page number is a whole number from 1.")
        return int(asked)

    @cached_property
    def matching(self) -> Any:
        """All pages that the chosen options leave, in order."""
        if self.elsewhere and not self.is_filtered:
            return self.pages.exclude(pk__in=self.elsewhere)
        return self.narrowed(self.pages)

    def narrowed(self, pages: Any, left_out: Facet | None = None) -> Any:
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
        return self._paginator.count + (0 if self.is_filtered else len(self.elsewhere))

    @cached_property
    def cards(self) -> list[Any]:
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
        """What one can filter on: "soort, regio en thema"; of many facets the first few."""
        boxes = [facet.legend.lower() for facet in self.facets if not facet.is_typed]
        *first, last = boxes
        if self.folds:
            return f"{', '.join(first[: MANY_FACETS // 2])} en meer"
        return f"{', '.join(first)} en {last}" if first else last

    @property
    def folds(self) -> bool:
        """Whether the form folds its facets: there are too many to see at once."""
        return len(self.facets) > MANY_FACETS

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
        return self._query_string(self.chosen)

    @property
    def canonical_path(self) -> str:
        query = self._query_string(self.chosen, self.number)
        return f"{self.path}?{query}" if query else self.path

    @property
    def clear_url(self) -> str:
        return self._url({})

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
        query = self._query_string(chosen, number, self.carried)
        return f"{self.path}?{query}" if query else self.path

    @staticmethod
    def _query_string(
        chosen: Mapping[str, Iterable[str]],
        number: int = 1,
        carried: Sequence[tuple[str, Any]] = (),
    ) -> str:
        pairs = [(parameter, slug) for parameter, slugs in chosen.items() for slug in slugs]
        page = [(PAGE_PARAMETER, number)] if number > 1 else []
        return urlencode([*pairs, *page, *carried])
