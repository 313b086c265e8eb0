"""Spreadsheets for Dutch Excel, in which no cell is ever a formula.

What Wagtail's own export lacks: the separator and the mark that Dutch Excel wants, Dutch time, and
protection against formulas.
"""

import csv
import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from wagtail.admin.views.mixins import Echo, SpreadsheetExportMixin
from wagtail.contrib.redirects import base_formats

from core import access_log
from core.models import Access
from core.records import shows
from core.text import for_xml

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it, Excel does not read UTF-8
# What may make a spreadsheet take a cell for a formula, also behind white space, also in its
# full width form.
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# The most that a cell can hold; Excel calls a file with more damaged.
LONGEST_CELL = 32_767
# How Excel is told to show a day.
DAY = "d-m-yyyy"


def is_like_a_formula(value: Any) -> bool:
    return isinstance(value, str) and bool(FORMULA.match(value))


def is_day(value: Any) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def as_text(value: Any) -> str:
    """Return a value as a cell of a text file that shows it and never works it out."""
    if isinstance(value, datetime.datetime):
        return date_format(as_cell(value), "j-n-Y H:i")
    if isinstance(value, datetime.date):
        return date_format(value, "j-n-Y")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    text = for_xml(str(value))
    return f"'{text}" if isinstance(value, str) and is_like_a_formula(text) else text


def as_cell(value: Any) -> Any:
    """Return a value as a cell of a workbook: a moment is Dutch time, and text can be stored."""
    if isinstance(value, datetime.datetime):
        return value if timezone.is_naive(value) else timezone.make_naive(value)
    if isinstance(value, str):
        return for_xml(value)[:LONGEST_CELL]
    return value


class RecordExport(SpreadsheetExportMixin):
    """Lets a desk's list be taken along as CSV or XLSX: one row a record.

    `columns` has for each heading what stands below it for one record. `taken` is told of every
    export before it leaves, and leaves a trace of it: one a download, for each takes data along.
    The access log gets a line for every record.
    """

    @property
    def columns(self) -> Mapping[str, Callable[[Any], Any]]:
        raise NotImplementedError

    def taken(self, records: Sequence[Any], spreadsheet_format: str) -> None:
        """Write down that somebody takes these records along."""
        raise NotImplementedError

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: value_of(item) for name, value_of in self.columns.items()}

    def as_spreadsheet(
        self, queryset: Iterable[Any], spreadsheet_format: str
    ) -> HttpResponseBase | None:
        records = list(queryset)
        if shows(self.request):
            self.taken(records, spreadsheet_format)
            access_log.note_all(self.request.user, records, Access.How.EXPORT)
        self.list_export = list(self.columns)
        self.export_headings = {name: name for name in self.columns}
        return super().as_spreadsheet(records, spreadsheet_format)

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return value


def export_as_dutch_excel_reads() -> None:
    """Have every export of the site, Wagtail's reports too, written and read in the one way.

    The views of Wagtail's reports share one mixin, so it is done there.
    """
    SpreadsheetExportMixin.stream_csv = _stream_csv
    SpreadsheetExportMixin.write_csv_response = _csv_response
    SpreadsheetExportMixin.generate_xlsx_row = _xlsx_row
    moments = SpreadsheetExportMixin.custom_value_preprocess[datetime.datetime]
    moments[SpreadsheetExportMixin.FORMAT_XLSX] = as_cell
    base_formats.CSV.create_dataset = _dataset_of


def _csv_response(view: Any, queryset: Iterable[Any]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        view.stream_csv(queryset), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{view.get_filename()}.csv"'
    return response


def _stream_csv(view: Any, queryset: Iterable[Any]) -> Iterator[bytes]:
    yield BYTE_ORDER_MARK.encode()
    writer: Any = csv.writer(Echo(), delimiter=";")
    yield writer.writerow([as_text(view.get_heading(queryset, name)) for name in view.list_export])
    for item in queryset:
        cells = view.to_row_dict(item).items()
        values = (view.preprocess_field_value(*cell, view.FORMAT_CSV) for cell in cells)
        yield writer.writerow(map(as_text, values))


def _xlsx_row(
    view: Any, worksheet: Any, row: Mapping[str, Any], date_format: str | None = None
) -> Iterator[WriteOnlyCell]:
    for field, value in row.items():
        found = view.preprocess_field_value(field, value, view.FORMAT_XLSX)
        cell = _text_or_number(worksheet, found)
        if date_format and isinstance(value, datetime.datetime):
            cell.number_format = date_format
        yield cell


def _dataset_of(reader: Any, text: str, delimiter: str = "") -> Any:
    """Return the rows of a CSV file, whichever sign parts its cells; Excel writes a mark first."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    if said := re.match(r"sep=(.)\r?\n", text):
        return base_formats.Dataset(csv.reader(StringIO(text[said.end() :]), delimiter=said[1]))
    first = text.partition("\n")[0]
    found = max(";,\t", key=first.count)
    return base_formats.Dataset(csv.reader(StringIO(text), delimiter=found))


@dataclass(frozen=True)
class Table:
    """A heading, the names of the columns, and rows of as many values."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def workbook_of(tables: Iterable[Table], name: str) -> FileResponse:
    """Return a workbook with a sheet for each table, as a file to download.

    `name` is what the file is called, without its ending. A title is cut to the 31 characters that
    Excel allows, and must be unique within them.
    """
    workbook = Workbook(write_only=True)
    for table in tables:
        sheet = workbook.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", table.title)[:31])
        for row in (table.columns, *table.rows):
            sheet.append([_text_or_number(sheet, value) for value in row])
    file = BytesIO()
    workbook.save(file)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{name}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _text_or_number(sheet: Any, value: Any) -> WriteOnlyCell:
    """Return a cell that is never a formula, also when somebody edits it in Excel."""
    cell = WriteOnlyCell(sheet, as_cell(value))
    if cell.data_type == "f":
        cell.data_type = "s"
    cell.quotePrefix = is_like_a_formula(cell.value)
    if is_day(cell.value):
        cell.number_format = DAY
    return cell
