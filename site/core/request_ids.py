"""A number for each request: in its log lines, in its answer, and in what the proxy logs."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What nginx calls $request_id, or a UUID.
GIVEN = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HEADER = "X-Request-ID"

_current: ContextVar[str] = ContextVar("id of the request", default="")


def current() -> str:
    """Return the id of the request that is being answered here; empty outside one."""
    return _current.get()


class RequestIds:
    """Gives each request an id: that of our proxy when there is one, else a new one.

    Without a proxy of ours a visitor could choose it, and so hide among the lines of another.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
        number = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        token = _current.set(number)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response.headers[HEADER] = number
        return response


class InRecords(logging.Filter):
    """Adds `request` to each record: the id, or nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current()
        return True
