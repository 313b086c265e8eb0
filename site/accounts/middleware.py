"""Which sessions count: those that are not over, and of which the second factor was shown."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from accounts import second_factor, sessions

# What an open screen asks by itself, so that it says nothing about who sits before it.
BY_ITSELF = ("/beheer/editing-sessions/", "/beheer/sessie/")


class WholeSessions:
    """Treats whoever is not wholly signed in as a visitor, at every address.

    `request.half_user` is who showed a password only; the pages that ask for the rest read it. What
    has no cookie of a session is let by untouched, so that pages for visitors depend on no cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.half_user = None  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._judge(request)
        return self.get_response(request)

    def _judge(self, request: HttpRequest) -> None:
        if sessions.is_over(request.session):
            request.session.flush()
            request.user = AnonymousUser()
            return
        if second_factor.is_half(request):
            request.half_user = request.user  # type: ignore[attr-defined]
            request.user = AnonymousUser()
        if not request.path.startswith(BY_ITSELF):
            sessions.note_use(request.session)
