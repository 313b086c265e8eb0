"""The kinds of function that the table of transitions is made of, and those that do nothing.

`details` is what was asked of whoever does the action, by name; `reason` is one of them. A missing
name was not asked yet: a guard judges only what is there, so that the desk can tell what
stands in the way before anybody has filled in a form. The engine always gives a reason, an empty
one if need be.
"""

from collections.abc import Callable, Mapping
from typing import Any

from initiatives.applications.models import Application
from initiatives.applications.workflow.actions import Actor
from initiatives.applications.workflow.outgoing_mail import Post

Details = Mapping[str, Any]
# Why not, as Dutch sentences; nothing when it is allowed.
Guard = Callable[[Application, Actor, Details], list[str]]
# Runs under the lock, before the state changes; returns what the log keeps of it, as JSON knows it.
Effect = Callable[[Application, Actor, Details], Mapping[str, Any] | None]
# Runs when the state has changed and nothing is sent yet.
Mails = Callable[[Application, Actor, Details], list[Post]]


def allowed(application: Application, actor: Actor, details: Details) -> list[str]:
    return []


def no_effect(application: Application, actor: Actor, details: Details) -> None:
    return None


def no_mails(application: Application, actor: Actor, details: Details) -> list[Post]:
    return []
