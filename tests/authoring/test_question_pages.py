"""The pages of questions, quizzes and exchange, as a browser without scripts uses them."""

import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.authoring.forms.question_kinds import FORMS
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import yaml_files
from lms.authoring.queries.files import draft_files
from lms.authoring.queries.questions import banks_of
from lms.authoring.rules.questions import BankValues
from lms.authoring.services.files import change_files
from lms.core.clock import utc_now
from lms.core.db import db
from lms.packages.exchange import read_questions
from lms.packages.writing import write_yaml
from tests.authoring.filled import form_values
from tests.factories import authoring
from tests.factories.accounts import a_person, an_instructor
from tests.statements import Statements

SAMPLES = Path(__file__).parents[1] / "packages" / "exchange" / "samples"
BASE = "/studio/sample-questions"


@pytest.fixture
def author(app: Flask) -> Any:
    return a_person(printed_name="Aigerim Saparova")


@pytest.fixture
def course(author: Any) -> StudioCourse:
    return authoring.a_sample_draft(author.id, slug="sample-questions")


@pytest.fixture
def desk(client: FlaskClient, author: Any, course: StudioCourse) -> FlaskClient:
    client.sign_in(author)  # type: ignore[attr-defined]
    return client


def filled(markup: str, part: str) -> dict[str, Any]:
    """What the form with this in its tag would send; rows that only a script could add are no part of it."""
    plain = re.sub(r"<template>.*?</template>", "", markup, flags=re.DOTALL)
    tag = next(found for found in re.findall(r"<form[^>]*>", plain) if part in found)
    action = re.search(r'action="([^"]*)"', tag)
    assert action is not None
    return form_values(plain, html.unescape(action[1]))


def _bank(course: StudioCourse, name: str = "parcels") -> BankValues:
    return banks_of(course.id)[name]


def _address(key: str) -> str:
    return f"{BASE}/questions/parcels/{key}"


KEYS = (
    "which-label",
    "what-belongs",
    "gift-is-enough",
    "total-value",
    "which-form",
    "who-pays",
    "steps",
    "landed-price",
)


@pytest.mark.parametrize("key", KEYS)
def test_saving_a_question_as_it_is_changes_nothing(desk: FlaskClient, course: StudioCourse, key: str) -> None:
    before = _bank(course)
    answer = desk.post(_address(key), data=filled(desk.get(_address(key)).text, "data-question"))
    assert answer.status_code == 302
    after = _bank(course)
    assert {**after.entry(key)} == before.entry(key)  # type: ignore[dict-item]
    words = {**before.words["en"][key], "prompt": before.words["en"][key]["prompt"].strip()}
    assert after.words["en"][key] == words and after.words["ru"] == before.words["ru"]


@pytest.mark.parametrize("key", KEYS)
def test_a_question_is_shown_as_a_trainee_sees_it_and_checked_without_being_recorded(
    desk: FlaskClient, course: StudioCourse, key: str
) -> None:
    digests = {path: file.digest for path, file in draft_files(course.id).items()}
    form = filled(desk.get(_address(key)).text, "data-question")
    with Statements() as asked:
        page = desk.post(_address(key), data={**form, "do": "check"}).text
    assert "Not answered" in page and "What is right" in page
    assert not [text for text in asked.texts if text.startswith(("INSERT", "DELETE")) and "sign_in" not in text]
    assert {path: file.digest for path, file in draft_files(course.id).items()} == digests


def test_an_answer_is_judged_as_it_would_be(desk: FlaskClient, course: StudioCourse) -> None:
    form = filled(desk.get(_address("which-label")).text, "data-question")
    right = desk.post(_address("which-label"), data={**form, "do": "check", "answer-1": "2"}).text
    wrong = desk.post(_address("which-label"), data={**form, "do": "check", "answer-1": "1"}).text
    assert "badge good" in right and "Right: what and how many." in right
    assert "Not correct" in wrong and "It does not say what it is." in wrong
    assert f'{BASE}/preview/questions/media/parcel.en.svg"' in right


def test_the_key_of_a_number_is_told_as_a_range(desk: FlaskClient, course: StudioCourse) -> None:
    page = desk.get(_address("total-value")).text
    assert "Right: from 24.99 to 25.01 USD" in page
    form = filled(page, "data-question")
    form |= {"tolerance": "10", "tolerance_kind": "percent", "do": "preview"}
    assert "Right: from 22.5 to 27.5 USD" in desk.post(_address("total-value"), data=form).text
    spoilt = desk.post(_address("total-value"), data={**form, "do": "check", "answer-1": "many"}).text
    assert "“many” is no number." in spoilt


def test_a_calculated_question_shows_draws_and_other_numbers(desk: FlaskClient, course: StudioCourse) -> None:
    page = desk.get(_address("landed-price")).text
    assert "Draws to look at" in page and page.count("<tr>") == 8
    form = filled(page, "data-question")
    drawn = desk.post(_address("landed-price"), data={**form, "do": "draw"}).text
    assert 'name="seed" value="0"' not in drawn and 'name="seed" value=""' not in drawn


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"formula": "price / (duty - 5)"}, "divide"),
        ({"formula": "(0 - price) ** 0.5"}, "power"),
        ({"formula": "price +"}, "formula"),
        ({"formula": "weight * 2"}, "weight"),
        ({"variable-v1-step": "0"}, "step of price"),
        ({"variable-v1-min": "1,265"}, "two ways"),
        ({"variable-v1-name": ""}, "Give its name"),
        ({"variable-v2-name": "price"}, "Two variables have this name."),
        ({"decimals": "9"}, "6"),
    ],
)
def test_c07_a_formula_that_cannot_always_be_computed_is_refused(
    desk: FlaskClient, course: StudioCourse, changes: dict[str, str], told: str
) -> None:
    before = _bank(course)
    form = {**filled(desk.get(_address("landed-price")).text, "data-question"), **changes}
    answer = desk.post(_address("landed-price"), data=form)
    assert answer.status_code == 422 and told in answer.text and _bank(course) == before


@pytest.mark.parametrize("formula", ["9**9**9", "().__class__", "__import__('os')", "a" * 600, "(" * 300])
def test_c07_hostile_formulas_are_refused_at_once(desk: FlaskClient, course: StudioCourse, formula: str) -> None:
    form = {**filled(desk.get(_address("landed-price")).text, "data-question"), "formula": formula}
    assert desk.post(_address("landed-price"), data=form).status_code == 422


def test_names_that_stand_in_the_prompt_must_be_variables(desk: FlaskClient, course: StudioCourse) -> None:
    form = filled(desk.get(_address("landed-price")).text, "data-question")
    page = desk.post(_address("landed-price"), data={**form, "prompt": "{price} {weight}", "do": "preview"}).text
    assert "{weight} is no variable" in page and "never shows its number {duty}" in page


def test_rows_are_added_moved_and_removed_without_scripts(desk: FlaskClient, course: StudioCourse) -> None:
    form: Any = filled(desk.get(_address("which-label")).text, "data-question")
    for button in ("add:option", "up:option:c", "remove:option:a"):
        page = desk.post(_address("which-label"), data={**form, "row": button}).text
        form = filled(page, "data-question")
    assert form["option"] == ["c", "b", "new-1", "new-2"]  # one empty row stood there already
    form |= {"option-new-1-text": "A new one", "right": "new-1"}
    assert desk.post(_address("which-label"), data=form).status_code == 302
    entry, words = _bank(course).entry("which-label"), _bank(course).words
    assert entry is not None and (entry["options"], entry["answer"]) == (["c", "b", "d"], "d")
    assert words["en"]["which-label"]["options"]["d"] == "A new one"
    assert set(words["ru"]["which-label"]["options"]) == {"b", "c"}


NEW: dict[str, dict[str, Any]] = {
    "single": {"option": ["new-1", "new-2"], "option-new-1-text": "One", "option-new-2-text": "Two", "right": "new-2"},
    "multiple": {"option": ["new-1", "new-2"], "option-new-1-text": "One", "option-new-2-text": "Two",
                 "right": ["new-1", "new-2"]},
    "true_false": {"answer": "false", "feedback_true": "No."},
    "numeric": {"answer": "12,5", "tolerance": "1", "unit": "kg"},
    "short_text": {"accepted": "CN 22\nCN 22\nCN22"},
    "matching": {"pair": ["new-1", "new-2"], "pair-new-1-left": "A", "pair-new-1-right": "X", "pair-new-2-left": "B",
                 "pair-new-2-right": "X", "extra": "new-1", "extra-new-1-text": "Y"},
    "ordering": {"step": ["new-1", "new-2"], "step-new-1-text": "First", "step-new-2-text": "Then"},
    "calculated": {"variable": "new-1", "variable-new-1-name": "n", "variable-new-1-min": "1",
                   "variable-new-1-max": "9", "variable-new-1-step": "1", "formula": "n * 2", "decimals": "0"},
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "single": {"options": ["a", "b"], "answer": "b"},
    "multiple": {"options": ["a", "b"], "answer": ["a", "b"]},
    "true_false": {"answer": False},
    "numeric": {"answer": 12.5, "tolerance": 1, "unit": "kg"},
    "short_text": {},
    "matching": {"left": ["a", "b"], "right": ["a", "b"], "answer": {"a": "a", "b": "a"}},
    "ordering": {"order": ["a", "b"]},
    "calculated": {"variables": {"n": {"min": 1, "max": 9, "step": 1}}, "formula": "n * 2", "decimals": 0},
}


@pytest.mark.parametrize("kind", FORMS)
def test_a_question_of_each_kind_is_written_from_nothing(desk: FlaskClient, course: StudioCourse, kind: str) -> None:
    form = {"seen": "", "seed": "", "bank": "", "new_bank": "Новый банк", "prompt": "A new {n} question?",
            "points": "2", "tags": "Basics, Основы", **NEW[kind]}  # fmt: skip
    answer = desk.post(f"{BASE}/questions/new?kind={kind}", data=form)
    assert answer.status_code == 302, answer.text
    entry = _bank(course, "novyy-bank").entries[0]
    assert entry == {"key": "a-new-n-question", "kind": kind, **BODIES[kind], "points": 2, "tags": ["basics", "osnovy"]}
    assert desk.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    ("kind", "changes", "told"),
    [
        ("single", {"right": ""}, "Mark what is right."),
        ("single", {"option": "new-1"}, "Write at least two options."),
        ("single", {"option-new-2-feedback": "F", "option-new-2-text": ""}, "Write the option, or remove it."),
        ("single", {"option-new-1-text": "x" * 1001}, "At most 1000 characters."),
        ("single", {"prompt": " "}, "Please fill this in."),
        ("single", {"points": "0"}, "a number from 1 to 100"),
        ("single", {"new_bank": ""}, "Name the new bank, or choose one."),
        ("single", {"tags": ",".join(f"t{n}" for n in range(21))}, "At most 20 tags."),
        ("numeric", {"answer": "many"}, "Write a number"),
        ("numeric", {"tolerance": "-1"}, "Give 0 or more."),
        ("numeric", {"answer": "1e400"}, "Write a number"),
        ("short_text", {"accepted": "x" * 201}, "At most 50 lines"),
        ("matching", {"pair-new-1-right": ""}, "Write both sides"),
        ("matching", {"extra-new-1-text": ""}, "There is only one right side"),
        ("matching", {"pair": "new-1"}, "Write at least two pairs."),
        ("ordering", {"step": "new-1"}, "Write at least two steps."),
        ("calculated", {"variable": ""}, "Write at least one variable."),
    ],
)
def test_what_no_bank_can_hold_is_refused_and_the_text_stays(
    desk: FlaskClient, course: StudioCourse, kind: str, changes: dict[str, Any], told: str
) -> None:
    form = {"bank": "", "new_bank": "New", "prompt": "My long question?", "points": "1", **NEW[kind], **changes}
    answer = desk.post(f"{BASE}/questions/new?kind={kind}", data=form)
    assert answer.status_code == 422 and told in answer.text
    assert changes.get("prompt") or "My long question?" in answer.text
    assert set(banks_of(course.id)) == {"parcels"}


def test_the_second_author_reads_both_versions_and_decides(
    desk: FlaskClient, course: StudioCourse, app: Flask, author: Any
) -> None:
    address = _address("which-label")
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
    assert _bank(course).words["en"]["which-label"]["prompt"] == "Which label passes the border?"


def test_a_question_that_was_deleted_meanwhile_is_not_lost_to_whoever_writes_it(
    desk: FlaskClient, course: StudioCourse
) -> None:
    form = filled(desk.get(_address("steps")).text, "data-question")
    assert desk.post(f"{_address('steps')}/delete").status_code == 302
    address = f"{_address('steps')}?kind=ordering"
    answer = desk.post(address, data={**form, "prompt": "My order?"})
    assert answer.status_code == 409 and "The question was deleted." in answer.text
    assert desk.post(address, data=filled(answer.text, "data-question")).status_code == 302
    assert _bank(course).words["en"]["steps"]["prompt"] == "My order?"
    assert desk.get(_address("nothing")).status_code == desk.post(_address("nothing")).status_code == 404


def test_deleting_offers_to_take_it_back(desk: FlaskClient, course: StudioCourse) -> None:
    page = desk.post(f"{_address('steps')}/delete", follow_redirects=True).text
    assert "The question steps is deleted." in page
    form = filled(page, f'action="{BASE}/questions/undo"')
    assert "It is back." in desk.post(f"{BASE}/questions/undo", data=form, follow_redirects=True).text
    assert _bank(course).entry("steps")


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

    form = filled(desk.get(_address("steps")).text, "data-question")
    change_files(course.id, {"questions/parcels.ru.yaml": "x: ["}, kind="import", subject="", by=None, now=utc_now())
    db.session.commit()
    assert "cannot be read" in desk.get(f"{BASE}/questions").text
    answer = desk.post(_address("steps"), data=form)
    assert answer.status_code == 409 and "cannot be read" in answer.text


def test_b01_hostile_words_are_inert_on_every_page_of_questions(desk: FlaskClient, course: StudioCourse) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}"
    form: Any = filled(desk.get(_address("which-label")).text, "data-question")
    form |= {"prompt": evil, "option-a-text": evil, "option-a-feedback": evil, "explanation": evil, "tags": evil}
    assert desk.post(_address("which-label"), data=form).status_code == 302
    pages = [desk.get(f"{BASE}/questions").text, desk.get(_address("which-label")).text]
    pages.append(desk.get(f"{_address('which-label')}/revisions").text)
    pages.append(desk.post(_address("which-label"), data={**form, "do": "check", "answer-1": "1"}).text)
    for page in pages:
        assert "<script>alert" not in page and "<img src=x" not in page and "alert(1)" in page


def test_c10_numbers_and_keys_without_end_are_refused(desk: FlaskClient, course: StudioCourse) -> None:
    form: Any = filled(desk.get(_address("total-value")).text, "data-question")
    for value in ("9" * 4000, "1e999999", "NaN", "Infinity"):
        assert desk.post(_address("total-value"), data={**form, "answer": value}).status_code == 422
    many = {
        **filled(desk.get(_address("which-label")).text, "data-question"),
        "option": [f"k{n}" for n in range(900)],
    }
    assert desk.post(_address("which-label"), data=many).status_code == 422


QUIZ = f"{BASE}/final-quiz/quiz"


def test_a_quiz_is_told_in_the_words_that_trainees_read(desk: FlaskClient, course: StudioCourse) -> None:
    page = desk.get(QUIZ).text
    assert "20 minutes" in page and "2 of 2 left" in page and "Once you have passed" in page and "of 8" in page
    form: Any = filled(page, f'action="{QUIZ}"')
    form |= {"attempts": "", "time_limit_minutes": "", "feedback": "never", "do": "show"}
    shown = desk.post(QUIZ, data=form).text
    assert "As many as you like" in shown and "Not shown" in shown
    assert yaml_files(course.id, ["items/final-quiz.yaml"])["items/final-quiz.yaml"].value["attempts"] == 2


def test_a_quiz_may_wait_for_its_questions_but_is_warned(desk: FlaskClient, course: StudioCourse) -> None:
    form: Any = filled(desk.get(QUIZ).text, f'action="{QUIZ}"')
    added = desk.post(QUIZ, data={**form, "row": "add:section"}).text
    form = filled(added, f'action="{QUIZ}"')
    form |= {"section-s1-draw": "9", "section-new-1-bank": "parcels", "section-new-1-tag": "basics"}
    assert desk.post(QUIZ, data=form).status_code == 302
    page = desk.get(QUIZ).text
    assert "Section 1 draws 9 questions, but parcels has only 8." in page and "Section 2 can draw" in page
    kept = yaml_files(course.id, ["items/final-quiz.yaml"])["items/final-quiz.yaml"].value
    assert kept["questions"] == [{"bank": "parcels", "draw": 9}, {"bank": "parcels", "tag": "basics"}]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"section-s1-draw": "0"}, "Draw 1 to 200"),
        ({"pass_percent": "101"}, "a number from 1 to 100"),
        ({"attempts": "", "feedback": "after_last_attempt"}, "Limit the attempts"),
        ({"grade": "worst"}, "choose from the list"),
    ],
)
def test_settings_that_no_quiz_can_have_are_refused(
    desk: FlaskClient, course: StudioCourse, changes: dict[str, str], told: str
) -> None:
    form = {**filled(desk.get(QUIZ).text, f'action="{QUIZ}"'), **changes}
    answer = desk.post(QUIZ, data=form)
    assert answer.status_code == 422 and told in answer.text


def test_two_authors_at_one_quiz(desk: FlaskClient, course: StudioCourse) -> None:
    form = filled(desk.get(QUIZ).text, f'action="{QUIZ}"')
    assert desk.post(QUIZ, data={**form, "attempts": "3"}).status_code == 302
    answer = desk.post(QUIZ, data={**form, "attempts": "4"})
    assert answer.status_code == 409 and "Yours is not saved yet" in answer.text and "<del>" in answer.text
    assert desk.post(QUIZ, data=filled(answer.text, f'action="{QUIZ}"')).status_code == 302
    assert yaml_files(course.id, ["items/final-quiz.yaml"])["items/final-quiz.yaml"].value["attempts"] == 4
    assert desk.get(f"{BASE}/what-is-in-it/quiz").status_code == 404


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
    words = _bank(course).words["en"]
    assert (words["which-form"]["prompt"], words["new-one"]["prompt"]) == ("Which form now?", "New?")
    assert len(_bank(course).entries) == 9


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
