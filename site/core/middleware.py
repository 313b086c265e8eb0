"""Headers on every response, and an honest page when the database is away."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from core import views

# Where the door (config.asgi) says why it did not read a body: a status, 408 or 413.
REFUSED_BODY = "door.refused_body"

GetResponse = Callable[[HttpRequest], HttpResponse]


def _policy(directives: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class SecurityHeaders:
    """The Content-Security-Policy and its company, on errors and static files too.

    Stands outermost. Django 6 has a middleware of its own for SECURE_CSP; then this one can go.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.public = _policy(settings.SECURE_CSP)
        self.admin = _policy(settings.SECURE_CSP_ADMIN)
        # Django's own middleware sets the first four, but not on what never reaches it: static
        # files, refused hosts, the way to https, the answer without a database.
        self.always = {
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
            "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=()",
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = self.admin if request.path.startswith("/beheer/") else self.public
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in self.always.items():
            response.headers.setdefault(name, value)
        return response


class RefusedBody:
    """Answers for a body that was too large or too slow to be read, with a page that says so."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSED_BODY)
        return views.body_refused(status) if status else self.get_response(request)


class DatabaseDown:
    """Answers 503 with a page of its own when the database goes away under a view or a template.

    Where the request starts without a database, the page cache says so.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            return views.service_unavailable(request)
        return None
