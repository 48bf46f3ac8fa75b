"""Questions of each kind written from nothing, and what no bank can hold."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.authoring.forms.question_kinds import FORMS
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.questions import banks_of
from tests.authoring.questions.pages import BASE, address_of, bank_of, filled


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
    before = bank_of(course)
    form = {**filled(desk.get(address_of("landed-price")).text, "data-question"), **changes}
    answer = desk.post(address_of("landed-price"), data=form)
    assert answer.status_code == 422 and told in answer.text and bank_of(course) == before


@pytest.mark.parametrize("formula", ["9**9**9", "().__class__", "__import__('os')", "a" * 600, "(" * 300])
def test_c07_hostile_formulas_are_refused_at_once(desk: FlaskClient, course: StudioCourse, formula: str) -> None:
    form = {**filled(desk.get(address_of("landed-price")).text, "data-question"), "formula": formula}
    assert desk.post(address_of("landed-price"), data=form).status_code == 422


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
    entry = bank_of(course, "novyy-bank").entries[0]
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


def test_c10_numbers_and_keys_without_end_are_refused(desk: FlaskClient, course: StudioCourse) -> None:
    form: Any = filled(desk.get(address_of("total-value")).text, "data-question")
    for value in ("9" * 4000, "1e999999", "NaN", "Infinity"):
        assert desk.post(address_of("total-value"), data={**form, "answer": value}).status_code == 422
    many = {
        **filled(desk.get(address_of("which-label")).text, "data-question"),
        "option": [f"k{n}" for n in range(900)],
    }
    assert desk.post(address_of("which-label"), data=many).status_code == 422
