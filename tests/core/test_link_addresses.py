"""How addresses elsewhere are asked, of a real server; and which are never asked."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import timezone

from core.link_report import addresses, checking
from core.link_report.addresses import Asker, NotThere, is_public
from core.models import ExternalAddress, FoundLink, LinkedHost, LinkReading
from tests.factories import ContentPageFactory

Problem = ExternalAddress.Problem


class Handler(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        server: Any = self.server
        server.asked.append((self.command, self.path, self.headers["Host"]))
        status, headers, body = server.answers.get(self.path, (404, {}, b""))
        if callable(status):
            status = status(self.command)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            try:
                self.wfile.write(body)
            except OSError:
                server.broke_off = True

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[Any]:
    """A site of others: `answers` by path, `asked` what was asked of it."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.answers, server.asked, server.broke_off = {}, [], False
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def asker() -> Asker:
    return Asker(may_be_private=True)


def problem_of(asker: Asker, url: str) -> Problem:
    with pytest.raises(NotThere) as caught:
        asker.look(url)
    return caught.value.problem


# What is asked


def test_a_page_is_asked_for_with_head_alone(elsewhere, asker):
    elsewhere.answers["/a?b=c"] = (200, {}, b"tekst")
    assert asker.look(f"{elsewhere.url}/a?b=c#kop").status == 200
    assert elsewhere.asked == [("HEAD", "/a?b=c", elsewhere.url.removeprefix("http://"))]


def test_a_server_without_head_is_asked_again_with_get(elsewhere, asker):
    elsewhere.answers["/a"] = (lambda method: 405 if method == "HEAD" else 200, {}, b"tekst")
    assert asker.look(f"{elsewhere.url}/a").status == 200
    assert [method for method, *_ in elsewhere.asked] == ["HEAD", "GET"]


def test_no_more_is_read_than_a_small_page(elsewhere, asker):
    elsewhere.answers["/groot"] = (200, {}, b"x" * 8_000_000)
    assert len(asker.ask("GET", f"{elsewhere.url}/groot").body) == addresses.MOST_READ


def test_redirects_are_followed_and_a_circle_is_no_answer(elsewhere, asker):
    elsewhere.answers["/oud"] = (301, {"Location": "/nieuw"}, b"")
    elsewhere.answers["/nieuw"] = (200, {}, b"")
    elsewhere.answers["/rond"] = (302, {"Location": "/rond"}, b"")
    assert asker.look(f"{elsewhere.url}/oud").status == 200
    assert problem_of(asker, f"{elsewhere.url}/rond") == Problem.NOWHERE


def test_who_drips_or_says_nothing_is_given_up(elsewhere, asker, monkeypatch):
    monkeypatch.setattr(addresses, "LONGEST", 0.2)
    held = threading.Event()
    elsewhere.answers["/traag"] = (lambda method: (held.wait(10) and 200) or 200, {}, b"")
    try:
        assert problem_of(asker, f"{elsewhere.url}/traag") == Problem.NO_ANSWER
    finally:
        held.set()


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://127.0.0.1:1/", Problem.NO_ANSWER),
        ("http://bestaat-niet.invalid/", Problem.NO_HOST),
        ("http://[::1/", Problem.NO_HOST),
        ("http://voorbeeld.example:99999/", Problem.NO_HOST),
        ("http://" + "a" * 70 + "é.example/", Problem.NO_HOST),
        ("ftp://127.0.0.1/", Problem.NOT_PUBLIC),
        ("file:///etc/passwd", Problem.NOT_PUBLIC),
        ("http://iemand:geheim@127.0.0.1/", Problem.NOT_PUBLIC),
    ],
)
def test_what_cannot_be_asked_says_why(asker, url, problem):
    assert problem_of(asker, url) == problem


# The ban on what is not public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - not to listen on
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "geen adres",
    ],
)
def test_no_address_of_a_closed_network_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["{0}/", "http://localhost:{1}/", "http://2130706433:{1}/", "http://127.1:{1}/"]
)
def test_a_server_on_this_machine_is_never_asked(elsewhere, url):
    assert (
        problem_of(Asker(), url.format(elsewhere.url, elsewhere.server_port)) == Problem.NOT_PUBLIC
    )
    assert not elsewhere.asked


def test_one_closed_address_among_open_ones_is_enough_to_refuse(elsewhere):
    asker = Asker()
    asker.resolve = lambda *_: [(0, 0, 0, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    assert problem_of(asker, "http://voorbeeld.example/") == Problem.NOT_PUBLIC


def test_a_name_is_looked_up_once_and_the_connection_goes_where_it_was_judged(elsewhere, asker):
    """A name that means another address a moment later (DNS rebinding) changes nothing."""
    elsewhere.answers["/"] = (200, {}, b"")
    lookups = []

    def resolve(host: str, port: int, *_: Any) -> list:
        lookups.append(host)
        return [(0, 0, 0, "", ("127.0.0.1" if len(lookups) == 1 else "127.0.0.2", port))]

    asker.resolve = resolve
    assert asker.ask("HEAD", f"http://voorbeeld.example:{elsewhere.server_port}/").status == 200
    assert lookups == ["voorbeeld.example"]
    assert elsewhere.asked == [("HEAD", "/", f"voorbeeld.example:{elsewhere.server_port}")]


def test_a_redirect_to_a_closed_network_is_not_followed(elsewhere):
    elsewhere.answers["/"] = (302, {"Location": f"{elsewhere.url}/geheim"}, b"")
    asker = Asker()
    closed = asker.address_of
    asker.address_of = lambda host, port: (
        "127.0.0.1" if host == "open.example" else closed(host, port)
    )
    assert problem_of(asker, f"http://open.example:{elsewhere.server_port}/") == Problem.NOT_PUBLIC
    assert [path for _, path, _ in elsewhere.asked] == ["/"]


# What an answer means, and when it is asked again


@pytest.fixture
def linked(db: None) -> Any:
    reading = LinkReading.objects.create(
        source="x:1", content_type_id=1, key=1, page=ContentPageFactory(), read_at=timezone.now()
    )

    def make(url: str, host: str = "127.0.0.1") -> ExternalAddress:
        address = ExternalAddress.objects.create(url=url, host=host, due_at=timezone.now())
        FoundLink.objects.create(reading=reading, field="body", where="Tekst", external=address)
        return address

    return make


def test_what_is_gone_is_broken_at_once_and_an_error_only_after_three_times(
    elsewhere, asker, linked
):
    elsewhere.answers["/fout"] = (500, {}, b"")
    gone, error = linked(f"{elsewhere.url}/weg"), linked(f"{elsewhere.url}/fout")
    checking.check(gone, asker)
    assert (gone.problem, gone.is_broken) == (Problem.GONE, True)
    waits = []
    for _ in range(3):
        checking.check(error, asker)
        waits.append((error.is_broken, error.due_at - timezone.now() > timedelta(hours=10)))
    assert waits == [(False, False), (False, True), (True, True)]
    elsewhere.answers["/fout"] = (200, {}, b"")
    checking.check(error, asker)
    assert (error.problem, error.is_broken, error.failures) == ("", False, 0)


@pytest.mark.parametrize("status", [401, 403, 451, 999])
def test_a_page_that_is_not_for_us_is_not_broken(elsewhere, asker, linked, status):
    elsewhere.answers["/"] = (status, {}, b"")
    address = linked(f"{elsewhere.url}/")
    checking.check(address, asker)
    assert not address.problem


def test_what_robots_forbids_is_not_asked(elsewhere, asker, linked):
    elsewhere.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /besloten/")
    address = linked(f"{elsewhere.url}/besloten/pagina")
    checking.check(address, asker)
    checking.check(address, asker)
    assert [path for _, path, _ in elsewhere.asked] == ["/robots.txt"]
    assert not address.is_broken


def test_a_host_that_says_not_now_is_left_alone_for_as_long_as_it_asks(elsewhere, asker, linked):
    elsewhere.answers["/druk"] = (429, {"Retry-After": "7200"}, b"")
    address = linked(f"{elsewhere.url}/druk")
    checking.check(address, asker)
    silent = LinkedHost.objects.get().silent_until - timezone.now()
    assert timedelta(hours=1.9) < silent < timedelta(hours=2.1)
    assert (address.failures, address.is_broken) == (0, False)


@pytest.mark.parametrize(
    ("said", "at_least"),
    [("", 50), ("onzin", 50), ("Sun, 06 Nov 1994 08:49:37 GMT", 1), ("-5", 50)],
)
def test_whatever_a_host_says_we_wait(said, at_least):
    answer = addresses.Answer(429, "", said, b"")
    assert checking._asked_to_wait(answer) >= timedelta(minutes=at_least)


def test_each_host_is_asked_once_a_round_and_only_where_it_may(linked, settings):
    one, other = (
        linked("http://een.example/1", "een.example"),
        linked("http://een.example/2", "een.example"),
    )
    linked("http://twee.example/", "twee.example")
    checking.ask_due()
    assert not LinkedHost.objects.exists()  # off, as in all tests
    settings.CHECK_EXTERNAL_LINKS = True
    checking.ask_due()
    assert set(LinkedHost.objects.values_list("host", flat=True)) == {"een.example", "twee.example"}
    taken = [
        ExternalAddress.objects.get(pk=each.pk).due_at > timezone.now() for each in (one, other)
    ]
    assert sorted(taken) == [False, True]
