"""Registrations as a spreadsheet, for Dutch Excel, in which no cell is ever a formula."""

import csv
import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.views.mixins import Echo, SpreadsheetExportMixin
from wagtail.log_actions import log

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
# May say something about somebody's health, so only for who asks for it.
NEEDS = {"Wensen": lambda registration: registration.needs}

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it, Excel does not read UTF-8
# What may make a spreadsheet take a cell for a formula, also behind white space, also in its
# full width form.
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# XML cannot hold these, so a workbook cannot either.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def is_like_a_formula(value: Any) -> bool:
    return isinstance(value, str) and bool(FORMULA.match(value))


def as_text(value: Any) -> str:
    """Return a value as a cell of a text file that shows it and never works it out."""
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "j-n-Y H:i")
    return f"'{value}" if is_like_a_formula(value) else str(value)


def as_cell(value: Any) -> Any:
    """Return a value as a cell of a workbook: a moment is Dutch time, and text can be stored."""
    if isinstance(value, datetime.datetime):
        return timezone.make_naive(value)
    return CONTROLS.sub("", value)


class RegistrationExport(SpreadsheetExportMixin):
    """The list of registrations as CSV or XLSX; each export leaves a line in the log.

    What Wagtail's own export lacks: the separator and the mark that Dutch Excel wants, Dutch time,
    protection against formulas, and a trace.
    """

    @property
    def columns(self) -> dict[str, Callable[[Registration], Any]]:
        return COLUMNS | NEEDS if self.request.GET.get("wensen") else COLUMNS

    def to_row_dict(self, item: Registration) -> dict[str, Any]:
        return {name: value_of(item) for name, value_of in self.columns.items()}

    def get_filename(self) -> str:
        return f"aanmeldingen-{timezone.localdate():%Y-%m-%d}"

    def as_spreadsheet(
        self, queryset: Iterable[Registration], spreadsheet_format: str
    ) -> HttpResponseBase:
        registrations = list(queryset)
        with_needs = bool(self.request.GET.get("wensen"))
        log_export(registrations, spreadsheet_format, with_needs=with_needs)
        self.list_export = list(self.columns)
        self.export_headings = {name: name for name in self.columns}
        return super().as_spreadsheet(registrations, spreadsheet_format)

    def write_csv_response(self, queryset: Iterable[Registration]) -> StreamingHttpResponse:
        response = super().write_csv_response(queryset)
        response["Content-Type"] = "text/csv; charset=utf-8"
        return response

    def stream_csv(self, queryset: Iterable[Registration]) -> Iterator[bytes]:
        yield BYTE_ORDER_MARK.encode()
        writer = csv.writer(Echo(), delimiter=";")
        yield writer.writerow(self.list_export)
        for registration in queryset:
            yield writer.writerow(map(as_text, self.to_row_dict(registration).values()))

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return as_cell(value)

    def generate_xlsx_row(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        for cell in super().generate_xlsx_row(*args, **kwargs):
            # Excel keeps such a cell as text also when somebody edits it.
            cell.quotePrefix = is_like_a_formula(cell.value)
            yield cell


def log_export(
    registrations: Iterable[Registration], form: str, *, with_needs: bool = False
) -> None:
    """Write down, at each meeting, that somebody took the data of so many people along."""
    numbers = Counter(registration.event for registration in registrations)
    for event, number in numbers.items():
        data = {"number": number, "form": form, "needs": with_needs}
        log(instance=event, action=EXPORTED, data=data)
