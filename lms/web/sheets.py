"""Tables that leave the house as CSV or XLSX: the same cells as on the screen, none of which runs (B08)."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Response

from lms.core.languages import direction
from lms.web.language import interface_language

Cell = str | int | float | None

# Full-width signs are the same to spreadsheets in Chinese and Japanese.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_BLOCK = 64 * 1024
_LONGEST_CELL = 32_767  # characters that XLSX allows
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: text, number or percent (0-100, with a tenth); `width` in characters."""

    label: str
    kind: str = "text"
    width: int = 12


def csv_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula: a dangerous beginning gets an apostrophe before it.

    A number is no formula, whatever its sign.
    """
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def download(kind: str, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Response:
    """The table as a file to keep: `kind` is csv or xlsx, `name` has no ending and only ASCII letters and hyphens."""
    body = _csv(columns, rows) if kind == "csv" else _xlsx(columns, rows)
    response = Response(body, content_type=KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _csv(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([csv_cell(column.label) for column in columns])
    writer.writerows([csv_cell(value) for value in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()  # the mark tells spreadsheets that it is UTF-8


def _xlsx(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Written row by row to a file without a name, so that the memory it takes does not grow with the table."""
    out = TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    try:
        _write_book(out, columns, rows)
    except BaseException:
        out.close()
        raise
    return _blocks(out)


def _blocks(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        out.seek(0)
        while block := out.read(_BLOCK):
            yield block


def _write_book(out: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    from xlsxwriter import Workbook  # late: hardly anybody asks for a sheet, and it takes time to import

    # Whatever looks like a formula, a link or a number stays the text it is.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(out, options) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats = {
            "text": book.add_format({"num_format": "@"}),
            "number": book.add_format({"num_format": "0"}),
            "percent": book.add_format({"num_format": "0.0%"}),
        }
        # In a spreadsheet the same as the apostrophe that people type: it stays a text when the cell is edited.
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        if direction(interface_language()) == "rtl":
            sheet.right_to_left()
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.label[:_LONGEST_CELL], head)
        kinds = [column.kind for column in columns]
        for line, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                _write_cell(sheet, line, place, value, kinds[place], formats, quoted)


def _write_cell(
    sheet: Any, line: int, place: int, value: Cell, kind: str, formats: dict[str, Any], quoted: Any
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        is_dangerous = value.startswith(_FORMULA_STARTS)
        sheet.write_string(line, place, value[:_LONGEST_CELL], quoted if is_dangerous else formats["text"])
    else:
        sheet.write_number(line, place, value / 100 if kind == "percent" else value, formats[kind])
