"""Asks one address of another site whether it is there, and never one that is not public.

The name is looked up once, every address it has must be public, and the connection goes to the
address that was judged: what the name says a moment later changes nothing. Redirects are followed
here, each judged in the same way. No cookie, no password and nothing of a visitor goes along.
"""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from urllib.parse import quote, urljoin, urlsplit

from core.models import ExternalAddress

Problem = ExternalAddress.Problem
USER_AGENT = "ActieLeerNetwerk-linkcontrole"
ACCEPT = "text/html,*/*;q=0.5"
PATIENCE = 5.0  # seconds for one step: to connect, or to hear the next bytes
LONGEST = 15.0  # seconds for an answer in all, however slowly it drips
MOST_READ = 64 * 1024  # bytes
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
NAT64 = IPv6Network("64:ff9b::/96")
REDIRECTS = (301, 302, 303, 307, 308)
# What some servers answer to HEAD alone.
ASK_WITH_GET = (400, 403, 404, 405, 406, 410, 500, 501, 503)


class NotThere(Exception):  # noqa: N818 - an answer, not a fault
    """An address that does not answer as it should; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    retry_after: str
    body: bytes


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, also inside an IPv6 one."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found in NAT64:
            return is_public(str(IPv4Address(int(found) & 0xFFFFFFFF)))
        inner = found.ipv4_mapped or found.sixtofour
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not (found.is_multicast or found.is_reserved)


class Asker:
    """Asks addresses. `may_be_private` is for tests, which run their servers on this machine."""

    def __init__(self, *, may_be_private: bool = False) -> None:
        self.may_be_private = may_be_private
        self.resolve: Callable[..., list] = socket.getaddrinfo

    def look(self, url: str) -> Answer:
        """Return what an address answers in the end, after redirects. Raises NotThere."""
        for _ in range(MOST_REDIRECTS + 1):
            answer = self.ask("HEAD", url)
            if answer.status in ASK_WITH_GET:
                answer = self.ask("GET", url)
            if answer.status not in REDIRECTS or not answer.location:
                return answer
            url = urljoin(url, answer.location)
        raise NotThere(Problem.NOWHERE)

    def ask(self, method: str, url: str) -> Answer:
        """Return one answer, with no more than MOST_READ of its body. Raises NotThere."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
            host = host.encode("idna").decode() if not host.isascii() else host
        except (ValueError, UnicodeError):
            raise NotThere(Problem.NO_HOST) from None
        if parts.scheme not in PORTS or not host or parts.username or parts.password:
            raise NotThere(Problem.NOT_PUBLIC)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
        connection = _Pinned(host, port, self.address_of(host, port), parts.scheme == "https")
        return _said(connection, method, f"{path}?{query}" if query else path)

    def address_of(self, host: str, port: int) -> str:
        """Return the IP address to connect to. Raises NotThere when any of them is not public."""
        try:
            found = self.resolve(host, port, socket.AF_UNSPEC, socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotThere(Problem.NO_HOST) from None
        addresses = [str(each[4][0]) for each in found]
        if not addresses:
            raise NotThere(Problem.NO_HOST)
        if not self.may_be_private and not all(map(is_public, addresses)):
            raise NotThere(Problem.NOT_PUBLIC)
        return addresses[0]


class _Pinned(HTTPConnection):
    """A connection to one IP address, for the name that was asked."""

    def __init__(self, host: str, port: int, address: str, is_secure: bool) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self._address, self._is_secure = address, is_secure
        if port == PORTS["https" if is_secure else "http"]:
            self.default_port = port  # then the header Host has none

    def connect(self) -> None:
        self.sock: socket.socket = socket.create_connection((self._address, self.port), PATIENCE)
        if self._is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def give_up(self) -> None:
        """End what drips: whoever reads gets an error."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.sock.close()


def _said(connection: _Pinned, method: str, target: str) -> Answer:
    clock = Timer(LONGEST, connection.give_up)
    clock.daemon = True
    clock.start()
    try:
        headers = {"User-Agent": USER_AGENT, "Accept": ACCEPT, "Connection": "close"}
        connection.request(method, target, headers=headers)
        response: HTTPResponse = connection.getresponse()
        return Answer(
            response.status,
            response.headers.get("Location", ""),
            response.headers.get("Retry-After", ""),
            response.read(MOST_READ) if method == "GET" else b"",
        )
    except ssl.SSLError:
        raise NotThere(Problem.CERTIFICATE) from None
    except (OSError, HTTPException, ValueError):
        raise NotThere(Problem.NO_ANSWER) from None
    finally:
        clock.cancel()
        connection.close()
