"""The results of one question, as one list: counted, narrowed down, and in order.

Ordering by relevance reads all terms of a page, so it costs too much for a word that stands on half
of all pages. Beyond `RANKED` results only the likeliest are ranked: the newest that have the words
in their title, and the newest of all. The others follow by date.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar, cast

from django.core.paginator import Paginator
from django.db import connection, transaction
from django.db.models import Case, F, FloatField, Func, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Length

from core import generation
from core.facets import Facet
from core.listing import Listing, Noun
from core.models import Branch, Term, Theme
from search.excerpts import Text
from search.facets import InOneColumn
from search.models import Entry, EntryQuerySet, RawQuery, keys_in
from search.queries import Query

T = TypeVar("T", bound=Term)

QUESTION = "q"
ORDER = "sorteer"
BY_DATE = "datum"
RESULTS = Noun("resultaat", "resultaten")
# How many results are put in order of relevance at most.
RANKED = 240
# A word on one in so many pages at least stands on some of the newest pages of all.
COMMON = 12
# What a word counts for in a text, a lead, a heading and a title.
WEIGHTS = "{0.1, 0.3, 0.6, 1.0}"
# A page with all words in its title comes before pages that only mention them often; one of which
# the title says little else before others; and one with the words as they were typed before both.
IN_TITLE = 1.0
WHOLE_TITLE = 0.3
IN_THIS_ORDER = 1.0
# Before pages that were found by what the words mean come those on which they stand.
OWN_WORDS = 0.5
# Where pages with most of the words are shown, each word counts for more than how often it stands.
EACH_WORD = 2.0


@contextmanager
def by_index() -> Iterator[None]:
    """Have PostgreSQL look in the index, whatever the word: it takes reading all terms of all pages
    for cheap, because it does not count that they are stored outside the row."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        yield


@dataclass(frozen=True)
class Result:
    """One page that was found, as the list shows it; title and excerpt are HTML with marks."""

    entry: Entry
    title: str
    excerpt: str

    @property
    def url(self) -> str:
        return self.entry.page.get_url()

    @property
    def themes(self) -> list[Theme]:
        return _in_order(Theme.all_by_pk(), keys_in(self.entry.themes))

    @property
    def branches(self) -> list[Branch]:
        return _in_order(Branch.all_by_pk(), keys_in(self.entry.branches))


def _in_order(terms: Mapping[int, T], keys: Iterable[int]) -> list[T]:
    chosen = [terms[key] for key in keys if key in terms]
    return sorted(chosen, key=lambda term: (term.order, term.name))


class Rank(Func):
    """How well a page answers a question, from 0 to 1; a long text counts for a little less."""

    template = f"ts_rank('{WEIGHTS}'::float4[], %(expressions)s, 1)"
    output_field = FloatField()


@generation.kept
def _number_of_pages() -> int:
    return Entry.objects.count()


@dataclass
class SearchListing(Listing):
    """The list of results of a question; `by_date` puts the newest first."""

    question: Query = field(kw_only=True)
    by_date: bool = field(kw_only=True, default=False)

    def read(self) -> None:
        """Ask the database for all that a page of this list shows."""
        _ = self.groups, self.cards

    @property
    def other_order_url(self) -> str:
        """Return the address of the same list in the other order."""
        kept = [(name, value) for name, value in self.carried if name != ORDER]
        other = kept if self.by_date else [*kept, (ORDER, BY_DATE)]
        return f"{self.path}?{self._query_string(self.chosen, carried=other)}"

    @cached_property
    def keys(self) -> list[int]:
        """Return the pages on this page of the list, in their order."""
        start = (self.number - 1) * self.page_size
        return self._keys(start, start + self.page_size)

    @cached_property
    def cards(self) -> list[Result]:
        place = {pk: nth for nth, pk in enumerate(self.keys)}
        found = Entry.objects.filter(pk__in=self.keys).for_cards()
        found.sort(key=lambda entry: place[entry.pk])
        return [self._result(entry) for entry in found]

    @cached_property
    def _paginator(self) -> Paginator:
        """Count with the facets: who has no choice of its own has counted every result once."""
        paginator = super()._paginator
        for facet, tally in zip(self.facets, self._tally, strict=True):
            if not self.chosen[facet.parameter]:
                paginator.count = sum(tally.values())
                break
        return paginator

    def _tallies(self) -> list[Counter[str]]:
        return self._tally

    @cached_property
    def _tally(self) -> list[Counter[str]]:
        """Return the numbers of all facets from one query, which reads the results once, and once
        more for each facet with a choice of its own."""
        by_choice: dict[Facet | None, list[InOneColumn]] = defaultdict(list)
        facets = cast(list[InOneColumn], self.facets)
        for facet, counted in zip(self.facets, facets, strict=True):
            by_choice[facet if self.chosen[facet.parameter] else None].append(counted)
        parts: list[str] = []
        parameters: list[Any] = []
        for left_out, wanted in by_choice.items():
            columns = [facet.column for facet in wanted]
            pages = self.narrowed(self.pages, left_out).order_by().values(*columns)
            found, values = pages.query.sql_with_params()
            keys = ", ".join(
                f"CASE grouping({facet.column}) WHEN 0 THEN coalesce({facet.column}::text, '') END"
                if facet in wanted
                else "NULL"
                for facet in facets
            )
            few = [facet.column for facet in wanted if facet.has_few_values]
            many = [[facet.column] for facet in wanted if not facet.has_few_values]
            sets = ", ".join(f"({', '.join(some)})" for some in (few, *many) if some)
            parts.append(
                f"SELECT {keys}, count(*) FROM ({found}) AS found"  # noqa: S608
                f" GROUP BY GROUPING SETS ({sets})"
            )
            parameters += values
        tallies: list[Counter[str]] = [Counter() for _ in facets]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            for *keys_of_row, number in cursor:
                for tally, key in zip(tallies, keys_of_row, strict=True):
                    if key is not None:
                        tally[key] += number
        return tallies

    def _result(self, entry: Entry) -> Result:
        title, text = Text.of(entry.title), Text.of(entry.text)
        stems = self.question.stems_in(chain(title.terms, text.terms))
        return Result(entry, title.marked(stems), text.excerpt(stems))

    def _keys(self, start: int, end: int) -> list[int]:
        if self.by_date:
            return list(self.matching.newest_first().values_list("pk", flat=True)[start:end])
        if self.total <= RANKED:
            return list(self._ranked(self.matching)[start:end])
        likeliest = self._likeliest()
        if start < len(likeliest):
            return likeliest[start:end]
        others = self.matching.exclude(pk__in=likeliest).newest_first()
        passed = len(likeliest)
        return list(others.values_list("pk", flat=True)[start - passed : end - passed])

    def _likeliest(self) -> list[int]:
        """Return a whole number of pages of results, the best first."""
        half = RANKED // 2
        keys: list[int] = []
        if since := self._day_with_newest(half):
            keys = self._best_of(self.matching.filter(listed_on__gte=since), half)
        if len(keys) < half:
            keys = self._best_of(self.matching, half)
        return keys[: len(keys) // self.page_size * self.page_size]

    def _best_of(self, newest: EntryQuerySet, half: int) -> list[int]:
        """Return the newest of these and the newest with the words in their title, best first."""
        in_title = self.matching.filter(terms=RawQuery(self.question.in_title))
        both = [found.newest_first().values("pk")[:half] for found in (in_title, newest)]
        return list(self._ranked(Entry.objects.filter(pk__in=both[0].union(both[1]))))

    def _day_with_newest(self, number: int) -> datetime.date | None:
        """Return a day since which there are probably so many results; None for a word that is not
        common. Those of a common word are among the newest pages, so hardly any other is read."""
        pages = _number_of_pages()
        if COMMON * self.total < pages:
            return None
        enough = number * pages * 5 // (self.total * 4)
        days = Entry.objects.exclude(listed_on=None).order_by("-listed_on")
        return days.values_list("listed_on", flat=True)[enough : enough + 1].first()

    def _ranked(self, entries: EntryQuerySet):
        """Return the keys of these pages, the best first, the newer of two that are as good."""
        question = self.question
        order: Any = Rank(F("terms"), RawQuery(question.tsquery))
        titled = Value(IN_TITLE) + Value(WHOLE_TITLE * len(question.words)) / Length("title") * 10
        order += _worth(question.in_title, titled)
        order += _worth(question.own_words, Value(OWN_WORDS))
        if question.in_this_order:
            order += _worth(question.in_this_order, Value(IN_THIS_ORDER))
        if question.missing:
            for slot in question.slots:
                order += _worth(slot, Value(EACH_WORD))
        newest = F("listed_on").desc(nulls_last=True)
        return entries.order_by(order.desc(), newest, "-pk").values_list("pk", flat=True)


def _worth(tsquery: str, what: Combinable) -> Case:
    """Return this for a page that answers a question, and nothing for any other."""
    answers = When(terms=RawQuery(tsquery), then=what)
    return Case(answers, default=Value(0.0), output_field=FloatField())
