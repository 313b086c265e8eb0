"""What a deed would do: shown to staff before they do it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.foreseeing import undone
from initiatives.applications import performing
from initiatives.applications.actors import Actor
from initiatives.applications.deeds import Deed
from initiatives.applications.models import Application
from initiatives.applications.posts import Post
from initiatives.applications.refusals import NotAllowed, Refused
from initiatives.applications.states import State


@dataclass(frozen=True)
class Foreseen:
    """`obstacles` are why it cannot be done; if there are any, nothing else is known.

    `target` is the state that follows. `posts` are the mails as they would go out, but for links
    that are their reader's alone: those open nothing.
    """

    obstacles: list[str]
    target: State | None = None
    posts: list[Post] = field(default_factory=list)


def foresee(
    application: Application,
    deed: Deed,
    actor: Actor,
    *,
    reason: str = "",
    paragraph: str = "",
    **details: Any,
) -> Foreseen:
    """Return what `performing.perform` would do with the same arguments, and change nothing."""
    asked = performing.Asked({**details, "reason": reason.strip()}, paragraph.strip())
    try:
        with undone():
            done, posts = performing.carry_out(application, deed, actor, asked)
        return Foreseen([], State(done.state), [post.for_other_eyes() for post in posts])
    except NotAllowed as refused:
        return Foreseen(refused.sentences)
    except Refused as refused:
        return Foreseen([refused.sentence])


def would_send(act: Callable[[], Sequence[Post]]) -> list[Post]:
    """Return the mails of something beside the table, as `act` returns them, and change nothing.

    Raises what `act` raises.
    """
    posts: Sequence[Post] = ()
    with undone():
        posts = act()
    return [post.for_other_eyes() for post in posts]
