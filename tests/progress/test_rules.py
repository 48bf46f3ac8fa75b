"""Completion and locks, by cases and by properties that hold for any course."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.messages import Sentence
from lms.progress.rules import (
    CourseRule,
    add_up,
    find_locks,
    greeting,
    is_item_complete,
    item_rule_in_words,
    resume_target,
    why_locked,
)

MARK = {"kind": "mark"}
unhurried = settings(deadline=None)  # a busy machine is not a failure


@dataclass(frozen=True)
class AStep:
    id: int
    module_key: str = "m"
    required: bool = True
    after: str | None = None
    rule: dict[str, Any] = field(default_factory=lambda: MARK)

    @property
    def key(self) -> str:
        return f"item-{self.id}"


@dataclass(frozen=True)
class AModule:
    key: str
    items: tuple[AStep, ...]
    after: str | None = None


# --- items -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "was_opened", "was_marked", "percent", "complete"),
    [
        (MARK, True, True, None, True),
        (MARK, True, False, None, False),
        (MARK, False, True, None, False),  # F13: marked by a request, never opened
        (MARK, True, False, 100.0, False),
        ({"kind": "score", "percent": 70}, True, False, 70.0, True),
        ({"kind": "score", "percent": 70}, True, False, 69.99, False),
        ({"kind": "score", "percent": 70}, True, True, None, False),  # a mark is no score
        ({"kind": "score", "percent": 0}, True, False, 0.0, True),
        ({"kind": "watch", "percent": 80}, True, False, 80.0, True),
        ({"kind": "watch", "percent": 80}, True, True, 79.0, False),
        ({"kind": "watch", "percent": 80}, False, True, 100.0, False),
    ],
)
def test_what_makes_an_item_complete(
    rule: dict[str, Any], was_opened: bool, was_marked: bool, percent: float | None, complete: bool
) -> None:
    assert is_item_complete(rule, was_opened=was_opened, was_marked=was_marked, percent=percent) is complete


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (MARK, Sentence("Complete when you have read it and marked it as complete.")),
        (
            {"kind": "score", "percent": 70},
            Sentence("Complete when you reach %(percent)s%% in this quiz.", {"percent": 70}),
        ),
        (
            {"kind": "watch", "percent": 80},
            Sentence("Complete when you have watched %(percent)s%% of the film.", {"percent": 80}),
        ),
    ],
)
def test_each_rule_is_said_in_words(rule: dict[str, Any], said: Sentence) -> None:
    assert item_rule_in_words(rule) == said


# --- courses ---------------------------------------------------------------------------------------------------

FOUR = tuple(AStep(n) for n in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("steps", "completed", "rule", "done", "needed", "percent"),
    [
        (FOUR, {1, 2}, CourseRule(None, None), 2, 4, 50),
        (FOUR, {1, 2, 3, 4}, CourseRule(None, None), 4, 4, 100),
        (FOUR, {1, 2, 3}, CourseRule(3, None), 3, 3, 100),
        (FOUR, {1, 2, 3}, CourseRule(99, None), 3, 4, 75),
        # Three of four, but the final quiz (item 4) is one of the three.
        (FOUR, {1, 2, 3}, CourseRule(3, "item-4"), 2, 3, 66),
        (FOUR, {1, 2, 4}, CourseRule(3, "item-4"), 3, 3, 100),
        (FOUR, {4}, CourseRule(3, "item-4"), 1, 3, 33),
        # Optional items count neither way.
        ((AStep(1), AStep(2, required=False)), {2}, CourseRule(None, None), 0, 1, 0),
        ((AStep(1), AStep(2, required=False)), {1}, CourseRule(None, None), 1, 1, 100),
        # A final quiz is needed even where it is optional otherwise.
        ((AStep(1), AStep(2, required=False)), {1}, CourseRule(None, "item-2"), 1, 2, 50),
        # Where nothing is required, everything is.
        ((AStep(1, required=False), AStep(2, required=False)), {1}, CourseRule(None, None), 1, 2, 50),
        # What was removed from the course, and a final quiz that is not in it, count neither way.
        (FOUR, {1, 77}, CourseRule(None, "item-99"), 1, 4, 25),
        ((), {1}, CourseRule(None, None), 0, 0, 0),
    ],
)
def test_how_a_course_adds_up(
    steps: tuple[AStep, ...], completed: set[int], rule: CourseRule, done: int, needed: int, percent: int
) -> None:
    total = add_up(steps, completed, rule)
    assert (total.done, total.needed, total.percent) == (done, needed, percent)


def test_a_course_without_steps_is_never_complete() -> None:
    assert not add_up((), set(), CourseRule(None, None)).is_complete


steps_of_any_course = st.lists(st.booleans(), min_size=1, max_size=12).map(
    lambda flags: tuple(AStep(number, required=required) for number, required in enumerate(flags, 1))
)
some_ids = st.sets(st.integers(1, 14))
any_rule = st.builds(
    CourseRule,
    st.one_of(st.none(), st.integers(1, 14)),
    st.one_of(st.none(), st.integers(1, 14).map(lambda number: f"item-{number}")),
)


@unhurried
@given(steps_of_any_course, some_ids, any_rule)
def test_a_hundred_percent_is_shown_exactly_when_the_course_is_complete(
    steps: tuple[AStep, ...], completed: set[int], rule: CourseRule
) -> None:
    total = add_up(steps, completed, rule)
    assert 0 <= total.done <= total.needed
    assert (total.percent == 100) == total.is_complete


@unhurried
@given(steps_of_any_course, some_ids, any_rule, st.integers(1, 14))
def test_completing_one_more_item_never_takes_anything_away(
    steps: tuple[AStep, ...], completed: set[int], rule: CourseRule, one_more: int
) -> None:
    assert add_up(steps, completed | {one_more}, rule).percent >= add_up(steps, completed, rule).percent


@unhurried
@given(steps_of_any_course, any_rule)
def test_every_course_can_be_completed(steps: tuple[AStep, ...], rule: CourseRule) -> None:
    assert add_up(steps, {step.id for step in steps}, rule).is_complete


@unhurried
@given(steps_of_any_course, some_ids, any_rule)
def test_without_the_final_quiz_no_course_is_complete(
    steps: tuple[AStep, ...], completed: set[int], rule: CourseRule
) -> None:
    final = next((step for step in steps if step.key == rule.final_quiz), None)
    if final is not None:
        assert not add_up(steps, completed - {final.id}, rule).is_complete


# --- locks -----------------------------------------------------------------------------------------------------

BASICS = AModule("basics", (AStep(1, "basics"), AStep(2, "basics", required=False), AStep(3, "basics")))
PRACTICE = AModule("practice", (AStep(4, "practice"), AStep(5, "practice", after="item-4")), after="basics")


def test_a_module_opens_when_every_required_item_of_the_one_before_is_complete() -> None:
    assert set(find_locks([BASICS, PRACTICE], {1})) == {4, 5}
    assert set(find_locks([BASICS, PRACTICE], {1, 3})) == {5}


def test_an_item_opens_after_the_item_it_names() -> None:
    assert find_locks([BASICS, PRACTICE], {1, 3, 4}) == {}


def test_a_lock_names_what_opens_it() -> None:
    locks = find_locks([BASICS, PRACTICE], {1})
    assert (locks[4].after_module, locks[4].opens_by) == ("basics", "item-3")
    locks = find_locks([BASICS, PRACTICE], {1, 3})
    assert (locks[5].after_item, locks[5].opens_by) == ("item-4", "item-4")


def test_what_was_completed_stays_open_when_a_new_revision_puts_something_before_it() -> None:
    assert set(find_locks([BASICS, PRACTICE], {4})) == {5}


def test_a_module_or_item_that_is_gone_locks_nothing() -> None:
    module = AModule("m", (AStep(1, after="removed"),), after="removed")
    assert find_locks([module], set()) == {}


def test_a_module_or_item_that_waits_for_itself_locks_nothing() -> None:
    assert find_locks([AModule("m", (AStep(1, after="item-1"),), after="m")], set()) == {}


def test_reasons_name_the_module_or_the_item() -> None:
    locks = find_locks([BASICS, PRACTICE], {1})
    assert why_locked(locks[4], title="Basics").values == {"title": "Basics"}
    assert "module" in why_locked(locks[4], title="Basics").text
    item_lock = find_locks([BASICS, PRACTICE], {1, 3})[5]
    assert "module" not in why_locked(item_lock, title="Declare").text


@st.composite
def any_course(draw: st.DrawFn) -> list[AModule]:
    """Modules of up to four items, each behind an earlier one or none."""
    modules: list[AModule] = []
    number = 0
    for index in range(draw(st.integers(1, 4))):
        items = []
        for _ in range(draw(st.integers(1, 4))):
            number += 1
            after = draw(st.one_of(st.none(), st.integers(1, number - 1))) if number > 1 else None
            items.append(AStep(number, f"m{index}", draw(st.booleans()), f"item-{after}" if after else None))
        after_module = draw(st.one_of(st.none(), st.sampled_from(modules))) if modules else None
        modules.append(AModule(f"m{index}", tuple(items), after_module.key if after_module else None))
    return modules


@unhurried
@given(any_course())
def test_whoever_goes_on_where_the_course_says_reaches_its_end(modules: list[AModule]) -> None:
    items = [item for module in modules for item in module.items]
    completed: set[int] = set()
    for _ in items:
        target = resume_target(items, completed, find_locks(modules, completed), None)
        assert target is not None and target.id not in completed
        completed.add(target.id)
    assert resume_target(items, completed, find_locks(modules, completed), None) is None


@unhurried
@given(any_course(), some_ids, st.integers(1, 14))
def test_completing_an_item_never_locks_another(modules: list[AModule], completed: set[int], one_more: int) -> None:
    assert set(find_locks(modules, completed | {one_more})) <= set(find_locks(modules, completed))


# --- where to go on --------------------------------------------------------------------------------------------


def test_one_goes_on_with_the_item_opened_last() -> None:
    assert resume_target(FOUR, {1}, {}, 3) == FOUR[2]


@pytest.mark.parametrize("last", [None, 1, 4, 99])
def test_else_with_the_first_that_is_open_and_not_complete(last: int | None) -> None:
    assert resume_target(FOUR, {1}, {4}, last) == FOUR[1]


def test_required_items_come_before_optional_ones() -> None:
    items = (AStep(1, required=False), AStep(2))
    assert resume_target(items, set(), {}, None) == items[1]
    assert resume_target(items, {2}, {}, None) == items[0]


# --- words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "hours"), [("morning", (5, 11)), ("day", (12, 17)), ("evening", (18, 23)), ("evening", (0, 4))]
)
def test_the_greeting_follows_the_clock_of_the_person(part: str, hours: tuple[int, int]) -> None:
    assert [greeting(hour) for hour in hours] == [part, part]
