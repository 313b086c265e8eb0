"""How the history of a meeting tells what was done with its registrations."""

from typing import Any

from wagtail.log_actions import LogActionRegistry, LogFormatter

from initiatives.events.exports import EXPORTED
from initiatives.events.retention import FORGOTTEN


def people(number: int) -> str:
    return "1 aanmelding" if number == 1 else f"{number} aanmeldingen"


def register(actions: LogActionRegistry) -> None:
    @actions.register_action(EXPORTED)
    class ExportFormatter(LogFormatter):
        label = "Aanmeldingen geëxporteerd"

        def format_message(self, entry: Any) -> str:
            needs = ", met wensen" if entry.data["needs"] else ""
            return f"{people(entry.data['number'])} meegenomen ({entry.data['form']}{needs})"

    @actions.register_action(FORGOTTEN)
    class ForgottenFormatter(LogFormatter):
        label = "Aanmeldingen gewist"

        def format_message(self, entry: Any) -> str:
            return f"{people(entry.data['number'])} gewist: de bewaartermijn was om"
