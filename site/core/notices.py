"""What the next page says on top after somebody did something: Django's messages, for all.

`messages.success(request, "Je beschikbaarheid is bewaard.")` before a redirect, and every page of
`unlisted.html` shows it (components/notices.html). Staff have a session in which it waits; visitors
have none, so for them it waits in a cookie that is gone once the page is shown. No public page
reads it: those are kept for everybody (core.page_cache).
"""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest

ADMIN = "/beheer/"


class OfVisitor(CookieStorage):
    cookie_name = settings.NOTICES_COOKIE_NAME


def storage(request: HttpRequest, *args: Any, **kwargs: Any) -> BaseStorage:
    """Return where what was said to whoever asks this waits (MESSAGE_STORAGE)."""
    kind = SessionStorage if request.path.startswith(ADMIN) else OfVisitor
    return kind(request, *args, **kwargs)
