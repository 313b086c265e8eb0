"""Headers on every response, and an honest page when something other than our code is wrong."""

import errno
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from django.conf import settings
from django.core.exceptions import FieldError, ValidationError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError

from core import chosen, scheduled_jobs, views

logger = logging.getLogger("guard")

QUOTES = (
    ("'", "'"),
    ('"', '"'),
    ("“", "”"),
    ("‘", "’"),
)  # as errors of Python, Django and PostgreSQL quote a value

# Where the door (config.asgi) says why it did not read a body: a status, 408 or 413.
REFUSED_BODY = "door.refused_body"

GetResponse = Callable[[HttpRequest], HttpResponse]


def _policy(directives: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class SecurityHeaders:
    """The Content-Security-Policy and its company, on errors and static files too.

    Stands outermost, but for the number of the request. Django 6 has a middleware of its own for
    SECURE_CSP; then this one can go.
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


# The disk takes no more: full, over a share of it, or read-only after an error.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


def is_full(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in FULL


class DatabaseDown:
    """Answers 503 with a page of its own when database or disk go away under a view or a template.

    Where the request starts without a database, the page cache says so.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if is_full(error):
            logger.error("The disk takes no more: %s", scheduled_jobs.anonymous(error))
            return views.service_unavailable(request)
        if isinstance(error, OperationalError | InterfaceError):
            return views.service_unavailable(request)
        return None


class BadValue:
    """Answers 400 when a view stumbled over a value that was sent: a NUL, a key that is no number.

    A form tells people what to mend. This is for the many parameters of Wagtail and its choosers
    that nobody types and no form checks. It is logged as an error, with its place: what looks like
    a bad value may be a fault of ours.
    """

    # PostgreSQL says so of a value only; a field that is missing is one that a form has.
    ALWAYS = (DataError, MultiValueDictKeyError)
    WHEN_NAMED = (ValueError, OverflowError, FieldError, ValidationError)

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not self._is_of_a_value(request, error):
            return None
        logger.error("A value that was sent is of no use: %s", scheduled_jobs.anonymous(error))
        return views.bad_request(request, error)

    def _is_of_a_value(self, request: HttpRequest, error: Exception) -> bool:
        if isinstance(error, self.ALWAYS):
            return True
        if isinstance(error, IndexError):  # the column or page of a list; it names nothing
            return request.method in {"GET", "HEAD"} and bool(request.GET)
        return isinstance(error, self.WHEN_NAMED) and any(
            _names(str(error), value) for value in _sent(request)
        )


class ChosenMeanwhile:
    """Asks a view once more when what somebody chose was deleted while it was being saved.

    Nothing was saved then. The second time the form knows, says so, and keeps what was typed. The
    same holds for a deletion of what somebody chose meanwhile: the second time it is refused.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not chosen.is_gone(error):
            return None
        logger.warning("Asked once more, for what was chosen is gone: %s", type(error).__name__)
        for _, files in request.FILES.lists():
            for file in files:
                file.seek(0)
        try:
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except (IntegrityError, chosen.TermGoneError) as again:
            if not chosen.is_gone(again):
                raise
            return views.gone_meanwhile()
        return response


def _sent(request: HttpRequest) -> Iterator[str]:
    """Yield every value in address and form, as far as they have been read."""
    if request.resolver_match:
        yield from map(str, request.resolver_match.kwargs.values())
    forms = [request.GET, request.POST] if hasattr(request, "_post") else [request.GET]
    for form in forms:
        for name, values in form.lists():
            yield from (name, *map(str, values))


def _names(words: str, value: str) -> bool:
    """Tell whether an error is about this value: its words quote it, or it can only be that."""
    if "\0" in value or re.fullmatch(r"\s*[-+]?\d{10,}\s*", value):
        return True
    parts = {value, *re.split(r"[,\s]+|__", value.lstrip("-"))} - {""}
    return any(f"{before}{part}{after}" in words for part in parts for before, after in QUOTES)
