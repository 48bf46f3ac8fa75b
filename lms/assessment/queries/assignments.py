"""What is known of assignments and of the work that people hand in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select

from lms.assessment.models import Assignment, Grading, PeerReview, Submission
from lms.assessment.rules.assignments import (
    AssignmentSettings,
    closing_moment,
    due_moment,
    is_closed,
    read_assignment,
)
from lms.core.cache import remembered
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.languages import best_language
from lms.courses.queries import course_by_id, outline
from lms.enrolment.queries import enrolment_by_id, enrolments_taking_part


@dataclass(frozen=True, slots=True)
class RubricRow:
    """A criterion in somebody's language; `levels` are (key, points, words) in the author's order."""

    key: str
    title: str
    most: int
    levels: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class AssignmentContent:
    """An assignment as one item version has it: never changed once stored, so it is remembered."""

    settings: AssignmentSettings
    words: Mapping[str, Any]

    def rubric_in(self, wanted: list[str]) -> tuple[RubricRow, ...]:
        """The rubric in the first of these languages that it has, else in any; keys where it has no words."""
        language = best_language(wanted, list(self.words)) or next(iter(self.words), "")
        words = self.words.get(language, {})
        rows = []
        for criterion in self.settings.rubric:
            told = words.get(criterion.key, {"title": criterion.key, "levels": {}})
            levels = tuple((key, points, told["levels"].get(key, key)) for key, points in criterion.levels.items())
            rows.append(RubricRow(criterion.key, told["title"], criterion.most, levels))
        return tuple(rows)


@remembered(maxsize=64)
def assignment_content(item_version_id: int) -> AssignmentContent:
    """One statement the first time, none later. Raises `Missing` when it is no assignment."""
    row = db.session.execute(
        select(Assignment.settings, Assignment.words).where(Assignment.item_version_id == item_version_id)
    ).one_or_none()
    if row is None:
        raise Missing(f"assignment of item version {item_version_id}")
    return AssignmentContent(read_assignment(row.settings), row.words)


def assignments_of(person_id: int) -> dict[int, AssignmentContent]:
    """By item version id, those that somebody has worked at or reviewed the work of: one statement."""
    their_work = select(Submission.item_version_id).where(Submission.person_id == person_id)
    reviewed = (
        select(Submission.item_version_id)
        .join(PeerReview, PeerReview.submission_id == Submission.id)
        .where(PeerReview.person_id == person_id)
    )
    rows = db.session.execute(
        select(Assignment.item_version_id, Assignment.settings, Assignment.words).where(
            or_(Assignment.item_version_id.in_(their_work), Assignment.item_version_id.in_(reviewed))
        )
    )
    return {row.item_version_id: AssignmentContent(read_assignment(row.settings), row.words) for row in rows}


def version_in_force(course_id: int, item_id: int, otherwise: int) -> int:
    """The item's version in the current revision, or the one given when the course no longer has the item.

    A due date that the staff have moved holds for whoever is still writing.
    """
    course = course_by_id(course_id)
    item = outline(course.revision_id).item_by_id(item_id) if course else None
    return item.version_id if item else otherwise


def content_in_force(course_id: int, item_id: int, otherwise: int) -> AssignmentContent:
    """The assignment as `version_in_force` has it: what holds for whoever is still writing."""
    return assignment_content(version_in_force(course_id, item_id, otherwise))


@dataclass(frozen=True, slots=True)
class Times:
    """When somebody's work is due, and from when on none is taken; None: never."""

    due_at: datetime | None
    closes_at: datetime | None
    is_closed: bool


def times_of(settings: AssignmentSettings, place_given_at: datetime | None, now: datetime) -> Times:
    """For whoever got their place in the course at this moment."""
    due = due_moment(settings, place_given_at)
    closes = closing_moment(settings, due)
    return Times(due, closes, is_closed(closes, now))


def times_for(settings: AssignmentSettings, enrolment_id: int, now: datetime) -> Times:
    """For the person who has this place: one statement."""
    enrolment = enrolment_by_id(enrolment_id)
    return times_of(settings, enrolment.activated_at if enrolment else None, now)


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One piece of work in a list; `percent` is 0-100, None until it is returned."""

    id: int
    public_id: str
    number: int
    state: str  # draft | submitted | returned
    saved_at: datetime | None
    submitted_at: datetime | None
    late_days: int
    percent: float | None
    passed: bool | None
    returned_at: datetime | None


def _any(row: Any) -> tuple[Any, ...]:
    """A row whose many columns a type checker can't count."""
    return tuple(row)


def submissions_at(enrolment_id: int, item_id: int) -> tuple[SubmissionLine, ...]:
    """The work of one enrolment at one assignment, oldest first, whichever revision it belongs to."""
    rows = db.session.execute(
        select(
            Submission.id, Submission.public_id, Submission.number, Submission.state, Submission.saved_at,
            Submission.submitted_at, Submission.late_days, Submission.percent, Submission.passed,
            Submission.returned_at,
        )
        .where(Submission.enrolment_id == enrolment_id, Submission.item_id == item_id)
        .order_by(Submission.number)
    )  # fmt: skip
    return tuple(SubmissionLine(*_any(row)) for row in rows)


def counted_percent(submissions: tuple[SubmissionLine, ...]) -> float | None:
    """The grade that counts, 0-100: of the best work that was returned; None before the first is."""
    return max((each.percent for each in submissions if each.percent is not None), default=None)


def is_untouched(submission_id: int) -> bool:
    """Whether nobody has begun to grade or to review a piece of work, and its author reviews nobody's for it yet.

    One statement.
    """
    graded = exists().where(Grading.submission_id == submission_id)
    reviewed = exists().where(
        PeerReview.item_id == Submission.item_id,
        or_(PeerReview.submission_id == submission_id, PeerReview.enrolment_id == Submission.enrolment_id),
    )
    untouched = select(Submission.id).where(Submission.id == submission_id, ~graded, ~reviewed)
    return db.session.scalar(untouched) is not None


@dataclass(frozen=True, slots=True)
class SubmissionSheet:
    """One piece of work with its text."""

    id: int
    public_id: str
    enrolment_id: int
    person_id: int
    course_id: int
    item_id: int
    item_version_id: int
    number: int
    state: str
    text: str
    seq: int
    saved_at: datetime | None
    submitted_at: datetime | None
    due_at: datetime | None
    late_days: int
    percent: float | None
    passed: bool | None
    graded_by: str | None
    returned_at: datetime | None

    @property
    def is_draft(self) -> bool:
        return self.state == "draft"

    @property
    def is_returned(self) -> bool:
        return self.state == "returned"

    @property
    def shows_staff_words(self) -> bool:
        """Whether its author reads what the staff say: once they return it, not while they are still thinking."""
        return self.is_returned and self.graded_by == "staff"


_SHEET = (
    Submission.id, Submission.public_id, Submission.enrolment_id, Submission.person_id, Submission.course_id,
    Submission.item_id, Submission.item_version_id, Submission.number, Submission.state, Submission.text,
    Submission.seq, Submission.saved_at, Submission.submitted_at, Submission.due_at, Submission.late_days,
    Submission.percent, Submission.passed, Submission.graded_by, Submission.returned_at,
)  # fmt: skip


def submission_sheet(public_id: str) -> SubmissionSheet | None:
    """The work, or None when there is none or its author has left the course: one statement."""
    taking_part = enrolments_taking_part().subquery()
    row = db.session.execute(
        select(*_SHEET)
        .join(taking_part, taking_part.c.id == Submission.enrolment_id)
        .where(Submission.public_id == public_id)
    ).one_or_none()
    return SubmissionSheet(*_any(row)) if row else None


def submission_by_id(submission_id: int) -> SubmissionSheet | None:
    """The work whatever became of its author's place: for other people's reviews, and for jobs."""
    row = db.session.execute(select(*_SHEET).where(Submission.id == submission_id)).one_or_none()
    return SubmissionSheet(*_any(row)) if row else None


def submissions_of(person_id: int) -> list[SubmissionSheet]:
    """All the work of somebody, drafts too, whatever became of their places: one statement."""
    rows = db.session.execute(select(*_SHEET).where(Submission.person_id == person_id).order_by(Submission.id))
    return [SubmissionSheet(*_any(row)) for row in rows]
