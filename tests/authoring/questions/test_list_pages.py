"""The list of questions and the banks: narrowed, moved, copied, deleted."""

import json
from typing import Any

from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.questions import banks_of
from lms.authoring.services.files import change_files
from lms.core.clock import utc_now
from lms.core.db import db
from lms.packages.writing import write_yaml
from tests.authoring.questions.pages import BASE, address_of, bank_of, filled
from tests.factories import authoring
from tests.statements import Statements


def test_deleting_offers_to_take_it_back(desk: FlaskClient, course: StudioCourse) -> None:
    page = desk.post(f"{address_of('steps')}/delete", follow_redirects=True).text
    assert "The question steps is deleted." in page
    form = filled(page, f'action="{BASE}/questions/undo"')
    assert "It is back." in desk.post(f"{BASE}/questions/undo", data=form, follow_redirects=True).text
    assert bank_of(course).entry("steps")


def test_the_list_is_narrowed_and_pages_when_there_are_many(desk: FlaskClient, course: StudioCourse) -> None:
    entries = [{"key": f"q-{n}", "kind": "short_text"} for n in range(120)]
    words = {f"q-{n}": {"prompt": f"Question {n}", "accepted": ["x"]} for n in range(120)}

    files = {"questions/many.yaml": write_yaml(entries), "questions/many.en.yaml": write_yaml(words)}
    change_files(course.id, files, kind="import", subject="", by=None, now=utc_now())
    db.session.commit()
    first = desk.get(f"{BASE}/questions").text
    assert "128 questions" in first and "Page 1 of 3" in first and "Question 40" in first
    assert "Page 3 of 3" in desk.get(f"{BASE}/questions?page=3").text
    assert desk.get(f"{BASE}/questions?bank=many&q=question+77").text.count('name="question"') == 1
    assert "Nothing found" in desk.get(f"{BASE}/questions?tag=nothing").text


def test_an_empty_course_says_how_to_begin(client: FlaskClient, author: Any) -> None:
    empty = authoring.an_empty_draft(author.id)
    client.sign_in(author)  # type: ignore[attr-defined]
    page = client.get(f"/studio/{empty.slug}/questions").text
    assert "No questions yet" in page and "kind=calculated" in page
    assert client.post(f"/studio/{empty.slug}/questions/banks", data={"title": "Оценка"}).status_code == 302
    assert list(banks_of(empty.id)) == ["otsenka"]
    assert "otsenka" in client.get(f"/studio/{empty.slug}/questions/new?kind=single").text


def test_chosen_questions_move_and_are_copied(desk: FlaskClient, course: StudioCourse) -> None:
    desk.post(f"{BASE}/questions/banks", data={"title": "Other"})
    sent = {"question": ["parcels/steps", "parcels/who-pays"], "to": "other", "back": ""}
    assert "2 questions are in other now." in desk.post(f"{BASE}/questions/move", data=sent, follow_redirects=True).text
    page = desk.post(f"{BASE}/questions/move", data={"to": "other", "back": ""}, follow_redirects=True).text
    assert "Choose the questions first." in page
    copied = desk.post(f"{BASE}/questions/other/steps/copy", follow_redirects=True).text
    assert "This is the copy." in copied and "steps-2" in copied
    assert (
        "This bank has questions."
        in desk.post(f"{BASE}/questions/delete-bank", data={"bank": "other"}, follow_redirects=True).text
    )


def test_a_bank_whose_file_is_broken_is_shown_and_never_written_over(desk: FlaskClient, course: StudioCourse) -> None:

    form = filled(desk.get(address_of("steps")).text, "data-question")
    change_files(course.id, {"questions/parcels.ru.yaml": "x: ["}, kind="import", subject="", by=None, now=utc_now())
    db.session.commit()
    assert "cannot be read" in desk.get(f"{BASE}/questions").text
    answer = desk.post(address_of("steps"), data=form)
    assert answer.status_code == 409 and "cannot be read" in answer.text


def test_pages_of_questions_cost_a_fixed_number_of_statements(desk: FlaskClient, course: StudioCourse) -> None:
    paths = ["/questions", "/questions/parcels/which-label", "/questions/new?kind=single", "/questions/exchange",
             "/final-quiz/quiz", "/questions/parcels/which-label/revisions"]  # fmt: skip

    def counts() -> dict[str, int]:
        found = {}
        for path in paths:
            with Statements() as asked:
                assert desk.get(BASE + path).status_code == 200
            found[path] = asked.count
        return found

    few = counts()
    for number in range(12):
        form = {"bank": "", "new_bank": f"Bank {number}", "prompt": f"Question {number}?", "points": "1"}
        desk.post(f"{BASE}/questions/new?kind=short_text", data={**form, "accepted": "x"})
    assert counts() == few and max(few.values()) <= 16, json.dumps(few)
