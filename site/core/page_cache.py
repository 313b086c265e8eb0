"""Whole pages for visitors, kept in each process until anything visible changes.

A hit costs one small query, for the generation, and one look-up. A page is kept only when it was
read and rendered within one generation, so what an editor replaced is never shown again, by no
process. What a page may depend on is what its key holds: scheme, host, path and the parameters in
PAGE_CACHE_PARAMETERS. A view that reads another parameter, or a cookie, must say `private` or
`no-store` (`never_cache`), as Django's own forms do by their CSRF cookie.

A missing page (404) is not kept: there is no end to the addresses that do not exist.
"""

import datetime
import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import cast

import brotli
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from wagtail.models import Site

from core import cache_expiry, generation, views
from core.site_context import site_of_all_pages

Key = tuple[str, ...]

# A page too large for its share would push out all others.
LARGEST_SHARE = 8
# Below this many bytes compression adds more than it saves.
WORTH_COMPRESSING = 500
# Longer addresses than any list of ours makes; nobody shares them, so nobody needs them kept.
LONGEST_QUERY = 500
OVERHEAD = 2_000  # bytes that an entry takes beside its bodies, roughly
# Addresses that show no pages: health must answer without a database, media are plain files.
NOT_PAGES = ("/-/", "/media/")
ADMIN = "/beheer/"
# Visitors' browsers keep a page, but ask each time whether it is still the same.
ASK_EACH_TIME = "public, max-age=0, must-revalidate"
SET_BY_ENTRY = ("Content-Length", "ETag")
REFUSED = re.compile(r"q\s*=\s*0(\.0*)?")


@dataclass(frozen=True)
class Entry:
    """One page as it goes over the wire, in every encoding that browsers ask for."""

    number: int
    headers: Mapping[str, str]
    bodies: Mapping[str, bytes]
    digest: str
    until: datetime.datetime | None

    @property
    def size(self) -> int:
        return OVERHEAD + sum(map(len, self.bodies.values()))

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the response for this request: the page, only its headers, or "not modified"."""
        encoding = _best_encoding(request.headers.get("Accept-Encoding", ""), self.bodies)
        etag = f'"{self.digest}{f"-{encoding}" if encoding else ""}"'
        asked = parse_etags(request.headers.get("If-None-Match", ""))
        if "*" in asked or etag in {tag.removeprefix("W/") for tag in asked}:
            response = HttpResponse(status=304, headers=self.headers)
            del response.headers["Content-Type"]
        else:
            body = self.bodies[encoding]
            response = HttpResponse(b"" if request.method == "HEAD" else body, headers=self.headers)
            response.headers["Content-Length"] = str(len(body))
            if encoding:
                response.headers["Content-Encoding"] = encoding
        response.headers["ETag"] = etag
        return response


def _best_encoding(accepted: str, bodies: Mapping[str, bytes]) -> str:
    """Return the smallest encoding that the browser takes and we have; "" is the plain page."""
    qualities = (part.partition(";")[::2] for part in accepted.lower().split(","))
    taken = {name.strip() for name, quality in qualities if not REFUSED.fullmatch(quality.strip())}
    return next((name for name in ("br", "gzip") if name in bodies and name in taken), "")


class Store:
    """The pages of one process: all of one generation, the least recently read goes first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, number: int) -> Entry | None:
        """Return the page if it was made in this generation and is not over its time."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if entry.number != number or (entry.until and entry.until <= timezone.now()):
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return entry

    def put(self, key: Key, entry: Entry) -> None:
        if entry.size > self.most_bytes / LARGEST_SHARE:
            return
        with self._lock:
            self._drop(key)
            newest = next(reversed(self._entries.values()), entry)
            if newest.number != entry.number:
                self._entries.clear()
                self.bytes = 0
            self._entries[key] = entry
            self.bytes += entry.size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self._entries)))

    def _drop(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry:
            self.bytes -= entry.size


class PageCache:
    """Starts every request in one generation, and answers from memory where it can."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.store = Store(settings.PAGE_CACHE_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(NOT_PAGES):
            return self.get_response(request)
        try:
            number = generation.start_request()
        except (OperationalError, InterfaceError):
            return views.service_unavailable(request)
        try:
            if request.path.startswith(ADMIN):
                return self.get_response(request)
            if settings.PAGE_CACHE and _is_anonymous_reader(request):
                return self._kept_or_made(request, number)
            return self._made(request)
        finally:
            generation.end_request()

    def _made(self, request: HttpRequest) -> HttpResponse:
        request._wagtail_site = site_of_request()  # type: ignore[attr-defined] # Wagtail's cache
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def _kept_or_made(self, request: HttpRequest, number: int) -> HttpResponse:
        key = _key(request)
        entry = self.store.get(key, number)
        if entry:
            response = entry.answer(request)
            response.headers["X-Page-Cache"] = "hit"
            return response
        # Asked before the page is made: a moment may pass while that goes on.
        until = cache_expiry.next_moment()
        response = self._made(request)
        if not _may_be_kept(request, response):
            return response
        response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
        patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
        entry = _entry(response, number, until)
        if request.method == "GET" and _asks_nothing_else(request) and generation.read() == number:
            self.store.put(key, entry)
        return entry.answer(request)


def site_of_request() -> Site:
    """Return a copy of the one site and its home page: a request may write on its own pages."""
    site = copy(site_of_all_pages())
    site.root_page = copy(site.root_page)
    return site


def _is_anonymous_reader(request: HttpRequest) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "Authorization" not in request.headers
        and "Range" not in request.headers
    )


def _key(request: HttpRequest) -> Key:
    """Return what the page depends on. Raises DisallowedHost, which Django answers with 400."""
    parameters = (
        f"{name}={value}"
        for name in settings.PAGE_CACHE_PARAMETERS
        for value in request.GET.getlist(name)
    )
    return (cast(str, request.scheme), request.get_host(), request.path, *parameters)


def _asks_nothing_else(request: HttpRequest) -> bool:
    """Tell whether the address has only parameters that the key holds.

    Of an address with others, such as utm_source, the page may repeat them; it must not become
    the page of the address without. The other way round the kept page does for both.
    """
    query = request.META.get("QUERY_STRING", "")
    return len(query) <= LONGEST_QUERY and set(request.GET) <= set(settings.PAGE_CACHE_PARAMETERS)


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    cache_control = response.headers.get("Cache-Control", "").lower()
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and not any(word in cache_control for word in ("private", "no-store", "no-cache"))
        and "*" not in response.headers.get("Vary", "")
        and "Content-Encoding" not in response.headers
    )


def _entry(response: HttpResponse, number: int, until: datetime.datetime | None) -> Entry:
    body = response.content
    bodies = {"": body}
    if len(body) >= WORTH_COMPRESSING:
        bodies["br"] = brotli.compress(body, quality=5)
        bodies["gzip"] = gzip.compress(body, compresslevel=6, mtime=0)
    headers = {name: value for name, value in response.headers.items() if name not in SET_BY_ENTRY}
    return Entry(number, headers, bodies, hashlib.sha256(body).hexdigest()[:24], until)
