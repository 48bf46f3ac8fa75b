"""The editor of a question, as a browser without scripts uses it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_files
from tests.authoring.questions.pages import BASE, KEYS, address_of, bank_of, filled
from tests.statements import Statements


@pytest.mark.parametrize("key", KEYS)
def test_saving_a_question_as_it_is_changes_nothing(desk: FlaskClient, course: StudioCourse, key: str) -> None:
    before = bank_of(course)
    answer = desk.post(address_of(key), data=filled(desk.get(address_of(key)).text, "data-question"))
    assert answer.status_code == 302
    after = bank_of(course)
    assert {**after.entry(key)} == before.entry(key)  # type: ignore[dict-item]
    words = {**before.words["en"][key], "prompt": before.words["en"][key]["prompt"].strip()}
    assert after.words["en"][key] == words and after.words["ru"] == before.words["ru"]


@pytest.mark.parametrize("key", KEYS)
def test_a_question_is_shown_as_a_trainee_sees_it_and_checked_without_being_recorded(
    desk: FlaskClient, course: StudioCourse, key: str
) -> None:
    digests = {path: file.digest for path, file in draft_files(course.id).items()}
    form = filled(desk.get(address_of(key)).text, "data-question")
    with Statements() as asked:
        page = desk.post(address_of(key), data={**form, "do": "check"}).text
    assert "Not answered" in page and "What is right" in page
    assert not [text for text in asked.texts if text.startswith(("INSERT", "DELETE")) and "sign_in" not in text]
    assert {path: file.digest for path, file in draft_files(course.id).items()} == digests


def test_an_answer_is_judged_as_it_would_be(desk: FlaskClient, course: StudioCourse) -> None:
    form = filled(desk.get(address_of("which-label")).text, "data-question")
    right = desk.post(address_of("which-label"), data={**form, "do": "check", "answer-1": "2"}).text
    wrong = desk.post(address_of("which-label"), data={**form, "do": "check", "answer-1": "1"}).text
    assert "badge good" in right and "Right: what and how many." in right
    assert "Not correct" in wrong and "It does not say what it is." in wrong
    assert f'{BASE}/preview/questions/media/parcel.en.svg"' in right


def test_the_key_of_a_number_is_told_as_a_range(desk: FlaskClient, course: StudioCourse) -> None:
    page = desk.get(address_of("total-value")).text
    assert "Right: from 24.99 to 25.01 USD" in page
    form = filled(page, "data-question")
    form |= {"tolerance": "10", "tolerance_kind": "percent", "do": "preview"}
    assert "Right: from 22.5 to 27.5 USD" in desk.post(address_of("total-value"), data=form).text
    spoilt = desk.post(address_of("total-value"), data={**form, "do": "check", "answer-1": "many"}).text
    assert "“many” is no number." in spoilt


def test_a_calculated_question_shows_draws_and_other_numbers(desk: FlaskClient, course: StudioCourse) -> None:
    page = desk.get(address_of("landed-price")).text
    assert "Draws to look at" in page and page.count("<tr>") == 8
    form = filled(page, "data-question")
    drawn = desk.post(address_of("landed-price"), data={**form, "do": "draw"}).text
    assert 'name="seed" value="0"' not in drawn and 'name="seed" value=""' not in drawn


def test_names_that_stand_in_the_prompt_must_be_variables(desk: FlaskClient, course: StudioCourse) -> None:
    form = filled(desk.get(address_of("landed-price")).text, "data-question")
    page = desk.post(address_of("landed-price"), data={**form, "prompt": "{price} {weight}", "do": "preview"}).text
    assert "{weight} is no variable" in page and "never shows its number {duty}" in page


def test_rows_are_added_moved_and_removed_without_scripts(desk: FlaskClient, course: StudioCourse) -> None:
    form: Any = filled(desk.get(address_of("which-label")).text, "data-question")
    for button in ("add:option", "up:option:c", "remove:option:a"):
        page = desk.post(address_of("which-label"), data={**form, "row": button}).text
        form = filled(page, "data-question")
    assert form["option"] == ["c", "b", "new-1", "new-2"]  # one empty row stood there already
    form |= {"option-new-1-text": "A new one", "right": "new-1"}
    assert desk.post(address_of("which-label"), data=form).status_code == 302
    entry, words = bank_of(course).entry("which-label"), bank_of(course).words
    assert entry is not None and (entry["options"], entry["answer"]) == (["c", "b", "d"], "d")
    assert words["en"]["which-label"]["options"]["d"] == "A new one"
    assert set(words["ru"]["which-label"]["options"]) == {"b", "c"}


def test_the_second_author_reads_both_versions_and_decides(
    desk: FlaskClient, course: StudioCourse, app: Flask, author: Any
) -> None:
    address = address_of("which-label")
    form = filled(desk.get(address).text, "data-question")
    theirs = {**form, "prompt": "Which label would pass?"}
    assert desk.post(address, data=theirs).status_code == 302
    answer = desk.post(address, data={**form, "prompt": "Which label passes the border?"})
    assert answer.status_code == 409
    assert "Aigerim Saparova changed this at" in answer.text and "Yours is not saved yet" in answer.text
    assert "<del>" in answer.text and "<ins>" in answer.text
    again = filled(answer.text, "data-question")
    assert again["prompt"] == "Which label passes the border?"
    assert desk.post(address, data=again).status_code == 302
    assert bank_of(course).words["en"]["which-label"]["prompt"] == "Which label passes the border?"


def test_a_question_that_was_deleted_meanwhile_is_not_lost_to_whoever_writes_it(
    desk: FlaskClient, course: StudioCourse
) -> None:
    form = filled(desk.get(address_of("steps")).text, "data-question")
    assert desk.post(f"{address_of('steps')}/delete").status_code == 302
    address = f"{address_of('steps')}?kind=ordering"
    answer = desk.post(address, data={**form, "prompt": "My order?"})
    assert answer.status_code == 409 and "The question was deleted." in answer.text
    assert desk.post(address, data=filled(answer.text, "data-question")).status_code == 302
    assert bank_of(course).words["en"]["steps"]["prompt"] == "My order?"
    assert desk.get(address_of("nothing")).status_code == desk.post(address_of("nothing")).status_code == 404


def test_b01_hostile_words_are_inert_on_every_page_of_questions(desk: FlaskClient, course: StudioCourse) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}"
    form: Any = filled(desk.get(address_of("which-label")).text, "data-question")
    form |= {"prompt": evil, "option-a-text": evil, "option-a-feedback": evil, "explanation": evil, "tags": evil}
    assert desk.post(address_of("which-label"), data=form).status_code == 302
    pages = [desk.get(f"{BASE}/questions").text, desk.get(address_of("which-label")).text]
    pages.append(desk.get(f"{address_of('which-label')}/revisions").text)
    pages.append(desk.post(address_of("which-label"), data={**form, "do": "check", "answer-1": "1"}).text)
    for page in pages:
        assert "<script>alert" not in page and "<img src=x" not in page and "alert(1)" in page
