"""The page that searches, and what it suggests while somebody types."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from core.listing import MovedFilter
from core.models import Theme
from core.text_normalisation import tidy
from search import zero_results
from search.dictionary import dictionary
from search.facets import FACETS
from search.models import Entry
from search.promotions import promoted
from search.queries import Query
from search.results import BY_DATE, ORDER, QUESTION, RESULTS, SearchListing, by_index
from search.spelling import mended
from search.suggestions import suggestions
from search.tasks import tasks_for


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, or help whoever found nothing."""
    text = tidy(request.GET.get(QUESTION, ""))
    question = Query.of(text, dictionary())
    context: dict[str, Any] = {
        "text": text,
        "themes": _themes(),
        "hides_search": True,
        "only_stop_words": bool(question) and question.says_nothing,
    }
    if not question:
        return render(request, "search/start.html", context)
    try:
        with by_index():
            context |= _found(request.GET, text, question)
    except MovedFilter as moved:
        return redirect(f"{request.path}?{moved.query}", permanent=True)
    helped = context["exists"] or context["tasks"]
    if question.says_nothing and not context["promoted"] and not helped:
        return render(request, "search/start.html", context)
    response = render(request, "search/results.html", context)
    if not helped:
        add_never_cache_headers(response)  # each time counts
        if request.method == "GET":
            zero_results.note(text)
    return response


def _found(query: QueryDict, text: str, question: Query) -> dict[str, Any]:
    """Return the results; without any those of the mended question, or of most of its words.

    `exists` says whether there is any result, also one that the chosen options leave out. All is
    read here.
    """
    found: dict[str, Any] = {"promoted": promoted(question), "tasks": tasks_for(text)}
    listing = _listing_or_none(query, text, question)
    exists = listing is not None and (listing.total > 0 or _is_anywhere(listing))
    # A word that stands on other pages only is no typing error.
    if not exists and not question.says_nothing:
        better = mended(text, question)
        other = Query.of(better, dictionary())
        tries = [other] if other else []
        tries += (other or question).with_most_of_its_words()
        for asked in tries:
            instead = _listing_or_none(query, text, asked)
            if instead and instead.total:
                listing, exists = instead, True
                found["mended"] = better
                found["most_words"] = bool(asked.missing)
                found["promoted"] = found["promoted"] or promoted(asked)
                found["tasks"] = found["tasks"] or tasks_for(better)
                break
    if listing is None:
        raise Http404("None of these questions has such a page.")
    listing.read()
    return {**found, "listing": listing, "exists": exists}


def _is_anywhere(listing: SearchListing) -> bool:
    return listing.is_filtered and listing.pages.exists()


def _listing_or_none(query: QueryDict, text: str, question: Query) -> SearchListing | None:
    """Return the results of one question; None when they have no page of the number asked for."""
    try:
        return _listing(query, text, question)
    except Http404:
        return None


def _listing(query: QueryDict, text: str, question: Query) -> SearchListing:
    by_date = query.get(ORDER) == BY_DATE
    order = [(ORDER, BY_DATE)] if by_date else []
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


def _themes() -> list[Theme]:
    return [theme for theme in Theme.all_by_pk().values() if theme.active]


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer with words, names and titles that begin as what was typed."""
    found = suggestions(tidy(request.GET.get(QUESTION, "")))
    return JsonResponse({"suggestions": [suggestion.as_json for suggestion in found]})
