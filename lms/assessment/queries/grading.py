"""What waits to be graded, and what the staff have said of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from lms.assessment.models import Grading, Submission
from lms.core.db import db
from lms.enrolment.queries import enrolments_taking_part

STATES = ("submitted", "returned")


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of a course's work is listed; `item_id` None means every assignment."""

    state: str = "submitted"
    item_id: int | None = None
    only_late: bool = False


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One piece of handed-in work."""

    public_id: str
    person_id: int
    item_id: int
    number: int
    state: str
    submitted_at: datetime
    late_days: int
    percent: float | None


def _matches(course_id: int, wanted: QueueFilter) -> tuple[ColumnElement[bool], ...]:
    conditions = [
        Submission.course_id == course_id,
        Submission.state == wanted.state,
        Submission.enrolment_id.in_(enrolments_taking_part()),
    ]
    if wanted.item_id is not None:
        conditions.append(Submission.item_id == wanted.item_id)
    if wanted.only_late:
        conditions.append(Submission.late_days > 0)
    return tuple(conditions)


def count_in_queue(course_id: int, wanted: QueueFilter) -> int:
    """How many pieces of work the filter meets."""
    return db.session.scalar(select(func.count()).where(*_matches(course_id, wanted))) or 0


def count_waiting(course_ids: list[int]) -> dict[int, int]:
    """How much work waits in each of these courses; where none does, the course is left out. One statement."""
    if not course_ids:
        return {}
    rows: Any = db.session.execute(
        select(Submission.course_id, func.count())
        .where(
            Submission.course_id.in_(course_ids),
            Submission.state == "submitted",
            Submission.enrolment_id.in_(enrolments_taking_part()),
        )
        .group_by(Submission.course_id)
    )
    return dict(rows.all())


def grading_queue(course_id: int, wanted: QueueFilter, *, offset: int, limit: int) -> list[QueueLine]:
    """Oldest first. Work of people who have left the course is not listed."""
    rows: Any = db.session.execute(
        select(
            Submission.public_id, Submission.person_id, Submission.item_id, Submission.number, Submission.state,
            Submission.submitted_at, Submission.late_days, Submission.percent,
        )
        .where(*_matches(course_id, wanted))
        .order_by(Submission.submitted_at, Submission.id)
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    return [QueueLine(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Around:
    """Public ids of the work before and after one in the queue."""

    previous: str | None
    following: str | None


def around_in_queue(
    course_id: int, wanted: QueueFilter, *, submitted_at: datetime, submission_id: int, but_of: int
) -> Around:
    """What stands beside a piece of work, itself in the queue or not; `but_of`: a grader's own work is passed over."""
    here = (Submission.submitted_at, Submission.id)
    earlier = or_(here[0] < submitted_at, and_(here[0] == submitted_at, here[1] < submission_id))
    later = or_(here[0] > submitted_at, and_(here[0] == submitted_at, here[1] > submission_id))
    found = (*_matches(course_id, wanted), Submission.person_id != but_of)
    before = select(Submission.public_id).where(*found, earlier).order_by(here[0].desc(), here[1].desc()).limit(1)
    after = select(Submission.public_id).where(*found, later).order_by(*here).limit(1)
    row = db.session.execute(select(before.scalar_subquery(), after.scalar_subquery())).one()
    return Around(*row)


@dataclass(frozen=True, slots=True)
class GradingFacts:
    """What the staff have said so far; `comments` are [{"paragraph", "quote", "text"}]."""

    marks: dict[str, Any]
    given_percent: float | None
    comments: list[Any]
    feedback: str
    seq: int
    saved_by: int | None
    saved_at: datetime | None


NOTHING_SAID = GradingFacts({}, None, [], "", 0, None, None)


_SAID = (
    Grading.marks, Grading.given_percent, Grading.comments, Grading.feedback, Grading.seq, Grading.saved_by,
    Grading.saved_at,
)  # fmt: skip


def grading_of(submission_id: int) -> GradingFacts:
    """`NOTHING_SAID` before the first word is."""
    row = db.session.execute(select(*_SAID).where(Grading.submission_id == submission_id)).one_or_none()
    return GradingFacts(*row) if row else NOTHING_SAID


def gradings_of(person_id: int) -> dict[int, GradingFacts]:
    """What was said of somebody's work so far, by its id, whether or not they may read it yet: one statement."""
    rows: Any = db.session.execute(
        select(Submission.id, *_SAID)
        .join(Grading, Grading.submission_id == Submission.id)
        .where(Submission.person_id == person_id)
    )
    return {submission_id: GradingFacts(*said) for submission_id, *said in rows}
