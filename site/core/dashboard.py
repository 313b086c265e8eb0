"""The first screen of the admin: what waits for whoever looks, each line a way to the work.

Each app registers its own panels when its hooks are loaded. A panel says for whom it is, what its
lines are, and what it says when there are none; without words for that it stays away.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

# The lines of a panel that leads to a list; who wants more opens the list.
SHOWN = 5
# What waits for a decision of the reader stands before everything but warnings.
OF_REVIEWS = 42


@dataclass(frozen=True)
class Line:
    """Something to do: the words, where it is done, and what stands beside it."""

    words: str
    url: str
    note: str = ""
    is_urgent: bool = False


@dataclass(frozen=True)
class Way:
    """A button under a panel."""

    label: str
    url: str


class Panel(Component):
    """What waits, in short lines. One of its own names itself, its heading and its place."""

    template_name = "core/admin/panel.html"
    name: ClassVar[str]
    heading: ClassVar[str]
    order: ClassVar[int]
    hint: ClassVar[str] = ""
    # Said when there are no lines: what is well, or what to do now.
    nothing: ClassVar[str] = ""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user: Any = request.user

    def is_for_user(self) -> bool:
        """Tell whether this panel is for whoever looks; asked of everybody, so it must be cheap."""
        raise NotImplementedError

    def lines(self) -> Sequence[Line]:
        """Return what waits, the most urgent first."""
        raise NotImplementedError

    def more_url(self, found: Sequence[Line]) -> str:
        """Return where all of it stands, when that is more than these lines."""
        return ""

    def ways(self) -> Sequence[Way]:
        """Return the buttons under the panel."""
        return ()

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        found = list(self.lines())
        return {
            "panel": self,
            "lines": found,
            "more_url": self.more_url(found),
            "ways": self.ways() if found or self.nothing else (),
        }


_panels: list[type[Panel]] = []


def register(panel: type[Panel]) -> type[Panel]:
    """Add a kind of panel to the first screen; also as a decorator."""
    _panels.append(panel)
    return panel


def registered() -> tuple[type[Panel], ...]:
    return tuple(_panels)


def panels_for(request: HttpRequest) -> Iterator[Panel]:
    """Give the panels that are for whoever asks."""
    for kind in _panels:
        panel = kind(request)
        if panel.is_for_user():
            yield panel


def put_reviews_first(panels: Sequence[Component]) -> None:
    """Have Wagtail's list of what this user is to review stand above the lists of drafts."""
    for panel in panels:
        if isinstance(panel, WorkflowObjectsToModeratePanel):
            panel.order = OF_REVIEWS
