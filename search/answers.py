"""What the site has to say to one question: tasks, themes, what editors promote, and results."""

from dataclasses import dataclass, replace
from itertools import compress

from django.db import connection
from django.http import Http404, QueryDict
from django.urls import reverse

from search.dictionary import dictionary
from search.dutch import stem
from search.facets import FACETS
from search.models import Entry
from search.promotions import Promoted, promoted
from search.queries import Query, together
from search.results import BY_DATE, ORDER, QUESTION, RESULTS, SearchListing
from search.spelling import mended
from search.tasks import Task, tasks_for
from search.terms import NamedTerm, terms_for

# A compound on so many pages is looked for as it is; of more pages nobody reads the last.
MANY = 300


@dataclass
class Answer:
    """The answer to a question.

    `mended` is the question without its typing errors, when that is what was answered; `most_words`
    says that no page has all of the words. `exists` says whether there is any result, also one that
    the chosen options leave out.
    """

    listing: SearchListing
    exists: bool
    promoted: list[Promoted]
    tasks: list[Task]
    terms: list[NamedTerm]
    mended: str = ""
    most_words: bool = False

    @property
    def helps(self) -> bool:
        return self.exists or bool(self.tasks) or bool(self.terms)


def answer(text: str, question: Query, query: QueryDict) -> Answer:
    """Return the results; without any those of the mended question, or of most of its words.

    `query` has the options and the page that somebody chose. Raises Http404 for a page that the
    list does not have, and MovedFilter as lists do.
    """
    picks, tasks, terms = promoted(question), tasks_for(text), terms_for(text)
    question = affordable(question)
    listing = _listing(query, text, question)
    exists = listing is not None and (listing.total > 0 or _is_anywhere(listing))
    # A word that stands on other pages only is no typing error.
    if not exists and not question.says_nothing:
        better = mended(text, question)
        other = affordable(Query.of(better, dictionary()))
        tries = [other] if other else []
        tries += (other or question).with_most_of_its_words()
        for asked in tries:
            instead = _listing(query, text, asked)
            if instead and instead.total:
                return Answer(
                    instead,
                    True,
                    picks or promoted(asked),
                    tasks or tasks_for(better),
                    terms or terms_for(better),
                    better,
                    bool(asked.missing),
                )
    if listing is None:
        raise Http404("None of these questions has such a page.")
    return Answer(listing, exists, picks, tasks, terms)


def affordable(question: Query) -> Query:
    """Return the question without what costs too much to ask of many pages.

    Whether the parts of a compound are near each other is read from each page that has them all. On
    very many pages there is enough to show without it.
    """
    found = {stem(word.joined): together(word) for word in question.words_with_meanings}
    compounds = [(whole, both) for whole, both in found.items() if both]
    if not compounds or question.says_nothing:
        return question
    numbers = _numbers([asked for whole, both in compounds for asked in (f"'{whole}'", both)])
    stems = [whole for whole, _ in compounds]
    return replace(
        question,
        whole=frozenset(compress(stems, (number == MANY for number in numbers[::2]))),
        loose=frozenset(compress(stems, (number == MANY for number in numbers[1::2]))),
    )


def _numbers(tsqueries: list[str]) -> tuple[int, ...]:
    """Return how many pages answer each of these, counted up to MANY, from one query."""
    some = "SELECT 1 FROM search_entry WHERE terms @@ %s::tsquery LIMIT %s"
    counts = ", ".join([f"(SELECT count(*) FROM ({some}) AS counted)"] * len(tsqueries))  # noqa: S608
    with connection.cursor() as cursor:
        values = [value for tsquery in tsqueries for value in (tsquery, MANY)]
        cursor.execute(f"SELECT {counts}", values)
        return cursor.fetchone()


def _is_anywhere(listing: SearchListing) -> bool:
    return listing.is_filtered and listing.pages.exists()


def _listing(query: QueryDict, text: str, question: Query) -> SearchListing | None:
    """Return the results of one question; None when they have no page of the number asked for."""
    by_date = query.get(ORDER) == BY_DATE
    order = [(ORDER, BY_DATE)] if by_date else []
    try:
        return SearchListing(
            Entry.objects.answering(question.tsquery),
            FACETS,
            query,
            reverse("search"),
            RESULTS,
            carried=[(QUESTION, text), *order],
            question=question,
            by_date=by_date,
        )
    except Http404:
        return None
