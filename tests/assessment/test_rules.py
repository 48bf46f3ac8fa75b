from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.queries import AttemptFacts
from lms.assessment.rules.attempts import (
    NOTHING,
    Shown,
    as_read,
    attempts_left,
    deadline,
    grade_that_counts,
    is_passed,
    is_time_up,
    may_see_feedback,
    percent_of,
    read_settings,
    shown_after,
    takes_answers,
    was_ever_passed,
)
from lms.assessment.rules.drawing import Slot, draw_slots, slot_from_json
from lms.assessment.rules.numbers import read_number
from tests.factories.assessment import BODIES, KINDS, NOW

# Numbers as people type them


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12.5", "12.5"), ("12,5", "12.5"), (" 12.5 ", "12.5"), ("+12.5", "12.5"), ("-12.5", "-12.5"),
        ("−12,5", "-12.5"),
        ("12", "12"), ("12.", "12"), ("0,125", "0.125"), ("۱۲٫۵", "12.5"), ("١٢٫٥", "12.5"), ("१२.५", "12.5"),
        ("1\u2009265,50", "1265.5"), ("1\u00a0265,50", "1265.5"), ("1\u202f265,50", "1265.5"), ("1 265.50", "1265.5"),
        ("1,265.50", "1265.5"), ("1.265,50", "1265.5"), ("1'265.50", "1265.5"), ("12,34,567.5", "1234567.5"),
        ("۱٬۲۶۵٫۵", "1265.5"), ("１２．５", "12.5"), ("\u200e12.5\u200f", "12.5"), ("12.5 USD", "12.5"),
        ("12.5usd", "12.5"),
        ("$12.5", "12.5"), ("USD 12.5", "12.5"), ("12.5 US", "12.5"), ("- 12.5", "-12.5"),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_typed(typed: str, meant: str) -> None:
    assert Decimal(meant) in read_number(typed, "USD")


@pytest.mark.parametrize("typed", ["1,265", "1.265"])
def test_a_mark_before_three_digits_may_mean_either(typed: str) -> None:
    assert set(read_number(typed)) == {Decimal("1.265"), Decimal(1265)}


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "NaN", "nan", "inf", "-inf", "Infinity", "1e400", "1e5", "0x10", "1_000", "1,2,3", "12..5",
    "1.2.3", "--5",
     "12 5", "[1]", "1;2", "½", "12 EUR", "9" * 100, "1/2", "٫", "1\n2", "{}", "true"],
)  # fmt: skip
def test_f08_what_is_no_number_is_not_read_as_one(typed: str) -> None:
    assert read_number(typed, "USD") == ()


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from([".", ",", "٫"]))
def test_any_plain_decimal_is_read_back(value: Decimal, mark: str) -> None:
    assert value in read_number(str(value).replace(".", mark))


@given(st.text(max_size=60))
def test_reading_a_number_never_fails_and_gives_finite_numbers(text: str) -> None:
    assert all(value.is_finite() for value in read_number(text, "EUR"))


# Drawing

BANK = [SimpleNamespace(id=n, kind="single", points=1, body=BODIES["single"]) for n in range(30)]
EVERY_KIND = [SimpleNamespace(id=n, kind=kind, points=1, body=BODIES[kind]) for n, kind in enumerate(KINDS)]


def drawn(sections: Any, seed: int, *, questions: bool = True, options: bool = True) -> list[Slot]:
    return draw_slots(sections, shuffle_questions=questions, shuffle_options=options, seed=seed)


@given(st.integers(0, 2**31 - 1))
def test_the_same_seed_draws_the_same_questions_options_and_numbers(seed: int) -> None:
    sections = [(6, BANK), (None, EVERY_KIND)]
    assert drawn(sections, seed) == drawn(sections, seed)


@given(st.integers(0, 2**31 - 1), st.integers(1, 30))
def test_a_section_gives_as_many_different_questions_as_it_draws(seed: int, draw: int) -> None:
    ids = [slot.question_version_id for slot in drawn([(draw, BANK)], seed)]
    assert len(ids) == len(set(ids)) == draw


@given(st.integers(0, 2**31 - 1))
def test_a_question_that_two_sections_offer_comes_once(seed: int) -> None:
    ids = [slot.question_version_id for slot in drawn([(10, BANK), (None, BANK)], seed)]
    assert sorted(ids) == list(range(30))


def test_every_question_is_drawn_about_equally_often() -> None:
    seen = Counter(slot.question_version_id for seed in range(3000) for slot in drawn([(6, BANK)], seed))
    assert len(seen) == 30 and min(seen.values()) > 500 and max(seen.values()) < 700  # 600 expected


def test_without_shuffling_questions_and_options_keep_their_order() -> None:
    slots = drawn([(None, BANK)], 1, questions=False, options=False)
    assert [slot.question_version_id for slot in slots] == list(range(30))
    assert all(slot.options == tuple(BODIES["single"]["options"]) for slot in slots)


@given(st.integers(0, 2**31 - 1))
def test_the_lines_of_an_ordering_are_never_shown_in_the_right_order(seed: int) -> None:
    slot = drawn([(None, [EVERY_KIND[KINDS.index("ordering")]])], seed, options=False)[0]
    assert sorted(slot.options) == sorted(BODIES["ordering"]["order"])
    assert list(slot.options) != BODIES["ordering"]["order"]


@given(st.integers(0, 2**31 - 1))
def test_drawn_numbers_stay_within_their_limits_and_steps(seed: int) -> None:
    slot = drawn([(None, [EVERY_KIND[KINDS.index("calculated")]])], seed)[0]
    price, freight = Decimal(slot.variables["price"]), Decimal(slot.variables["freight"])
    assert 20 <= price <= 60 and price % Decimal("0.5") == 0
    assert 4 <= freight <= 12 and freight % Decimal("0.25") == 0


@given(st.integers(0, 2**31 - 1))
def test_a_slot_is_kept_and_read_back_unchanged(seed: int) -> None:
    slots = drawn([(None, EVERY_KIND)], seed)
    assert [slot_from_json(slot.as_json()) for slot in slots] == slots


# Attempts


def test_time_is_told_by_the_server_and_stored_in_utc() -> None:
    ends = deadline(NOW, 20)
    assert ends == NOW + timedelta(minutes=20) and ends.utcoffset() == timedelta(0)
    assert deadline(NOW, None) is None
    assert takes_answers(ends, ends + timedelta(seconds=10)) and not takes_answers(
        ends, ends + timedelta(seconds=10.001)
    )
    assert takes_answers(None, NOW + timedelta(days=10_000))
    assert is_time_up(ends, ends) and not is_time_up(ends, ends - timedelta(seconds=5)) and not is_time_up(None, NOW)


@pytest.mark.parametrize(("allowed", "made", "left"), [(None, 50, None), (3, 0, 3), (3, 3, 0), (1, 5, 0)])
def test_attempts_left_never_fall_below_none(allowed: int | None, made: int, left: int | None) -> None:
    assert attempts_left(allowed, made) == left


@pytest.mark.parametrize(
    ("points", "most", "percent"), [(2, 3, "66.67"), (0, 3, "0.00"), (3, 3, "100.00"), (0, 0, "100"), (1, 3, "33.33")]
)
def test_a_percent_has_two_places_rounded_half_up(points: int, most: int, percent: str) -> None:
    assert percent_of(Fraction(points), Fraction(most)) == Decimal(percent)


@pytest.mark.parametrize(
    ("percent", "read"), [(69.99, 69.9), (70.0, 70.0), (86.66, 86.6), (0.09, 0.0), (16.1, 16.1), (100.0, 100.0)]
)
def test_a_percent_is_read_in_tenths_and_never_rounded_up(percent: float, read: float) -> None:
    assert as_read(percent) == read


def test_just_below_the_pass_mark_is_not_passed() -> None:
    assert is_passed(Decimal("70.00"), 70) and not is_passed(Decimal("69.99"), 70)


@pytest.mark.parametrize(("method", "grade"), [("best", "90"), ("last", "40"), ("mean", "66.67")])
def test_the_grade_that_counts_follows_the_method(method: str, grade: str) -> None:
    assert grade_that_counts(method, [Decimal(70), Decimal(90), Decimal(40)]) == Decimal(grade)
    assert grade_that_counts(method, []) is None


@pytest.mark.parametrize(
    ("setting", "has_passed", "left", "has_open", "may"),
    [
        ("after_submit", False, 3, True, True),
        ("after_pass", False, 0, False, False), ("after_pass", True, 2, False, True),
        ("after_last_attempt", True, 1, False, False), ("after_last_attempt", False, 0, True, False),
        ("after_last_attempt", False, 0, False, True), ("after_last_attempt", True, None, False, False),
        ("never", True, 0, False, False), ("something-new", True, 0, False, False),
    ],
)  # fmt: skip
def test_a10_answers_are_shown_only_when_the_setting_allows(
    setting: str, has_passed: bool, left: int | None, has_open: bool, may: bool
) -> None:
    assert may_see_feedback(setting, has_passed=has_passed, left=left, has_open=has_open) is may


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ("after_submit", Shown(points=True, answers=True)),
        ("after_pass", Shown(points=True, answers=False)),
        ("after_last_attempt", NOTHING),
        ("never", NOTHING),
    ],
)
def test_a10_points_of_questions_are_kept_back_where_an_exam_keeps_its_answers_back(setting: str, shown: Shown) -> None:
    failed = AttemptFacts(1, "a", 1, "graded", NOW, NOW, None, percent=0.0, passed=False)
    assert shown_after(read_settings({"feedback": setting, "attempts": 2}), [failed]) == shown


def test_settings_that_are_left_out_have_the_defaults_of_the_format() -> None:
    settings = read_settings({})
    assert (settings.shuffle_questions, settings.shuffle_options) == (True, True)
    assert (settings.time_limit_minutes, settings.attempts, settings.grade, settings.feedback) == (
        None,
        None,
        "best",
        "after_submit",
    )


@pytest.mark.parametrize(
    ("method", "percents", "passed"),
    [
        ("best", (), False),
        ("best", (69.99, 12), False),
        ("best", (82, 55), True),
        ("last", (82, 55), True),
        ("last", (55, 55), False),
        ("mean", (60, 82), True),
        ("mean", (40, 82), False),
        ("mean", (82, 10), True),
    ],
)
def test_what_was_passed_by_the_grade_that_counts_stays_passed(
    method: str, percents: tuple[float, ...], passed: bool
) -> None:
    assert was_ever_passed(method, [Decimal(str(percent)) for percent in percents], 70) is passed
