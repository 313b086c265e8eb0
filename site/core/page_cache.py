"""Whole pages for visitors, kept until anything visible changes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core import generation


class PageCache:
    """Starts every request in one generation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        generation.start_request()
        try:
            return self.get_response(request)
        finally:
            generation.end_request()
