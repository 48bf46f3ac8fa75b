from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lms.core.messages import PluralSentence, Sentence
from lms.enrolment.rules import (
    PrimaryAction,
    are_days_in_order,
    completion_in_words,
    enrolment_window,
    is_code_right,
    is_full,
    is_staff_told,
    primary_action,
)


def button(**changes: Any) -> PrimaryAction:
    """The button of whoever is signed in and new to an open course, with these changes."""
    state: dict[str, Any] = {
        "is_signed_in": True, "status": None, "mode": "open", "window": "open", "full": False,
        "has_started": False, "prerequisites_met": True,
    }  # fmt: skip
    return primary_action(**{**state, **changes})


@pytest.mark.parametrize(
    ("changes", "kind", "label"),
    [
        ({"is_signed_in": False}, "sign_in", "Sign in to enrol"),
        ({"is_signed_in": False, "full": True}, "sign_in", "Sign in to enrol"),
        ({}, "enrol", "Enrol"),
        ({"full": True}, "enrol", "Full: join the waiting list"),
        ({"mode": "approval"}, "enrol", "Request a place"),
        ({"mode": "approval", "full": True}, "enrol", "Request a place"),
        ({"mode": "code"}, "code", "Enter the code"),
        ({"prerequisites_met": False}, "prerequisite", "Open the course that comes first"),
        ({"status": "active"}, "learn", "Start"),
        ({"status": "active", "has_started": True}, "learn", "Resume"),
        ({"status": "completed"}, "learn", "Review"),
        ({"status": "withdrawn"}, "enrol", "Enrol"),
        ({"status": "refused", "mode": "approval"}, "enrol", "Request a place"),
        ({"status": "expired", "full": True}, "enrol", "Full: join the waiting list"),
        ({"status": "active", "window": "over"}, "learn", "Start"),
        ({"status": "completed", "window": "not yet"}, "learn", "Review"),
    ],
)
def test_the_one_button_says_what_comes_next(changes: dict[str, object], kind: str, label: str) -> None:
    action = button(**changes)
    assert action.kind == kind
    assert isinstance(action.label, Sentence)
    assert action.label.text == label


@pytest.mark.parametrize("changes", [{"status": "pending"}, {"status": "waitlisted"}, {"mode": None}])
def test_whoever_waits_has_no_button_to_press(changes: dict[str, object]) -> None:
    assert button(**changes).kind == "none"


@pytest.mark.parametrize("window", ["not yet", "over"])
@pytest.mark.parametrize(
    "changes", [{}, {"mode": "code"}, {"is_signed_in": False}, {"prerequisites_met": False}, {"status": "withdrawn"}]
)
def test_outside_of_the_days_to_enrol_there_is_no_button(changes: dict[str, object], window: str) -> None:
    assert button(**changes, window=window).kind == "none"


MARCH = [date(2027, 3, n) for n in range(1, 8)]


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "today", "window"),
    [
        (None, None, MARCH[0], "open"),
        (MARCH[2], None, MARCH[1], "not yet"),
        (MARCH[2], None, MARCH[2], "open"),
        (None, MARCH[4], MARCH[4], "open"),
        (None, MARCH[4], MARCH[5], "over"),
        (MARCH[2], MARCH[4], MARCH[1], "not yet"),
        (MARCH[2], MARCH[4], MARCH[3], "open"),
        (MARCH[2], MARCH[4], MARCH[5], "over"),
        (MARCH[2], MARCH[2], MARCH[2], "open"),
    ],
)
def test_both_bounds_belong_to_the_days_to_enrol(
    opens_on: date | None, closes_on: date | None, today: date, window: str
) -> None:
    assert enrolment_window(opens_on, closes_on, today) == window


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "in_order"),
    [
        (None, None, True),
        (MARCH[1], None, True),
        (None, MARCH[1], True),
        (MARCH[1], MARCH[1], True),
        (MARCH[1], MARCH[0], False),
    ],
)
def test_the_last_day_is_not_before_the_first(opens_on: date | None, closes_on: date | None, in_order: bool) -> None:
    assert are_days_in_order(opens_on, closes_on) is in_order


@pytest.mark.parametrize(
    ("capacity", "taken", "full"), [(None, 10**6, False), (5, 4, False), (5, 5, True), (5, 6, True)]
)
def test_a_course_is_full_when_every_seat_is_taken(capacity: int | None, taken: int, full: bool) -> None:
    assert is_full(capacity, taken) is full


def test_a_code_is_read_whatever_its_case_width_and_the_spaces_around() -> None:
    assert is_code_right("Silk-2026", "  silk-2026 ")
    assert is_code_right("Silk-2026", "ｓｉｌｋ-2026")
    assert not is_code_right("Silk-2026", "silk-2027")


@pytest.mark.parametrize("typed", [None, "", "   ", "x"])
def test_where_no_code_is_set_none_fits(typed: str | None) -> None:
    assert not is_code_right(None, typed)
    assert not is_code_right("", typed)


def test_the_completion_of_a_course_is_said_in_words() -> None:
    every = completion_in_words(required_count=12, required_items=None, final_percent=70)
    some = completion_in_words(required_count=12, required_items=8, final_percent=None)
    assert isinstance(every[0], PluralSentence) and every[0].count == 12
    assert every[1] == Sentence("Reach at least %(percent)s%% in the final quiz.", {"percent": 70})
    assert [s.values for s in some if isinstance(s, Sentence)] == [{"needed": 8, "count": 12}]


def test_asking_for_more_steps_than_there_are_is_asking_for_all() -> None:
    words = completion_in_words(required_count=3, required_items=5, final_percent=None)
    assert words == [PluralSentence("Complete the one required step.", "Complete all %(count)s required steps.", 3)]


@pytest.mark.parametrize(
    ("others_unanswered", "hours_ago", "told"),
    [(False, None, True), (True, None, False), (False, 23, False), (False, 24, True), (True, 24, False)],
)
def test_g16_staff_are_told_of_a_first_request_and_not_of_those_beside_it_or_made_again(
    others_unanswered: bool, hours_ago: int | None, told: bool
) -> None:
    now = datetime(2026, 11, 4, 9, tzinfo=UTC)
    before = now - timedelta(hours=hours_ago) if hours_ago is not None else None
    assert is_staff_told(others_unanswered=others_unanswered, asked_before_at=before, now=now) is told
