"""The real server, with hundreds of clients who send or take next to nothing."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.servers import ServedSite

HALF_A_HEADER = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
HALF_A_BODY = (
    b"POST /koploper-worden/voordragen/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nnaam="
)
LISTEN_TO_NOTHING = b"GET /nieuws/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20


@contextmanager
def slow(site: ServedSite, number: int, words: bytes) -> Iterator[list[socket.socket]]:
    """Open connections that send these words, and then stay without a sound."""
    with ExitStack() as stack:
        connections = []
        for _ in range(number):
            connection = socket.create_connection(("127.0.0.1", site.port), timeout=60)
            connections.append(stack.enter_context(connection))
            connection.sendall(words)
        yield connections


def test_three_hundred_slow_clients_and_fifty_slow_bodies_keep_nobody_waiting(
    production_site: ServedSite,
) -> None:
    with (
        slow(production_site, 300, HALF_A_HEADER),
        slow(production_site, 50, HALF_A_BODY) as bodies,
        slow(production_site, 50, LISTEN_TO_NOTHING),
    ):
        # Each worker process answers, Django's own pages and what comes from memory.
        answers = production_site.get_often("/-/health/") + production_site.get_often("/nieuws/")
        assert {answer.status for answer in answers} == {200}
        sent = production_site.request("POST", "/koploper-worden/voordragen/", body=b"naam=Anna")
        assert sent.status == 403  # without the cookie of the form
        for body in bodies:
            body.setblocking(False)
            with pytest.raises(BlockingIOError):  # the server still waits for it
                body.recv(1)
