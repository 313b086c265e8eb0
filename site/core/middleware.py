"""Headers on every response, and an honest page when the database is away."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from core import views

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

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = self.admin if request.path.startswith("/beheer/") else self.public
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "interest-cohort=()")
        return response


class DatabaseDown:
    """Answers 503 with a page of its own while the database cannot be reached."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return views.service_unavailable(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            return views.service_unavailable(request)
        return None
