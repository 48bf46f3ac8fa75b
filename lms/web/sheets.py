"""Tables that leave the house as CSV or XLSX: the same cells as on the screen, none of which runs (B08)."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from typing import IO, Any

from flask import Response

from lms.core.languages import direction
from lms.web.language import interface_language
from lms.web.sending import send_made

Cell = str | int | float | None

# Full-width signs are the same to spreadsheets in Chinese and Japanese.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
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
    write = _write_csv if kind == "csv" else _write_xlsx
    return send_made(partial(write, columns, rows), KINDS[kind], f"{name}.{kind}")


def _write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], out: IO[bytes]) -> None:
    text = TextIOWrapper(out, "utf-8-sig", newline="")  # its mark tells spreadsheets that it is UTF-8
    writer = csv.writer(text)
    writer.writerow([csv_cell(column.label) for column in columns])
    writer.writerows([csv_cell(value) for value in row] for row in rows)
    text.detach()


def _write_xlsx(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], out: IO[bytes]) -> None:
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
