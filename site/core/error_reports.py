"""Errors told to Sentry or GlitchTip (SENTRY_DSN): their kind and their place, and of nobody.

Not by the integrations of sentry-sdk, which take the request, its form and the values of variables
along and leave out what they know to be secret. Here an event is made of what may be in it.
"""

import logging
import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from core import request_ids

FRAME = re.compile(r'^  File "(?P<file>[^"\n]+)", line (?P<line>\d+), in (?P<function>\S+)$', re.M)
OURS = ("site-packages", "/lib/python")  # what is in none of these


def start(dsn: str, release: str, environment: str) -> None:
    """Begin to send. Raises ImproperlyConfigured without sentry-sdk, or with a DSN that is none."""
    try:
        import sentry_sdk  # noqa: PLC0415 - who sends nothing need not install it
        from sentry_sdk.utils import BadDsn  # noqa: PLC0415
    except ImportError:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, and sentry-sdk is not installed: "
            "install requirements/errors.txt as well."
        ) from None
    try:
        sentry_sdk.init(
            dsn=dsn,
            release=release,
            environment=environment,
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            send_default_pii=False,
            send_client_reports=False,
            auto_session_tracking=False,
            max_breadcrumbs=0,
            server_name="",
        )
    except BadDsn:
        raise ImproperlyConfigured("SENTRY_DSN is no address of Sentry or GlitchTip.") from None


def event_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what is sent of a record that core.log_filter.Discreet has gone over."""
    event: dict[str, Any] = {
        "level": record.levelname.lower(),
        "logger": record.name,
        "logentry": {"message": record.getMessage()},
        "tags": {"request": request_ids.current()},
    }
    if record.exc_text:
        kind, _, lines = record.exc_text.partition("\n")
        module, _, name = kind.rpartition(".")
        frames = [
            {
                "filename": found["file"],
                "lineno": int(found["line"]),
                "function": found["function"],
                "in_app": not any(part in found["file"] for part in OURS),
            }
            for found in FRAME.finditer(lines)
        ]
        one = {"type": name, "module": module, "value": "", "stacktrace": {"frames": frames}}
        event["exception"] = {"values": [one]}
    return event


class Reports(logging.Handler):
    """Sends each record of an error; does nothing when `start` was not called."""

    def emit(self, record: logging.LogRecord) -> None:
        import sentry_sdk  # noqa: PLC0415 - only where the settings name this handler

        sentry_sdk.capture_event(event_of(record))  # type: ignore[arg-type]
