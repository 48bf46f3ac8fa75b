"""The gradebook as a file, and what hostile names do there."""

import csv
import io

import pytest

from lms.audit.queries import entries
from lms.courses.queries import CourseFacts
from tests.client import Browser
from tests.progress.gradebooks import a_graded_learner, book_url, rows_of, words_of


def test_b01_b08_hostile_names_are_inert_on_the_page_and_in_both_files(staff: Browser, course: CourseFacts) -> None:
    hostile = '=HYPERLINK("http://evil.example")<script>alert(1)</script>\''
    a_graded_learner(course, hostile, first=82)
    a_graded_learner(course, "@SUM(1)", first=12.5)
    page = staff.get(book_url(course))
    assert "<script>alert" not in page.text and hostile in words_of(page)
    sheet = staff.post(book_url(course, "export"), data={"kind": "csv"}).get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(sheet.removeprefix("\ufeff"))))
    assert {row[0] for row in rows} == {"Name", "'@SUM(1)", f"'{hostile}"}


@pytest.mark.parametrize("query", [{}, {"sort": "-total"}, {"q": "bell"}, {"status": "completed", "sort": "-name"}])
def test_an_export_holds_what_is_on_the_screen_in_its_order(
    staff: Browser, course: CourseFacts, query: dict[str, str]
) -> None:
    a_graded_learner(course, "Ann Ade", first=82, second=75, practice=10, final=69.99)
    a_graded_learner(course, "Bo Bell", first=33.33, final=100)
    a_graded_learner(course, "Cy Cole")
    shown = rows_of(staff.get(book_url(course), query_string=query))
    answer = staff.post(book_url(course, "export"), data={"kind": "csv", **query})
    head, *rows = csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert head == ["Name", "Country", "State", "First", "Second", "Practice", "Final", "Total"]
    as_shown = [
        [f"{name} {country} · {state}", *(f"{float(v):g}%" if v else "–" for v in values)]
        for name, country, state, *values in rows
    ]
    assert as_shown == shown
    deed = entries(action="gradebook.exported")[0][0]
    assert deed.details == {"q": query.get("q", ""), "count": len(rows)}


def test_an_export_of_another_kind_is_refused(staff: Browser, course: CourseFacts) -> None:
    for kind in ("", "pdf", "../x"):
        assert staff.post(book_url(course, "export"), data={"kind": kind}).status_code == 400
