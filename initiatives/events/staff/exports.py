"""Registrations as a spreadsheet; each export leaves a line in the history of the meeting."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log

from core.spreadsheets import RecordExport
from initiatives.events.models import Registration

EXPORTED = "events.registration.export"

COLUMNS: dict[str, Callable[[Registration], Any]] = {
    "Voornaam": lambda registration: registration.first_name,
    "Tussenvoegsel": lambda registration: registration.infix,
    "Achternaam": lambda registration: registration.last_name,
    "Organisatie": lambda registration: registration.organisation,
    "Functie": lambda registration: registration.job_title,
    "E-mailadres": lambda registration: registration.email,
    "Betrokken als": lambda registration: registration.get_role_display(),
    "Bijeenkomst": lambda registration: registration.event.title,
    "Datum": lambda registration: registration.event.starts_at,
    "Status": lambda registration: registration.get_state_display(),
    "Aangemeld op": lambda registration: registration.created_at,
}
# May say something about somebody's health, so only for whoever asks for it.
NEEDS = {"Wensen": lambda registration: registration.needs}


class RegistrationExport(RecordExport):
    @property
    def columns(self) -> dict[str, Callable[[Registration], Any]]:
        return COLUMNS | NEEDS if self.request.GET.get("wensen") else COLUMNS

    def get_filename(self) -> str:
        return f"aanmeldingen-{timezone.localdate():%Y-%m-%d}"

    def taken(self, records: Sequence[Registration], spreadsheet_format: str) -> None:
        log_export(records, spreadsheet_format, with_needs=bool(self.request.GET.get("wensen")))


def log_export(
    registrations: Iterable[Registration], form: str, *, with_needs: bool = False
) -> None:
    """Write down, at each meeting, that somebody took the data of so many people along."""
    numbers = Counter(registration.event for registration in registrations)
    for event, number in numbers.items():
        data = {"number": number, "form": form, "needs": with_needs}
        log(instance=event, action=EXPORTED, data=data)
