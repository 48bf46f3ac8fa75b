"""When an item and when a course is complete."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from lms.progress.rules.shapes import Step


@dataclass(frozen=True, slots=True)
class CourseRule:
    """`required_items`: how many of the required ones, None for all. `final_quiz`: the key of one to pass."""

    required_items: int | None
    final_quiz: str | None


@dataclass(frozen=True, slots=True)
class Sum:
    """How far somebody is: `done` of `needed` steps, and the floor of that in percent; 100 only when complete."""

    done: int
    needed: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.needed if self.needed else 0

    @property
    def is_complete(self) -> bool:
        return self.needed > 0 and self.done >= self.needed


def is_item_complete(rule: dict[str, Any], *, was_opened: bool, was_marked: bool, percent: float | None) -> bool:
    """A reading is opened and then marked (F13); a quiz, a video and a graded work reach their percentage, 0-100.

    Where handing in suffices (`submit`), that is the mark.
    """
    if not was_opened:
        return False
    if rule["kind"] in ("mark", "submit"):
        return was_marked
    return percent is not None and percent >= float(rule["percent"])


def add_up(steps: Sequence[Step], completed: Collection[int], rule: CourseRule) -> Sum:
    """The sum over a course, from the ids of the completed items.

    What is not in the course any more counts neither way. Where a number of items is asked for, more than that
    does not make up for the final quiz. Where nothing is required, everything is.
    """
    done = set(completed)
    counted = [step for step in steps if step.required] or list(steps)
    final = next((step for step in steps if step.key == rule.final_quiz), None)
    needed = len(counted) if rule.required_items is None else min(rule.required_items, len(counted))
    if final is None:
        return Sum(min(sum(step.id in done for step in counted), needed), needed)
    others = [step for step in counted if step.key != final.key]
    needed_others = max(0, min(needed - (len(others) < len(counted)), len(others)))
    done_others = min(sum(step.id in done for step in others), needed_others)
    return Sum(done_others + (final.id in done), needed_others + 1)
