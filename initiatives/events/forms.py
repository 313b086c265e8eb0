"""The form in which a meeting is announced."""

from typing import Any

from core.forms import ThemedPageForm
from initiatives.events.publication import lacking


class EventPageForm(ThemedPageForm):
    """Knows what is asked of a meeting besides themes, branches and alt text."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "Het einde ligt vóór het begin. Kies een later tijdstip.")
        if not self.is_deferred_validation:
            self.add_errors(lacking(cleaned).items())
        return cleaned
