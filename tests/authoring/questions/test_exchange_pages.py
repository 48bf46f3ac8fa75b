"""Questions that come from other systems and go there, as pages have it."""

import io
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_files
from lms.authoring.queries.questions import banks_of
from lms.packages.exchange import read_questions
from tests.authoring.questions.pages import BASE, KEYS, bank_of, filled
from tests.factories.accounts import an_instructor

SAMPLES = Path(__file__).parents[2] / "packages" / "exchange" / "samples"


def _import(desk: FlaskClient, data: bytes, name: str) -> Any:
    return desk.post(f"{BASE}/questions/import", data={"file": (io.BytesIO(data), name)})


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_files_of_other_systems_come_in_after_their_report_was_read(
    desk: FlaskClient, course: StudioCourse, path: Path
) -> None:
    before = set(draft_files(course.id))
    wanted = read_questions(path.read_bytes(), filename=path.name, language="en")
    report = _import(desk, path.read_bytes(), path.name)
    assert report.status_code == 200 and "Nothing has been kept yet." in report.text
    assert report.text.count("<tr>") >= len(wanted.rows) and set(draft_files(course.id)) == before
    taken = desk.post(f"{BASE}/questions/take", data=filled(report.text, "questions/take"))
    assert taken.status_code == 302, taken.text
    brought = {entry["key"] for bank in banks_of(course.id).values() for entry in bank.entries} - set(KEYS)
    assert len(brought) == len(wanted.questions)
    media = [name for name in set(draft_files(course.id)) - before if name.startswith("media/")]
    assert len(media) == len(wanted.media)
    assert desk.post(f"{BASE}/questions/take", data=filled(report.text, "questions/take")).status_code == 409


def test_questions_come_into_the_bank_that_is_chosen_and_take_the_place_of_their_namesakes(
    desk: FlaskClient, course: StudioCourse
) -> None:
    table = "key,kind,prompt,answer\nwhich-form,short_text,Which form now?,CN 23\nnew-one,short_text,New?,Yes\n"
    form = filled(_import(desk, table.encode(), "mine.csv").text, "questions/take")
    form |= {"into": "parcels", "how": "replace"}
    assert desk.post(f"{BASE}/questions/take", data=form).status_code == 302
    words = bank_of(course).words["en"]
    assert (words["which-form"]["prompt"], words["new-one"]["prompt"]) == ("Which form now?", "New?")
    assert len(bank_of(course).entries) == 9


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question>&x;</question></quiz>', "a.xml"),
        (b"<quiz><question", "a.xml"),
        (b"PK\x03\x04", "a.zip"),
        (b"\x00\x01\x02", "a.gift"),
        (b" ", "a.gift"),
        (b"just words", "a.csv"),
    ],
)
def test_c03_hostile_and_broken_files_change_nothing_and_explain_themselves(
    desk: FlaskClient, course: StudioCourse, data: bytes, name: str
) -> None:
    before = {path: file.digest for path, file in draft_files(course.id).items()}
    answer = _import(desk, data, name)
    assert answer.status_code == 422 or "No question of this file can come in." in answer.text
    assert {path: file.digest for path, file in draft_files(course.id).items()} == before


def test_a_file_of_somebody_else_is_not_taken(desk: FlaskClient, course: StudioCourse) -> None:
    form = filled(_import(desk, b"::a:: A? {T}", "a.gift").text, "questions/take")
    other = an_instructor(course.id)
    desk.sign_in(other)  # type: ignore[attr-defined]
    answer = desk.post(f"{BASE}/questions/take", data=form)
    assert answer.status_code == 409 and "The file is no longer held." in answer.text
    assert desk.post(f"{BASE}/questions/take", data={**form, "held": "../../x"}).status_code == 422


@pytest.mark.parametrize(("file_format", "ending"), [("gift", "gift.txt"), ("moodle-xml", "xml"), ("csv", "csv")])
def test_questions_are_taken_out_once_one_has_read_what_will_be_missing(
    desk: FlaskClient, course: StudioCourse, file_format: str, ending: str
) -> None:
    sent = {"bank": "parcels", "format": file_format}
    answer = desk.post(f"{BASE}/questions/export", data=sent)
    if answer.mimetype == "text/html":
        assert "The format cannot say everything" in answer.text
        answer = desk.post(f"{BASE}/questions/export", data={**sent, "sure": "1"})
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="sample-questions-parcels.{ending}"')
    again = read_questions(answer.data, filename=f"x.{ending}", language="en")
    assert len(again.questions) >= 7
    assert bool(again.media) == (file_format == "moodle-xml")


def test_chosen_questions_are_taken_out_by_themselves(desk: FlaskClient, course: StudioCourse) -> None:
    sent = {"bank": "", "format": "csv", "question": ["parcels/steps", "parcels/total-value"]}
    answer = desk.post(f"{BASE}/questions/export", data=sent)
    keys = {each.key for each in read_questions(answer.data, filename="x.csv", language="en").questions}
    assert keys == {"steps", "total-value"}
    assert desk.post(f"{BASE}/questions/export", data={**sent, "format": "pdf"}).status_code == 422


def test_the_template_of_a_table_comes_in_as_it_is(desk: FlaskClient, course: StudioCourse) -> None:
    answer = desk.get(f"{BASE}/questions/template.csv")
    assert answer.mimetype == "text/csv" and answer.headers["X-Content-Type-Options"] == "nosniff"
    report = _import(desk, answer.data, "template.csv").text
    assert "8 questions come in" in report


def test_g13_an_hour_has_room_for_sixty_files_of_one_author(desk: FlaskClient) -> None:
    answers = [_import(desk, b"", "empty.gift").status_code for _file in range(61)]
    assert answers == [422] * 60 + [429]
