"""The pages of themes and branches for visitors: one for each, and an overview of all.

They are no pages of the tree. An editor who adds a theme has its page at once, and who renames or
merges one has nothing else to move. What stands on them is found by what all kinds of pages share;
no kind is known here by name.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import get_close_matches
from functools import wraps
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page, Site

from core import generation
from core.facets import BRANCHES, KINDS, THEMES, TermFacet
from core.feeds import AtomFeed, Channel, RssFeed
from core.listing import Listing, MovedFilter, Noun
from core.models import Branch, Term, Theme, ThemedPage
from core.models.pages import ThemedPageQuerySet, choosing, kinds, published
from core.site_context import Link

RESULTS = Noun("resultaat", "resultaten")
PAGES = Noun("pagina", "pagina's")
# Fewer than in other lists: what is to come and who can help stand below them.
PAGE_SIZE = 6
ROW_SIZE = 3
# The hook by which an app tells how else a term is called: takes the term, returns names.
OTHER_NAMES = "other_names_of_term"
# Nobody types more of an address than this; what is longer gets no guess.
LONGEST_GUESS = 80

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Words:
    """What the pages say of themes or of branches."""

    kind: str
    this: str
    lead: str  # above the overview, and for search engines


WORDS: dict[type[Term], Words] = {
    Theme: Words(
        "Thema",
        "dit thema",
        "Waar wil je meer over weten? Kies een thema en je ziet het nieuws, de bijeenkomsten, de "
        "Koplopers en de facilitators die erbij horen.",
    ),
    Branch: Words(
        "Branche",
        "deze branche",
        "Waar werk je? Kies een branche en je ziet wat er voor jou bij is: nieuws, bijeenkomsten, "
        "Koplopers en facilitators.",
    ),
}


@dataclass(frozen=True)
class Row:
    """A row of cards of one kind, with the list of all of them under the same term."""

    heading: str
    cards: list[ThemedPage]
    more_url: str
    more_label: str
    more_words: str  # what the link says besides, for screen readers

    @property
    def anchor(self) -> str:
        return self.heading.lower().replace(" ", "-")


@dataclass(frozen=True)
class Counted:
    """A term in the overview, with the number of pages under it."""

    term: Term
    number: int


@dataclass(frozen=True)
class Shelf:
    """Terms that belong together, such as the themes of one action line."""

    heading: str
    terms: list[Counted]


def of_term(view: View) -> View:
    """Hand a view the term of its address.

    A former slug, or one with capitals, redirects (301) to the present one. One that no term
    ever had gets a page that shows which terms there are.
    """

    @require_safe
    @wraps(view)
    def find(request: HttpRequest, model: type[Term], slug: str) -> HttpResponse:
        today = model.current_slug(slug) or model.current_slug(slug.lower())
        if today is None:
            return _unknown(request, model, slug)
        if today != slug:
            assert request.resolver_match is not None  # noqa: S101 - tells mypy
            address = reverse(request.resolver_match.view_name, args=[today])
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{address}?{query}" if query else address, permanent=True)
        try:
            return view(request, model.all_by_slug()[today])
        except MovedFilter as moved:
            return redirect(f"{request.path}?{moved.query}", permanent=True)

    return find


@of_term
def page(request: HttpRequest, term: Term) -> HttpResponse:
    """Show what there is about a theme or for a branch, news first; no card twice."""
    shown = rows(term)
    in_rows = [card.pk for row in shown for card in row.cards]
    found = listing(request, term, under(term).news_first(), in_rows)
    context = {
        "term": term,
        "words": WORDS[type(term)],
        "listing": found,
        "rows": [] if found.is_filtered else shown,
        "other_names": other_names(term),
        "trail": _trail(request),
        "above": [overview_link(type(term))],
    }
    return render(request, "term_page.html", context)


@of_term
def rss(request: HttpRequest, term: Term) -> HttpResponse:
    return RssFeed()(request, channel=_channel(request, term))


@of_term
def atom(request: HttpRequest, term: Term) -> HttpResponse:
    return AtomFeed()(request, channel=_channel(request, term))


@require_safe
def overview(request: HttpRequest, model: type[Term]) -> HttpResponse:
    """Show every theme or branch in use, with how much there is under it."""
    context = {
        "this": overview_link(model),
        "other": overview_link(Branch if model is Theme else Theme),
        "words": WORDS[model],
        "shelves": shelves(model),
        "noun": PAGES,
        "trail": _trail(request),
    }
    return render(request, "term_overview.html", context)


def under(term: Term) -> ThemedPageQuerySet:
    """Return every page under the term that anybody may read."""
    return ThemedPage.objects.published().filter(choosing([term]))


def listing(
    request: HttpRequest, term: Term, pages: ThemedPageQuerySet, elsewhere: Collection[int] = ()
) -> Listing:
    """Return these pages under the term, narrowed as the request asks.

    Raises what Listing does: Http404 and MovedFilter.
    """
    other = BRANCHES if isinstance(term, Theme) else THEMES
    return Listing(
        pages,
        [KINDS, other],
        request.GET,
        term.url,
        RESULTS,
        page_size=PAGE_SIZE,
        elsewhere=elsewhere,
    )


def rows(term: Term) -> list[Row]:
    """Return a row for each kind that has one and that has something under the term."""
    found = []
    facet = _facet(type(term))
    for kind, list_url in _lists().items():
        cards = kind.listed().filter(choosing([term]))[:ROW_SIZE].for_cards()
        if cards:
            more_url = f"{list_url}?{facet.parameter}={term.slug}" if list_url else ""
            label = f"Bekijk alle {kind._meta.verbose_name_plural}"
            words = facet.in_words([term.slug]).strip()
            found.append(Row(kind.row_heading, cards, more_url, label, words))
    return found


def other_names(term: Term) -> list[str]:
    """Return how else the term is called, as the apps that know tell by a hook of Wagtail."""
    return [name for tell in hooks.get_hooks(OTHER_NAMES) for name in tell(term)]


def shelves(model: type[Term]) -> list[Shelf]:
    """Return the terms in use by shelf: themes by action line, branches on one without a name."""
    numbers = _numbers(model)
    found: dict[str, list[Counted]] = {heading: [] for heading in model.shelves}
    for slug, term in model.all_by_slug().items():
        if term.active:
            found[term.shelf].append(Counted(term, numbers[slug]))
    return [Shelf(heading, terms) for heading, terms in found.items() if terms]


def _numbers(model: type[Term]) -> dict[str, int]:
    """Return how many pages stand under each term, "alle" included, by slug; two queries."""
    facet = _facet(model)
    tally: Counter[str] = Counter()
    for found in facet.tallies(ThemedPage.objects.published().order_by()):
        tally.update(dict(found.values_list("key", "number")))
    return dict(facet.counts(tally))


def _facet(model: type[Term]) -> TermFacet:
    return THEMES if model is Theme else BRANCHES


@generation.kept
def _lists() -> dict[type[ThemedPage], str]:
    """Return the kinds that have a row, with the address of the list in which they stand."""
    found = {}
    shown = [kind for kind in kinds() if kind.row_heading]
    for kind in sorted(shown, key=lambda kind: kind.row_place):
        index: type[Page] = apps.get_model(kind.parent_page_types[0])
        first = published(index.objects.all()).first()
        found[kind] = first.get_url() if first else ""
    return found


def _channel(request: HttpRequest, term: Term) -> Channel:
    pages = under(term).latest_news_first()
    return Channel(term.name, listing(request, term, pages), term.description)


def _trail(request: HttpRequest) -> list[Page]:
    site = Site.find_for_request(request)
    return [site.root_page] if site else []


def overview_link(model: type[Term]) -> Link:
    return Link(model.overview_name(), model.overview_url())


def _unknown(request: HttpRequest, model: type[Term], slug: str) -> HttpResponse:
    terms = {slug: term for slug, term in model.all_by_slug().items() if term.active}
    close = get_close_matches(slug.lower(), terms, n=2) if len(slug) <= LONGEST_GUESS else []
    context: dict[str, Any] = {
        "words": WORDS[model],
        "close": [terms[near] for near in close],
        "terms": list(terms.values()),
        "all": overview_link(model),
    }
    return render(request, "term_unknown.html", context, status=404)
