"""The notes on the page of an application: the form, and what was written so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from core.questions import Lines
from initiatives.applications.assessment import notes
from initiatives.applications.models import Application
from initiatives.applications.workflow import audit_log

NOTE = "note"


class NoteForm(forms.Form):
    text = Lines(
        label="Nieuwe notitie",
        longest=notes.LONGEST,
        missing="Schrijf eerst wat je wilt onthouden.",
        help_text="Alleen adviseurs lezen dit. Je kunt een notitie niet meer veranderen. Vraagt "
        "iemand ons wat we bewaren, dan gaat hij mee: schrijf wat je ook zou zeggen.",
    )


@dataclass(frozen=True)
class Note:
    text: str
    who: str
    at: datetime


def notes_of(application: Application) -> list[Note]:
    """Return the notes with the names of who wrote them, the last first."""
    events = notes.of(application)
    names: Mapping[int, Any] = audit_log.names_of(events)
    return [Note(event.reason, audit_log.who(event, dict(names)), event.at) for event in events]
