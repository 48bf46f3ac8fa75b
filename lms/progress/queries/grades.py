"""Scores, and what staff have set instead of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from lms.core.db import db, table_of
from lms.courses.queries import GradingFacts, ItemFacts, Outline, grading, outline
from lms.progress.models import GradeOverride, ItemProgress
from lms.progress.rules import grading as rules


@dataclass(slots=True)
class Grades:
    """What counts for one enrolment, 0-100: scores by item id, and which of them (and the total) staff have set."""

    scores: dict[int, float] = field(default_factory=dict)
    set_items: set[int] = field(default_factory=set)
    set_total: float | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a revision grades: its scored items in order, and the rules' own view of them."""

    facts: GradingFacts | None
    items: tuple[ItemFacts, ...]
    grading: rules.Grading
    scored: tuple[rules.Scored, ...]

    def total(self, grades: Grades) -> rules.Total:
        return rules.make_total(self.grading, self.scored, grades.scores, grades.set_total)


def is_scored(item: ItemFacts) -> bool:
    """Whether it gets a score: a quiz, an assignment."""
    return item.kind in ("quiz", "assignment")


def scored_items(steps: Outline) -> tuple[ItemFacts, ...]:
    """The items of a course that get a score, in its order."""
    return tuple(item for item in steps.items if is_scored(item))


def scheme(revision_id: int) -> Scheme:
    """At most two statements the first time, none later."""
    facts, items = grading(revision_id), scored_items(outline(revision_id))
    categories = tuple(rules.Category(c.key, c.weight, c.drop_lowest) for c in facts.categories) if facts else ()
    return Scheme(
        facts,
        items,
        rules.Grading(facts.ungraded if facts else rules.SKIP, categories),
        tuple(rules.Scored(item.id, item.category) for item in items),
    )


# Of tables, not of classes: a gradebook reads a row for each score, and rows without objects cost half.
_progress, _overrides = table_of(ItemProgress), table_of(GradeOverride)


def grades_in(enrolments: Select[Any] | Sequence[int], item_ids: Sequence[int]) -> dict[int, Grades]:
    """What counts at these items, and the totals that were set, by enrolment: two statements.

    `enrolments` are ids, or a statement that gives them as its first column. Who has no score at all is left out.
    """
    which: Select[Any] | Sequence[int] = enrolments
    if isinstance(which, Select):
        which = which.with_only_columns(which.selected_columns[0])
    found: dict[int, Grades] = {}
    wanted = set(item_ids)
    scores = select(_progress.c.enrolment_id, _progress.c.item_id, _progress.c.percent).where(
        _progress.c.enrolment_id.in_(which), _progress.c.percent.is_not(None)
    )
    for enrolment_id, item_id, percent in db.session.execute(scores):
        if item_id in wanted:
            (found.get(enrolment_id) or found.setdefault(enrolment_id, Grades())).scores[item_id] = percent
    chosen = select(_overrides.c.enrolment_id, _overrides.c.item_id, _overrides.c.percent).where(
        _overrides.c.enrolment_id.in_(which), _overrides.c.ended_at.is_(None)
    )
    for enrolment_id, item_id, percent in db.session.execute(chosen):
        mine = found.setdefault(enrolment_id, Grades())
        if item_id is None:
            mine.set_total = percent
        elif item_id in wanted:
            mine.scores[item_id] = percent
            mine.set_items.add(item_id)
    return found


def grades_of(enrolment_id: int, item_ids: Sequence[int]) -> Grades:
    """What counts for one enrolment: two statements."""
    return grades_in([enrolment_id], item_ids).get(enrolment_id) or Grades()


@dataclass(frozen=True, slots=True)
class OverrideFacts:
    """One row of the history; the one in force has no `ended_at`."""

    percent: float
    reason: str
    set_by: int
    set_at: datetime
    ended_by: int | None
    ended_at: datetime | None

    @property
    def is_in_force(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class SetGrade:
    """A score or total that staff have set, 0-100, and why."""

    percent: float
    reason: str


def overrides_in_force(enrolment_id: int) -> tuple[dict[int, SetGrade], SetGrade | None]:
    """What staff have set for one enrolment: the scores by item id, and the total. One statement."""
    rows = db.session.execute(
        select(_overrides.c.item_id, _overrides.c.percent, _overrides.c.reason).where(
            _overrides.c.enrolment_id == enrolment_id, _overrides.c.ended_at.is_(None)
        )
    )
    found = {item_id: SetGrade(percent, reason) for item_id, percent, reason in rows}
    return {item_id: one for item_id, one in found.items() if item_id is not None}, found.get(None)


def overrides_at(enrolment_id: int, item_id: int | None) -> tuple[OverrideFacts, ...]:
    """What staff ever set at an item, or as the total where `item_id` is None, newest first."""
    rows = db.session.execute(
        select(
            GradeOverride.percent, GradeOverride.reason, GradeOverride.set_by, GradeOverride.set_at,
            GradeOverride.ended_by, GradeOverride.ended_at,
        )
        .where(
            GradeOverride.enrolment_id == enrolment_id,
            GradeOverride.item_id.is_(None) if item_id is None else GradeOverride.item_id == item_id,
        )
        .order_by(GradeOverride.id.desc())
    )  # fmt: skip
    return tuple(OverrideFacts(*row) for row in rows)


def overrides_of(enrolment_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """What staff ever set in these enrolments and why, oldest first, for the export of one's own data: one statement.

    Who set it is not told: that is the staff's own affair, and stands in the audit log. `item_id` None is the total.
    """
    found: dict[int, list[dict[str, Any]]] = {}
    rows = db.session.execute(
        select(
            GradeOverride.enrolment_id, GradeOverride.item_id, GradeOverride.percent, GradeOverride.reason,
            GradeOverride.set_at, GradeOverride.ended_at,
        )
        .where(GradeOverride.enrolment_id.in_(enrolment_ids))
        .order_by(GradeOverride.id)
    )  # fmt: skip
    for enrolment_id, *values in rows:
        told = dict(zip(("item_id", "percent", "reason", "set_at", "ended_at"), values, strict=True))
        found.setdefault(enrolment_id, []).append(told)
    return found
