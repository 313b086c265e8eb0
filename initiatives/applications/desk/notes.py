"""The form with which an adviser writes a note about an application."""

from django import forms

from core.questions import Lines
from initiatives.applications.assessment import notes

NOTE = "note"


class NoteForm(forms.Form):
    text = Lines(
        label="Nieuwe notitie",
        longest=notes.LONGEST,
        missing="Schrijf eerst wat je wilt onthouden.",
        help_text="Alleen adviseurs lezen dit. Je kunt een notitie niet meer veranderen. Vraagt "
        "iemand ons wat we bewaren, dan gaat hij mee: schrijf wat je ook zou zeggen.",
    )
