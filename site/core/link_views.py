"""Views for who has a signed link (core.links): what all of them have in common.

Whoever has such a link can act on it, so it is told to no other site and kept nowhere. Only a
button does something: mail programs open links by themselves.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

Row = TypeVar("Row")
View = Callable[..., HttpResponse]

only_read_and_send = require_http_methods(["GET", "HEAD", "POST"])


class DeadLink(Exception):  # noqa: N818 - not an error: such links are kept and opened late
    """The link leads nowhere, or nowhere any more; `response` is the page that says so."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


def opened_by(find: Callable[[HttpRequest, str], Row]) -> Callable[[View], View]:
    """Decorate a view so that it gets what a link leads to.

    `find` returns what the token of a request is for, or raises DeadLink. The view is called with
    the request, what was found, the token, and whatever else its address names.
    """

    def decorate(view: View) -> View:
        @never_cache
        @only_read_and_send
        @wraps(view)
        def answer(request: HttpRequest, token: str, **named: Any) -> HttpResponse:
            try:
                response = view(request, find(request, token), token, **named)
            except DeadLink as dead:
                response = dead.response
            # Not "no-referrer": browsers then call the origin of our own form "null", which Django
            # refuses as forged. This tells where somebody came from, but never by which link.
            response.headers["Referrer-Policy"] = "strict-origin"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return answer

    return decorate
