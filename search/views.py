"""The page that searches, and what it suggests while somebody types."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
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


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, or help whoever found nothing."""
    text = tidy(request.GET.get(QUESTION, ""))
    question = Query.of(text, dictionary())
    context: dict[str, Any] = {
        "text": text,
        "themes": _themes(),
        "only_stop_words": bool(question) and question.says_nothing,
    }
    if not question:
        return render(request, "search/start.html", context)
    try:
        with by_index():
            context |= _found(request.GET, text, question)
    except MovedFilter as moved:
        return redirect(f"{request.path}?{moved.query}", permanent=True)
    if question.says_nothing and not context["promoted"] and not context["exists"]:
        return render(request, "search/start.html", context)
    response = render(request, "search/results.html", context)
    if not context["exists"]:
        add_never_cache_headers(response)  # each time counts
        if request.method == "GET":
            zero_results.note(text)
    return response


def _found(query: QueryDict, text: str, question: Query) -> dict[str, Any]:
    """Return the results, those of the mended question when there are none; all is read here.

    `exists` says whether there is any result, also one that the chosen options leave out.
    """
    found: dict[str, Any] = {"promoted": promoted(question)}
    listing = _listing(query, text, question)
    exists = bool(listing.total) or (listing.is_filtered and listing.pages.exists())
    # A word that stands on other pages only is no typing error.
    if not exists and not question.says_nothing:
        better = mended(text, question)
        other = Query.of(better, dictionary())
        if other and (instead := _listing(query, better, other)).total:
            listing, found["mended"] = instead, better
            exists = True
            found["promoted"] = found["promoted"] or promoted(other)
    listing.read()
    return {**found, "listing": listing, "exists": exists}


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
