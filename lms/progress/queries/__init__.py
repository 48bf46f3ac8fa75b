"""How far people are."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from lms.core.db import db
from lms.courses.queries import CourseFacts, ItemFacts, Outline, outline, published_course
from lms.enrolment.learning import LearningFacts
from lms.enrolment.queries import EnrolmentFacts, enrolment_of
from lms.progress import rules
from lms.progress.models import CourseProgress, ItemProgress


@dataclass(frozen=True, slots=True)
class ItemState:
    """One person at one item; `watched` are merged intervals in seconds."""

    item_id: int
    status: str
    opened_at: datetime
    completed_at: datetime | None
    percent: float | None
    position_seconds: float | None
    watched: list[Any]

    @property
    def is_complete(self) -> bool:
        return self.status == "completed"


@dataclass(frozen=True, slots=True)
class CourseState:
    """The sum over one enrolment, as it was last counted."""

    enrolment_id: int
    revision_id: int
    completed_items: int
    required_items: int
    percent: int
    last_item_id: int | None
    last_seen_at: datetime | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything that is known of one enrolment; `course` is None before the first thing happened."""

    course: CourseState | None = None
    items: dict[int, ItemState] = field(default_factory=dict)

    @property
    def completed(self) -> frozenset[int]:
        """Ids of the completed items."""
        return frozenset(state.item_id for state in self.items.values() if state.is_complete)


_COURSE = (
    CourseProgress.enrolment_id, CourseProgress.revision_id, CourseProgress.completed_items,
    CourseProgress.required_items, CourseProgress.percent, CourseProgress.last_item_id,
    CourseProgress.last_seen_at, CourseProgress.completed_at,
)  # fmt: skip
_ITEM = (
    ItemProgress.item_id, ItemProgress.status, ItemProgress.opened_at, ItemProgress.completed_at,
    ItemProgress.percent, ItemProgress.position_seconds, ItemProgress.watched,
)  # fmt: skip


# Made once: building a statement costs as much as running it.
_PROGRESS = (
    select(*_COURSE, *_ITEM)
    .select_from(CourseProgress)
    .outerjoin(ItemProgress, ItemProgress.enrolment_id == CourseProgress.enrolment_id)
    .where(CourseProgress.enrolment_id == bindparam("enrolment_id"))
)


def progress_of(enrolment_id: int) -> Progress:
    """The course's sum and every item's state, by one statement."""
    rows = db.session.execute(_PROGRESS, {"enrolment_id": enrolment_id}).all()
    if not rows:
        return Progress()
    split = len(_COURSE)
    facts: list[Any] = [tuple(row) for row in rows]
    states = [_item_state(row[split:]) for row in facts if row[split] is not None]
    return Progress(CourseState(*facts[0][:split]), {state.item_id: state for state in states})


def course_states(enrolment_ids: list[int]) -> dict[int, CourseState]:
    """The sums of these enrolments, by one statement."""
    rows = db.session.execute(select(*_COURSE).where(CourseProgress.enrolment_id.in_(enrolment_ids)))
    return {row.enrolment_id: CourseState(*row) for row in rows}


def item_states(enrolment_id: int) -> dict[int, ItemState]:
    """How one enrolment stands at every item it has opened, by item id."""
    return item_states_in([enrolment_id]).get(enrolment_id, {})


def item_states_in(enrolment_ids: list[int]) -> dict[int, dict[int, ItemState]]:
    """The same of several by enrolment, left out where nothing was opened: one statement."""
    rows: Any = db.session.execute(
        select(ItemProgress.enrolment_id, *_ITEM).where(ItemProgress.enrolment_id.in_(enrolment_ids))
    )
    found: dict[int, dict[int, ItemState]] = {}
    for enrolment_id, *state in rows:
        one = _item_state(state)
        found.setdefault(enrolment_id, {})[one.item_id] = one
    return found


def _item_state(row: Any) -> ItemState:
    return ItemState(*[*row[:-1], row[-1] or []])


def completed_item_ids(enrolment_ids: list[int]) -> dict[int, set[int]]:
    """Which items are complete in each of these enrolments, by one statement."""
    rows = db.session.execute(
        select(ItemProgress.enrolment_id, ItemProgress.item_id).where(
            ItemProgress.enrolment_id.in_(enrolment_ids), ItemProgress.status == "completed"
        )
    )
    found: dict[int, set[int]] = {}
    for enrolment_id, item_id in rows:
        found.setdefault(enrolment_id, set()).add(item_id)
    return found


def learning_facts(enrolment_ids: list[int]) -> dict[int, LearningFacts]:
    """For the pages of the enrolment room: how far, and whether a step was ever opened."""
    states = course_states(enrolment_ids)
    return {key: LearningFacts(state.percent, state.last_item_id is not None) for key, state in states.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """One person before one course, and before one item of it when the address names one."""

    person_id: int
    course: CourseFacts
    outline: Outline
    enrolment: EnrolmentFacts | None
    progress: Progress
    locks: dict[int, rules.Lock]
    item: ItemFacts | None

    @property
    def course_id(self) -> int:
        return self.course.id

    @property
    def taking(self) -> EnrolmentFacts | None:
        """The enrolment as long as it takes part: what is done here is recorded with it, and with no other."""
        return self.enrolment if self.enrolment is not None and self.enrolment.takes_part else None

    @property
    def takes_part(self) -> bool:
        return self.taking is not None

    @property
    def lock(self) -> rules.Lock | None:
        return self.locks.get(self.item.id) if self.item else None

    @property
    def is_locked(self) -> bool:
        return self.lock is not None

    @property
    def the_item(self) -> ItemFacts:
        """The item of an address that names one."""
        if self.item is None:
            raise LookupError("this address names no item")
        return self.item

    @property
    def state(self) -> ItemState | None:
        """How this person stands at the item."""
        return self.progress.items.get(self.item.id) if self.item else None


def place_in_course(person_id: int, slug: str, item: str | None = None) -> Place | None:
    """None when the course is not published or has no such item. Three statements once the outline is remembered."""
    course = published_course(slug)
    if course is None:
        return None
    steps = outline(course.revision_id)
    found = steps.item(item) if item is not None else None
    if item is not None and found is None:
        return None
    enrolment = enrolment_of(person_id, course.id)
    progress = progress_of(enrolment.id) if enrolment else Progress()
    # Whoever has completed the course walks through it freely.
    is_over = enrolment is not None and enrolment.status == "completed"
    locks = {} if is_over else rules.find_locks(steps.modules, progress.completed)
    return Place(person_id, course, steps, enrolment, progress, locks, found)
