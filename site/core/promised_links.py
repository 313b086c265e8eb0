"""Links that somebody asks for by typing an address: the worker looks up whether we know it.

So the answer takes as long for an address that nobody knows as for one that has a lot to be found.
"""

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from core import limits


def promise(request: HttpRequest, action: str, task: Any, email: str) -> None:
    """Count that somebody asks this (core.limits), and have `task` do it for the address.

    Raises TooOften, and then nothing is done.
    """
    with transaction.atomic():
        limits.count(action, email=email.casefold(), network=limits.network_of(request))
        task.enqueue(email)
