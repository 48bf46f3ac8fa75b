"""Tables that leave the house: the same cells, and none of them runs (B08)."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask, session

from lms.web.sheets import Cell, Column, csv_cell, download

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
COLUMNS = (Column("=Name"), Column("Steps", "number"), Column("Total", "percent"))
ROWS: list[list[Cell]] = [[f'{start}HYPERLINK("http://evil.example")', 3, 78.5] for start in STARTS]
ROWS += [["https://example.org/", 0, 0.0], ["0017", None, None], ["Айжан Бекова", -5, 100.0]]


@pytest.fixture(autouse=True)
def request_in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def _book(**changes: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(download("xlsx", "grades", COLUMNS, ROWS, **changes).get_data()))


def _sheet(book: zipfile.ZipFile) -> str:
    return book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("start", STARTS)
def test_b08_a_cell_that_a_spreadsheet_would_run_is_disarmed(start: str) -> None:
    assert csv_cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_b08_other_cells_stay_as_they_are() -> None:
    cells = ("Karimova", 86.0, None, "a=b", -5)
    assert [csv_cell(value) for value in cells] == ["Karimova", "86.0", "", "a=b", "-5"]


def test_a_csv_file_has_its_mark_its_name_and_every_row() -> None:
    answer = download("csv", "grades", COLUMNS, ROWS)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=\"grades.csv\"; filename*=UTF-8''grades.csv"
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 1 + len(ROWS) and rows[0] == ["'=Name", "Steps", "Total"]
    assert rows[-1] == ["Айжан Бекова", "-5", "100.0"]


def test_b08_a_sheet_holds_no_formula_and_no_link_and_keeps_every_text_as_it_is() -> None:
    book = _book()
    sheet = _sheet(book)
    assert not re.search(r"<(?:\w+:)?(?:f|hyperlinks?)[ />]", sheet)
    assert not any("Hyperlink" in book.read(name).decode() for name in book.namelist() if name.endswith(".rels"))
    texts = [cell for cell in ElementTree.fromstring(sheet).iter() if cell.tag.endswith("}is")]
    found = ["".join(text.itertext()).replace("_x000D_", "\r") for text in texts]
    assert found[3:] == [row[0] for row in ROWS]
    assert book.read("xl/styles.xml").decode().count('quotePrefix="1"') == 1


def test_numbers_are_numbers_and_percents_are_written_as_on_the_screen() -> None:
    book = _book()
    cells = {c.get("r"): c for c in ElementTree.fromstring(_sheet(book)).iter() if c.tag.endswith("}c")}
    assert cells["C2"].get("t") is None and "".join(cells["C2"].itertext()) == "0.785"
    assert 'formatCode="0.0%"' in book.read("xl/styles.xml").decode()
    assert cells["A16"].get("t") == "inlineStr" and "B16" not in cells


@pytest.mark.parametrize(("language", "is_from_right"), [("en", False), ("fa", True)])
def test_a_persian_sheet_runs_from_right_to_left(language: str, is_from_right: bool) -> None:
    session["language"] = language
    assert ('rightToLeft="1"' in _sheet(_book())) == is_from_right
