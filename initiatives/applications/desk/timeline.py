"""What happened to an application, as advisers read it: the last first, with who did it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from initiatives.applications import history
from initiatives.applications.models import Application, ApplicationEvent
from initiatives.applications.states import State


@dataclass(frozen=True)
class Entry:
    """One line: what, when and by whom; `reason` is in the words of who did it."""

    what: str
    at: datetime
    who: str
    move: str = ""
    reason: str = ""
    notes: Sequence[str] = field(default_factory=list)


def read(application: Application) -> tuple[list[Entry], list[Entry]]:
    """Return what happened, the last first; and who only looked, which would drown the rest."""
    events = list(application.events.order_by("-at", "-pk"))
    names = history.names_of(events)
    done = [_entry(event, names) for event in events if event.kind not in history.READING]
    read = [_entry(event, names) for event in events if event.kind in history.READING]
    return done, read


def _entry(event: ApplicationEvent, names: Mapping[int, str]) -> Entry:
    return Entry(
        what=history.words(event),
        at=event.at,
        who=history.who(event, dict(names)),
        move=_move(event),
        reason=event.reason,
        notes=_notes(event.details),
    )


def _move(event: ApplicationEvent) -> str:
    if not event.to_state or event.to_state == event.from_state:
        return ""
    before = f"{State(event.from_state).label} → " if event.from_state else ""
    return before + State(event.to_state).label


def _notes(details: Mapping[str, Any]) -> list[str]:
    """Return what else the log kept that a reader would want to know."""
    return []
