"""A load generator that is light enough to share two cores with what it measures."""

import socket
import threading
import time

CONNECTIONS = 4


def _read_one(connection: socket.socket, request: bytes) -> None:
    """Send the request and read the whole answer. Raises RuntimeError unless it is a 200."""
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65_536)
    head, _, body = answer.partition(b"\r\n\r\n")
    if b" 200 " not in head[:20]:
        raise RuntimeError(head.decode())
    lines = head.lower().split(b"\r\n")
    length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
    left = length - len(body)
    while left > 0:
        left -= len(connection.recv(65_536))


def requests_per_second(port: int, path: str, *, seconds: float, at_most: int) -> float:
    """Read one page over and over on a few connections; stop at the time or the number."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    done = [0] * CONNECTIONS
    start = time.perf_counter()

    def visit(nth: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            while time.perf_counter() - start < seconds and done[nth] < at_most / CONNECTIONS:
                _read_one(connection, request)
                done[nth] += 1

    visitors = [threading.Thread(target=visit, args=(nth,)) for nth in range(CONNECTIONS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return sum(done) / (time.perf_counter() - start)
