"""The door before Django: what it lets through, and that nobody slow keeps others waiting."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client, RequestFactory

from config.asgi import PIECE, Door, environ_of
from core import limits
from core.middleware import REFUSED_BODY

PLENTY = 30  # seconds; no test waits for it
Message = dict[str, Any]


def scope_of(*headers: tuple[str, str], method: str = "POST", path: str = "/") -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "http_version": "1.1",
        "server": ("127.0.0.1", "8000"),
        "client": ("10.0.0.1", "4711"),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }


CHUNKED = ("transfer-encoding", "chunked")


def echo(environ: dict[str, Any], start: Callable[..., None]) -> Iterable[bytes]:
    """Answer with what was sent, as Django reads it."""
    request = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start(f"{environ.get(REFUSED_BODY, 200):d} Yes", [("X-Name", "waarde")])
    return [request]


def pieces(*bodies: bytes, pause: float = 0) -> Callable[[], Awaitable[Message]]:
    """Return a client that sends these, and then nothing more but is still there."""
    waiting = list(bodies)

    async def receive() -> Message:
        if not waiting:
            await asyncio.sleep(PLENTY)
        await asyncio.sleep(pause)
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(waiting) or not body}

    return receive


def run(work: Coroutine[Any, Any, None], seconds: float) -> None:
    """Run to the end, in a thread: the browser of another test may have an event loop in ours."""

    async def in_time() -> None:
        await asyncio.wait_for(work, seconds)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, in_time()).result()


def asked(door: Door, scope: dict[str, Any], receive: Any = None) -> tuple[int, bytes]:
    """Return status and body of the answer; (0, b"") when there was none."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    run(door(scope, receive or pieces(), send), PLENTY)
    status = sent[0]["status"] if sent else 0
    return status, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Forwarded-Proto", "Host", "Cookie"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_header_with_an_underscore_is_not_taken_for_the_real_one(name, is_first):
    real, false = (name.lower(), "echt"), (name.lower().replace("-", "_"), "vals")
    if "_" not in false[0]:
        false = (f"{false[0]}_", "vals")
    headers = [false, real] if is_first else [real, false]
    environ = environ_of(scope_of(*headers))
    assert environ[f"HTTP_{name.replace('-', '_').upper()}"] == "echt"
    assert "vals" not in environ.values()


def test_behind_a_proxy_nobody_names_another_network(settings):
    settings.TRUSTED_PROXIES = 1
    scope = scope_of(("x-forwarded-for", "192.0.2.1"), ("x_forwarded_for", "198.51.100.7"))
    request = RequestFactory().get("/")
    request.META = environ_of(scope)
    assert limits.network_of(request) == "192.0.2.1"


def test_headers_that_come_twice_are_joined_as_wsgi_joins_them():
    twice = [
        ("x-forwarded-for", "a"),
        ("x-forwarded-for", "b"),
        ("cookie", "a=1"),
        ("cookie", "b=2"),
    ]
    environ = environ_of(scope_of(*twice))
    assert environ["HTTP_X_FORWARDED_FOR"] == "a,b"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"


def test_an_address_with_accents_arrives_whole():
    assert environ_of(scope_of(path="/zoë/"))["PATH_INFO"].encode("latin-1").decode() == "/zoë/"


def test_a_body_arrives_whole_however_it_is_cut():
    door = Door(echo, threads=1)
    sent = [b"naam=", b"", b"An", b"na"]
    assert asked(door, scope_of(("content-length", "9")), pieces(*sent)) == (200, b"naam=Anna")
    assert asked(door, scope_of(CHUNKED), pieces(*sent)) == (200, b"naam=Anna")
    assert asked(door, scope_of(method="GET")) == (200, b"")


def test_a_body_that_stands_still_is_refused_in_time(settings):
    settings.REQUEST_BODY_SECONDS = 0.05
    assert asked(Door(echo, threads=1), scope_of(CHUNKED), pieces(b"na", b"")) == (408, b"")


def test_a_slow_body_that_goes_on_has_the_time_that_its_size_needs(settings):
    settings.REQUEST_BODY_SECONDS = 1
    halves = pieces(b"a" * 80_000, b"b" * 100, pause=0.6)
    status, body = asked(Door(echo, threads=1), scope_of(CHUNKED), halves)
    assert (status, len(body)) == (200, 80_100)


def test_a_body_that_is_too_large_is_read_and_refused(settings):
    settings.REQUEST_BODY_MOST = 10
    long = pieces(b"x" * 8, b"x" * 8)
    assert asked(Door(echo, threads=1), scope_of(CHUNKED), long) == (413, b"")
    just = pieces(b"x" * 8, b"x" * 2)
    assert asked(Door(echo, threads=1), scope_of(CHUNKED), just) == (200, b"x" * 10)


def test_for_the_end_of_a_huge_body_nobody_waits(settings):
    settings.REQUEST_BODY_MOST = 10
    assert asked(Door(echo, threads=1), scope_of(("content-length", "99"))) == (413, b"")
    huge = pieces(b"x" * 50, b"")
    assert asked(Door(echo, threads=1), scope_of(CHUNKED), huge) == (413, b"")


def test_who_hung_up_gets_no_answer():
    async def gone() -> Message:
        return {"type": "http.disconnect"}

    assert asked(Door(echo, threads=1), scope_of(CHUNKED), gone) == (0, b"")


def test_slow_clients_hold_no_thread_that_others_need(tmp_path):
    """One thread; ten bodies that never end, and ten readers of a large file that take nothing."""
    path = tmp_path / "groot.bin"
    path.write_bytes(b"x" * (3 * PIECE + 5))
    closed = []

    def answer(environ: dict[str, Any], start: Callable[..., None]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/bestand":
            return echo(environ, start)
        start("200 OK", [])
        file = path.open("rb")
        file_close = file.close
        file.close = lambda: (closed.append(1), file_close())
        return environ["wsgi.file_wrapper"](file, 1024)

    door = Door(answer, threads=1)
    taken: list[bytes] = []
    status = []

    async def take_nothing(message: Message) -> None:
        if message.get("body"):
            await asyncio.sleep(PLENTY)

    async def take(message: Message) -> None:
        taken.append(message.get("body", b""))
        status.append(message.get("status"))

    async def all_at_once() -> None:
        slow = [
            *(door(scope_of(CHUNKED), pieces(b"a", b""), take_nothing) for _ in range(10)),
            *(door(scope_of(path="/bestand"), None, take_nothing) for _ in range(10)),
        ]
        tasks = [asyncio.ensure_future(one) for one in slow]
        await asyncio.sleep(0)
        await door(scope_of(path="/bestand", method="GET"), pieces(), take)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    run(all_at_once(), PLENTY / 2)
    assert b"".join(taken) == path.read_bytes()
    assert status[0] == 200
    assert len(closed) == 11


def test_what_is_no_plain_file_and_what_is_small_is_closed_by_the_thread_that_made_it():
    file = io.BytesIO(b"klein")

    def answer(environ: dict[str, Any], start: Callable[..., None]) -> Any:
        start("200 OK", [])
        return environ["wsgi.file_wrapper"](file, 1024)

    assert asked(Door(answer, threads=1), scope_of(method="GET")) == (200, b"klein")
    assert file.closed


@pytest.mark.parametrize(
    ("status", "words"), [(408, "duurde te lang"), (413, "te veel in één keer")]
)
def test_a_body_that_was_not_read_gets_a_dutch_page(client: Client, status, words):
    answer = client.post("/koploper-worden/voordragen/", **{REFUSED_BODY: status})
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


def test_no_header_can_say_that_a_body_was_refused():
    environ = environ_of(scope_of((REFUSED_BODY, "413"), ("door.refused-body", "413")))
    assert REFUSED_BODY not in environ
