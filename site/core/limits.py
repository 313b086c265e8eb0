"""Limits to how often somebody can do what burdens others, such as writing to a facilitator.

A limit is for one action and one kind of place: an e-mail address, or the network of a request. How
often each may be done stands in the setting LIMITS. Only a keyed hash of the place is kept, for as
long as the limit runs.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from core.models.limits import RecentUse
from core.times import clock, moment

# Who has one address of IPv6 has all of these.
OF_ONE_HOUSEHOLD = 64  # bits
Found = TypeVar("Found")


class TooOften(Exception):  # noqa: N818 - an answer, not a fault
    """Somebody did this as often as may be; `until` is the minute when it can be done again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = (until + timedelta(minutes=1)).replace(second=0, microsecond=0)

    @property
    def seconds(self) -> int:
        """Return how many seconds to wait, for Retry-After."""
        return max(1, round((self.until - timezone.now()).total_seconds()))

    @property
    def in_words(self) -> str:
        """Say when it can be done again: "vandaag vanaf 14.30 uur"."""
        if timezone.localdate(self.until) == timezone.localdate():
            return f"vandaag vanaf {clock(self.until)} uur"
        return f"vanaf {moment(self.until)}"


@dataclass(frozen=True)
class _Count:
    digest: str
    most: int
    ends_at: datetime


def count(action: str, **places: str) -> None:
    """Count that somebody does this. Raises TooOften, which must end the caller's transaction.

    `places` are the kinds of place with their value, such as `email="anna@voorbeeld.example"`; an
    empty value is not counted. What is refused is not counted either.
    """
    counts = sorted(_counts(action, places), key=lambda one: one.digest)
    if not counts:
        return
    with transaction.atomic(savepoint=False):
        numbers = _raised(counts)
        full = [numbers[one.digest][1] for one in counts if numbers[one.digest][0] > one.most]
        if full:
            raise TooOften(max(full))


def guess(action: str, check: Callable[[], Found], **places: str) -> Found:
    """Return what `check` makes of a secret that somebody typed; only wrong ones are counted.

    A guess is counted before it is judged, so nobody gets more of them by asking at the same time.
    What `check` returns is false for a wrong one. Raises TooOften without checking at all: the
    right secret does not help either until the time is over.
    """
    with transaction.atomic():
        count(action, **places)
    found = check()
    if found:
        _take_back(action, places)
    return found


def _take_back(action: str, places: dict[str, str]) -> None:
    digests = sorted(one.digest for one in _counts(action, places))
    with transaction.atomic():
        rows = RecentUse.objects.filter(digest__in=digests, number__gt=0)
        list(rows.order_by("digest").select_for_update())  # in the order of `count`
        rows.update(number=F("number") - 1)


def _counts(action: str, places: dict[str, str]) -> Iterator[_Count]:
    now = timezone.now()
    for kind, value in places.items():
        if value:
            for most, within in settings.LIMITS[action][kind]:
                digest = _digest(action, kind, str(within), value)
                yield _Count(digest, most, now + within)


def _digest(*parts: str) -> str:
    words = "\0".join(("limit", *parts)).encode(errors="replace")
    return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()


def _raised(counts: list[_Count]) -> dict[str, tuple[int, datetime]]:
    """Raise every count by one, or begin anew where its time is over; return how they stand.

    One statement that locks its rows in one order: who comes at the same time waits, and nobody
    waits for each other.
    """
    rows = ", ".join(["(%s, 1, %s)"] * len(counts))
    statement = f"""
        INSERT INTO core_recentuse AS held (digest, number, ends_at) VALUES {rows}
        ON CONFLICT (digest) DO UPDATE SET
            number = CASE WHEN held.ends_at <= %s THEN 1 ELSE held.number + 1 END,
            ends_at = CASE WHEN held.ends_at <= %s THEN excluded.ends_at ELSE held.ends_at END
        RETURNING digest, number, ends_at
    """  # noqa: S608 - only placeholders are put in
    now = timezone.now()
    values = [value for one in counts for value in (one.digest, one.ends_at)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, now, now])
        return {digest: (number, ends_at) for digest, number, ends_at in cursor.fetchall()}


def forget_what_is_over() -> None:
    RecentUse.objects.filter(ends_at__lte=timezone.now()).delete()


def network_of(request: HttpRequest) -> str:
    """Return the network that a visitor asks from: an address of IPv4, or a household of IPv6.

    Empty when it is not known. A loopback address is one of a proxy that TRUSTED_PROXIES does not
    tell of: to limit that would be to limit everybody at once.
    """
    try:
        address = ip_address(_address_of(request))
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback:
        return ""
    if isinstance(address, IPv6Address):
        return str(ip_network((address.packed, OF_ONE_HOUSEHOLD), strict=False))
    return str(address)


def _address_of(request: HttpRequest) -> str:
    """Return the address that the outermost proxy of ours saw.

    Each proxy adds whom it saw at the end of X-Forwarded-For. What stands before that, anybody can
    have written.
    """
    remote = request.META.get("REMOTE_ADDR", "")
    if not settings.TRUSTED_PROXIES:
        return remote
    forwarded = request.headers.get("X-Forwarded-For", "")
    seen = [part.strip() for part in forwarded.split(",") if part.strip()]
    if len(seen) < settings.TRUSTED_PROXIES:
        return remote
    return _without_port(seen[-settings.TRUSTED_PROXIES])


def _without_port(address: str) -> str:
    """Return the address of "192.0.2.1:8000" and of "[2001:db8::1]:8000", as some proxies write."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
