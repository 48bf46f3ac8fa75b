"""What a question and a quiz may look like."""

from typing import Any

import pytest

from lms.assessment.rules import check_question, check_quiz
from tests.factories.assessment import BODIES, KINDS

# What a question may look like


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_question_has_no_mistakes(kind: str) -> None:
    assert check_question(kind, BODIES[kind]) == []


@pytest.mark.parametrize(
    ("kind", "change", "says"),
    [
        ("single", {"answer": "z"}, "not among the options"), ("single", {"options": ["a"]}, "give 2 to 20"),
        ("single", {"options": ["a", "a", "cottonKEY"]}, "twice"), ("single", {"options": [1, 2]}, "list of keys"),
        ("single", {"answer": ["cottonKEY"]}, "not among"), ("single", {"formula": "1"}, "does not belong"),
        ("multiple", {"answer": []}, "give 1 to 20"), ("multiple", {"answer": ["z"]}, "not among"),
        ("true_false", {"answer": "yes"}, "true or false"), ("numeric", {"answer": "many"}, "must be a number"),
        ("numeric", {"answer": float("nan")}, "must be a number"), ("numeric", {"answer": True}, "must be a number"),
        ("numeric", {"tolerance": -1}, "negative"), ("numeric", {"tolerance_percent": 1}, "two tolerances"),
        ("numeric", {"unit": ""}, "unit"), ("matching", {"answer": {"exw": "seller"}}, "fob has no answer"),
        ("matching", {"answer": {"exw": "x", "fob": "port", "ddp": "door"}}, "not on the right"),
        ("matching", {"answer": ["exw"]}, "each left key"), ("ordering", {"order": ["one"]}, "give 2 to 20"),
        ("calculated", {"variables": {}}, "1 to 10"),
        ("calculated", {"variables": {"min": {"min": 1, "max": 2, "step": 1}}}, "can't be"),
        ("calculated", {"variables": {"a": {"min": 1, "max": 2}}}, "min, max and step"),
        ("calculated", {"variables": {"a": {"min": 1, "max": 2, "step": 0}}}, "not above 0"),
        ("calculated", {"variables": {"a": {"min": 3, "max": 2, "step": 1}}}, "below its min"),
        ("calculated", {"variables": {"a": {"min": 0, "max": 1e9, "step": 1}}}, "larger step"),
        ("calculated", {"variables": {"a": {"min": "x", "max": 2, "step": 1}}}, "must be a number"),
        ("calculated", {"decimals": 9}, "0 to 6"), ("calculated", {"formula": 3}, "must be a text"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_what_to_do(kind: str, change: dict[str, Any], says: str) -> None:
    problems = check_question(kind, {**BODIES[kind], **change})
    assert any(says in problem for problem in problems), problems
    assert all(": " in problem for problem in problems)


def test_an_unknown_kind_and_a_missing_field_are_named() -> None:
    assert "essay" in check_question("essay", {})[0]
    assert check_question("single", {"options": ["a", "b"]}) == ["answer is missing: a single question needs it"]


def test_feedback_after_the_last_attempt_needs_a_last_attempt() -> None:
    assert len(check_quiz({"feedback": "after_last_attempt"})) == 1
    assert check_quiz({"feedback": "after_last_attempt", "attempts": 2}) == []
