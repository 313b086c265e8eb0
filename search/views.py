"""The page that searches, and what it suggests while somebody types."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from core.listing import MovedFilter
from core.models import Theme
from core.text_normalisation import tidy
from search import zero_results
from search.answers import answer
from search.dictionary import dictionary
from search.queries import Query
from search.results import QUESTION, by_index
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
            found = answer(text, question, request.GET)
            found.listing.read()
    except MovedFilter as moved:
        return redirect(f"{request.path}?{moved.query}", permanent=True)
    if question.says_nothing and not found.promoted and not found.helps:
        return render(request, "search/start.html", context)
    context |= {"found": found, "listing": found.listing}
    response = render(request, "search/results.html", context)
    if not found.helps:
        add_never_cache_headers(response)  # each time counts
        if request.method == "GET":
            zero_results.note(text)
    return response


def _themes() -> list[Theme]:
    return [theme for theme in Theme.all_by_pk().values() if theme.active]


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer with tasks, words, names and titles that begin as what was typed."""
    found = suggestions(tidy(request.GET.get(QUESTION, "")))
    return JsonResponse({"suggestions": [suggestion.as_json for suggestion in found]})
