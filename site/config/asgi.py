"""The application that the production server calls, and the door before it.

Django answers on a few threads, each with its own connection to the database. The door sees to it
that a slow client never holds one of them. Here a body is read to its end, within a size and a time
(REQUEST_BODY_MOST, REQUEST_BODY_SECONDS), before a thread hears of it; and here a file is handed
out piece by piece, as fast as it is taken. Of a body that is too large or too slow Django hears
only that it is (REFUSED_BODY), so that the answer is a page of the site like any other.

WSGI calls X_Forwarded_For and X-Forwarded-For by one name, and so would let a visitor speak for a
proxy of ours. A header with an underscore is therefore dropped, as nginx does.
"""

import asyncio
import io
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.template.loader import render_to_string

from config.wsgi import application as django  # first: it sets Django up, which models ask for
from core.middleware import REFUSED_BODY, is_full

logger = logging.getLogger("door")

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Body = IO[bytes]

IN_MEMORY = 256 * 1024  # bytes of a body; what is more waits in a file
PIECE = 64 * 1024  # bytes of a file that is handed out
# Bytes that pass in a second on the slowest connection with which somebody can send a photograph.
SLOWEST = 8_000
# A browser shows our "too large" only once it has sent everything. A body of more than this many
# times the limit is not waited for.
THROWN_AWAY = 4
STALLED = 60  # seconds in which a client takes not one piece
HTML = [(b"content-type", b"text/html; charset=utf-8")]
# What WSGI calls these has no "HTTP_" before it.
PLAIN_NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class _Gone(Exception):  # noqa: N818 - it is the visitor who went
    """Who asked hung up before all was sent."""


class _Refused(Exception):  # noqa: N818 - an answer, not a fault
    """The body of a request is not read any further; `status` says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class _File:
    """What Django hands out as a file. In WSGI's words: the wrapper of it."""

    file: Any
    block_size: int = PIECE

    def read(self) -> bytes:
        return self.file.read(PIECE)

    def close(self) -> None:
        self.file.close()


@dataclass
class _Answer:
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    rest: _File | None = None  # what does not fit in one piece


class Door:
    """An application in ASGI's words around one in WSGI's, which answers on `threads` threads."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        environ = environ_of(scope)
        try:
            environ["wsgi.input"] = body = await _body_of(environ, receive)
        except _Gone:
            return
        except _Refused as refused:
            environ[REFUSED_BODY] = refused.status
            environ["wsgi.input"] = body = io.BytesIO()
        with body:
            environ["CONTENT_LENGTH"] = str(body.seek(0, io.SEEK_END))
            body.seek(0)
            answer = await self._on_a_thread(self._answer, environ)
        await self._hand_out(answer, send)

    async def _on_a_thread(self, action: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, action, *arguments)

    def _answer(self, environ: dict[str, Any]) -> _Answer:
        """Have Django answer. What it makes on the way is made here, on the thread that asked."""
        status = 0
        headers: list[tuple[bytes, bytes]] = []

        def start(line: str, named: list[tuple[str, str]], exc_info: Any = None) -> None:
            nonlocal status, headers
            status = int(line.split(" ", 1)[0])
            headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in named]

        is_open = False
        made: Any = None
        try:
            made = self.application(environ, start)
            if environ["REQUEST_METHOD"] == "HEAD":
                return _Answer(status, headers, b"")
            if not isinstance(made, _File):
                return _Answer(status, headers, b"".join(made))
            first = made.read()
            is_open = len(first) == PIECE
            return _Answer(status, headers, first, made if is_open else None)
        except Exception:
            # Beside Django, or half-way a list that was written while it was read.
            logger.exception("No answer was made")
            return _Answer(500, HTML, render_to_string("500.html").encode())
        finally:
            if not is_open and hasattr(made, "close"):
                made.close()

    async def _hand_out(self, answer: _Answer, send: Send) -> None:
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        )
        piece, rest = answer.body, answer.rest
        if rest is None:
            await send({"type": "http.response.body", "body": piece})
            return
        loop = asyncio.get_running_loop()
        try:
            while piece:
                async with asyncio.timeout(STALLED):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                # Not on one of Django's threads: those may all be busy.
                piece = await loop.run_in_executor(None, rest.read)
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            return  # the connection ends in the middle, so that nobody takes it for the whole
        finally:
            await self._on_a_thread(rest.close)


def environ_of(scope: Scope) -> dict[str, Any]:
    """Return a request of ASGI in WSGI's words, all but its body."""
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope.get("client") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": _File,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if "_" in name:
            continue
        key = PLAIN_NAMES.get(name) or f"HTTP_{name.replace('-', '_').upper()}"
        between = "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    return environ


async def _body_of(environ: dict[str, Any], receive: Receive) -> Body:
    """Read all that is sent. Raises _Refused when it is too much or too slow, and _Gone."""
    said = environ.get("CONTENT_LENGTH", "")
    length = int(said) if said.isascii() and said.isdecimal() else 0
    if not length and "HTTP_TRANSFER_ENCODING" not in environ:
        return io.BytesIO()
    most: int = settings.REQUEST_BODY_MOST
    if length > most * THROWN_AWAY:
        raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body, read = SpooledTemporaryFile(IN_MEMORY), 0  # noqa: SIM115 - closed by who asks for it
    try:
        async with asyncio.timeout(settings.REQUEST_BODY_SECONDS) as patience:
            until = patience.when() or 0
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise _Gone
                piece = message.get("body", b"")
                read += len(piece)
                if read <= most:
                    body.write(piece)
                elif read > most * THROWN_AWAY:
                    break
                if not message.get("more_body"):
                    break
                patience.reschedule(until + read / SLOWEST)
        if read > most:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except TimeoutError:
        body.close()
        raise _Refused(HTTPStatus.REQUEST_TIMEOUT) from None
    except OSError as error:
        if not is_full(error):
            raise
        logger.error("No room for a body: %s", error.strerror)
        raise _Refused(HTTPStatus.SERVICE_UNAVAILABLE) from None
    except (_Gone, _Refused):
        body.close()
        raise
    return body


application = Door(django, settings.REQUEST_THREADS)
