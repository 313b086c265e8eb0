"""The page after a form, which says to which address the mail goes: the one that was typed.

So a slip of the finger is seen at once, and the page tells nothing about whether we know the
address. It waits in a cookie that goes to that page only, for an address in an address bar would
end up in histories and logs. A page that reads it says `never_cache` or `private`.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

COOKIE = "verstuurd-naar"
# Long enough to look in the mail and come back to this page.
KEPT = timedelta(minutes=30)


def lead_to(to: str, *args: object, address: str) -> HttpResponse:
    """Return a redirect to a page that can say to which address the mail goes.

    `to` and `args` are as those of `redirect`.
    """
    response = redirect(to, *args)
    response.set_signed_cookie(
        COOKIE,
        address,
        max_age=KEPT,
        path=urlsplit(resolve_url(to, *args)).path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def address_typed(request: HttpRequest) -> str:
    """Return the address that was typed in the form before this page; empty when nobody knows."""
    return request.get_signed_cookie(COOKIE, default="", max_age=KEPT) or ""
