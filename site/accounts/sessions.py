"""Where somebody is signed in: sessions that know their user, and end (SESSION_ENGINE)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.browsers import described

STARTED, SEEN, BROWSER = "started", "seen", "browser"
# Seconds; to write down every request would be a row to write for each picture of the admin.
SEEN_ONCE_IN = 60
Data = dict[str, Any]


class Session(AbstractBaseSession):
    """A session with the user that signed in, so that their sessions can be found and ended."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "sessie"
        verbose_name_plural = "sessies"

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        return SessionStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session: Any = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        return cast(Session, session)


@dataclass(frozen=True)
class Place:
    """One browser where somebody is signed in; `name` tells it apart and opens nothing."""

    name: str
    browser: str
    started: datetime
    seen: datetime
    is_here: bool


def connect() -> None:
    user_logged_in.connect(_begin, dispatch_uid="accounts.sessions")


def _begin(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    now = timezone.now().timestamp()
    browser = described(request.META.get("HTTP_USER_AGENT", ""))
    request.session.update({STARTED: now, SEEN: now, BROWSER: browser})


def is_over(session: SessionBase | Data) -> bool:
    """Tell whether this session was idle too long, or lasts too long already."""
    now = timezone.now().timestamp()
    idle, age = now - session.get(SEEN, 0), now - session.get(STARTED, 0)
    return bool(
        idle >= settings.SESSION_IDLE.total_seconds()
        or age >= settings.SESSION_LASTS.total_seconds()
    )


def note_use(session: SessionBase) -> None:
    """Write down that its user did something, once a minute."""
    now = timezone.now().timestamp()
    if now - session.get(SEEN, 0) >= SEEN_ONCE_IN:
        session[SEEN] = now


def of_user(user: Any, here: SessionBase) -> list[Place]:
    """Return where this user is signed in: this browser first, then the last used."""
    places = [_place(row, data, here) for row, data in _alive(user)]
    return sorted(places, key=lambda place: (not place.is_here, -place.seen.timestamp()))


def end(user: Any, name: str) -> bool:
    """End the session of this user that has this name; tell whether it was there."""
    keys = [row.session_key for row, _ in _alive(user) if _name(row) == name]
    return bool(Session.objects.filter(user=user, session_key__in=keys).delete()[0])


def end_others(user: Any, here: SessionBase) -> int:
    """End every session of this user but this one; return how many there were."""
    others = Session.objects.filter(user=user).exclude(session_key=here.session_key)
    return others.delete()[0]


def end_all(user: Any) -> None:
    Session.objects.filter(user=user).delete()


def forget_what_is_over() -> None:
    Session.objects.filter(expire_date__lte=timezone.now()).delete()


def _alive(user: Any) -> list[tuple[Session, Data]]:
    """Return the sessions that still open something: not over, and of the password of today."""
    rows = Session.objects.filter(user=user, expire_date__gt=timezone.now())
    today = user.get_session_auth_hash()
    found = ((row, row.get_decoded()) for row in rows)
    return [
        (row, data)
        for row, data in found
        if data.get(HASH_SESSION_KEY) == today and not is_over(data)
    ]


def _place(row: Session, data: Data, here: SessionBase) -> Place:
    zone = timezone.get_current_timezone()
    return Place(
        name=_name(row),
        browser=data.get(BROWSER, ""),
        started=datetime.fromtimestamp(data[STARTED], zone),
        seen=datetime.fromtimestamp(data[SEEN], zone),
        is_here=row.session_key == here.session_key,
    )


def _name(row: Session) -> str:
    """Return what stands on the page for a session: its key would open it."""
    return salted_hmac("accounts.session", row.session_key).hexdigest()
