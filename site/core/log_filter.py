"""What no log line says, whoever writes it: what opens something, and who somebody is.

Every handler has this filter (LOGGING). Django logs the path of each answer of 400 and more, and
that can be a personal link. The words of an error can be those of a row, for PostgreSQL tells what
it refused; and a mail server names the address.
"""

import logging
import re

from core.scheduled_jobs import anonymous

# What is signed: a key and a signature of 43 signs (SHA-256), whatever stands behind it.
SIGNED = re.compile(r"[\w-]+(?:[.:][\w-]+)?[.:][\w-]{40,}")
# The link to a new password: a user, and a moment with half a digest (django.contrib.auth.tokens).
NEW_PASSWORD = re.compile(r"[\w-]+/[a-z0-9]{1,13}-[0-9a-f]{32}")
ADDRESS = re.compile(r"[^\s@<>\"'(),:;=]+@[\w-]+(?:\.[\w-]+)+")
LEFT_OUT = "…"


def discreet(text: str) -> str:
    """Return the text with "…" for every token and every e-mail address."""
    for pattern in (ADDRESS, SIGNED, NEW_PASSWORD):
        text = pattern.sub(LEFT_OUT, text)
    return text


class Discreet(logging.Filter):
    """Lets every record pass, with neither tokens nor addresses, nor the words of an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            said = record.getMessage()
        except (TypeError, ValueError):  # arguments that do not fit the message
            said = str(record.msg)
        record.msg, record.args = discreet(said), ()
        if record.exc_info and record.exc_info[1]:
            record.exc_text = anonymous(record.exc_info[1])
        record.exc_info = None
        return True
