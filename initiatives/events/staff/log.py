"""How the history of a meeting, and of a registration, tells what staff did."""

from typing import Any

from wagtail.log_actions import LogActionRegistry, LogFormatter

from initiatives.events import announcements, attendance
from initiatives.events.models import Registration
from initiatives.events.retention import FORGOTTEN
from initiatives.events.staff.exports import EXPORTED
from initiatives.events.staff.names import people, told
from initiatives.events.staff.views import PRINTED

MARKS = {
    Registration.State.ATTENDED: ("Aanwezig", "Aangevinkt: aanwezig"),
    Registration.State.ABSENT: ("Niet verschenen", "Aangevinkt: niet verschenen"),
    Registration.State.CONFIRMED: ("Vinkje weggehaald", "Het vinkje weggehaald"),
}


def _needs(entry: Any) -> str:
    return ", met wensen" if entry.data["needs"] else ""


def register(actions: LogActionRegistry) -> None:
    for state, (label, message) in MARKS.items():
        actions.register_action(attendance.ACTIONS[state], label, message)
    actions.register_action(
        attendance.WALKED_IN, "Zonder aanmelding gekomen", "Kwam zonder aanmelding, en was aanwezig"
    )

    @actions.register_action(EXPORTED)
    class ExportFormatter(LogFormatter):
        label = "Aanmeldingen geëxporteerd"

        def format_message(self, entry: Any) -> str:
            number, form = entry.data["number"], entry.data["form"]
            return f"Gegevens van {people(number)} geëxporteerd ({form}{_needs(entry)})"

    @actions.register_action(PRINTED)
    class PrintFormatter(LogFormatter):
        label = "Printlijst geopend"

        def format_message(self, entry: Any) -> str:
            return f"Printlijst van {people(entry.data['number'])} geopend{_needs(entry)}"

    @actions.register_action(announcements.SENT)
    class AnnouncementFormatter(LogFormatter):
        label = "Mail aan iedereen"

        def format_message(self, entry: Any) -> str:
            return f"Mail aan iedereen: {told(entry.data['number'], 'hem')}"

    @actions.register_action(announcements.CANCELLED)
    class CancellationFormatter(LogFormatter):
        label = "Bijeenkomst afgelast"

        def format_message(self, entry: Any) -> str:
            return f"Bijeenkomst afgelast. {told(entry.data['number'])}"

    @actions.register_action(FORGOTTEN)
    class ForgottenFormatter(LogFormatter):
        label = "Aanmeldingen gewist"

        def format_message(self, entry: Any) -> str:
            number = entry.data["number"]
            what = "1 aanmelding" if number == 1 else f"{number} aanmeldingen"
            return f"{what} gewist: de bewaartermijn was om"
