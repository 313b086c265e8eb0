"""Views for whoever has a signed link (core.links): what all of them have in common.

Whoever has such a link can act on it, so it is told to no other site and kept nowhere. Only a
button does something: mail programs open links by themselves. What cannot be done is answered with
why: a view lets a refusal of its services pass.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.refusals import Refused

Row = TypeVar("Row")
View = Callable[..., HttpResponse]

only_read_and_send = require_http_methods(["GET", "HEAD", "POST"])


class DeadLink(Exception):  # noqa: N818 - not an error: such links are kept and opened late
    """The link leads nowhere, or nowhere any more; `response` is the page that says so."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


def refused_page(request: HttpRequest, refused: Refused, back_url: str = "") -> HttpResponse:
    """Return a page that says why something was not done, with all that was typed for it."""
    context = {"refused": refused, "back_url": back_url}
    return render(request, "refused.html", context, status=refused.status)


def opened_by(find: Callable[[HttpRequest, str], Row], *, back: str = "") -> Callable[[View], View]:
    """Decorate a view so that it gets what a link leads to.

    `find` returns what the token of a request is for, or raises DeadLink. The view is called with
    the request, what was found, the token, and whatever else its address names. It may raise
    DeadLink and Refused; `back` is the name of the address to go to after the latter.
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
            except Refused as refused:
                back_url = reverse(back, args=[token]) if back else ""
                response = refused_page(request, refused, back_url)
            # Not "no-referrer": browsers then call the origin of our own form "null", which Django
            # refuses as forged. This tells where somebody came from, but never by which link.
            response.headers["Referrer-Policy"] = "strict-origin"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return answer

    return decorate
