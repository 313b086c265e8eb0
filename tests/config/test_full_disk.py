"""A disk that takes no more is said in Dutch, and ends nothing."""

import errno
import os
import subprocess
import sys
from typing import Any, cast

import pytest
from django.http import HttpRequest

from core.middleware import DatabaseDown
from tests.databases import ROOT

# A body that does not fit in memory, while no file may grow by a byte.
SENT = """
import asyncio, resource, signal
from config import asgi
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
answers = []

async def receive():
    return {"type": "http.request", "body": b"x" * 400_000}

async def send(message):
    answers.append(message)

scope = {
    "method": "POST", "path": "/facilitators/aanmelden/", "query_string": b"",
    "http_version": "1.1",
    "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "scheme": "http",
    "headers": [(b"host", b"127.0.0.1"), (b"content-length", b"400000")],
}
asyncio.run(asgi.application(scope, receive, send))
print(answers[0]["status"], b'lang="nl"' in answers[1]["body"])
"""


def test_a_body_for_which_there_is_no_room_is_answered():
    done = subprocess.run(
        [sys.executable, "-c", SENT],
        env={
            **os.environ,
            "PYTHONPATH": "site:.",
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["503", "True"], done.stderr


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS])
def test_a_view_that_cannot_write_asks_for_patience(number):
    middleware = DatabaseDown(cast(Any, None))
    answer = middleware.process_exception(HttpRequest(), OSError(number, "geen plaats"))
    assert answer is not None
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


def test_another_error_of_a_file_is_a_fault_of_ours():
    middleware = DatabaseDown(cast(Any, None))
    assert middleware.process_exception(HttpRequest(), OSError(errno.EACCES, "nee")) is None
