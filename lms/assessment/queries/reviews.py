"""Peer reviews: whose work somebody was asked to review, and what was said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.assessment.models import PeerReview, Submission
from lms.core.db import db
from lms.enrolment.queries import enrolments_taking_part


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review that somebody gives, or gets: names stand nowhere."""

    public_id: str
    due_at: datetime
    marks: dict[str, Any]
    comment: str
    given_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Whether its time has passed without a word."""
        return self.given_at is None and self.due_at < now


_LINE = (PeerReview.public_id, PeerReview.due_at, PeerReview.marks, PeerReview.comment, PeerReview.given_at)


def reviews_to_give(enrolment_id: int, item_id: int) -> tuple[ReviewLine, ...]:
    """What this enrolment was asked to review, in the order it was asked."""
    rows = db.session.execute(
        select(*_LINE)
        .where(PeerReview.enrolment_id == enrolment_id, PeerReview.item_id == item_id)
        .order_by(PeerReview.id)
    )
    return tuple(ReviewLine(*row) for row in rows)


def reviews_got(submission_id: int) -> tuple[ReviewLine, ...]:
    """The reviews of a piece of work, given or not, in an order that tells nothing."""
    rows = db.session.execute(
        select(*_LINE).where(PeerReview.submission_id == submission_id).order_by(PeerReview.public_id)
    )
    return tuple(ReviewLine(*row) for row in rows)


def given_among(reviews: Sequence[ReviewLine]) -> tuple[ReviewLine, ...]:
    """Those that were given."""
    return tuple(review for review in reviews if review.given_at is not None)


def count_owed(to_give: Sequence[ReviewLine], now: datetime) -> int:
    """How many of these reviews are still to be written."""
    return sum(review.given_at is None and not review.is_over(now) for review in to_give)


def readable_reviews(
    got: Sequence[ReviewLine], to_give: Sequence[ReviewLine], *, is_returned: bool, now: datetime
) -> tuple[ReviewLine, ...]:
    """Those of the reviews of a work that its author may read: what was given, once they have given their own.

    Once the work is returned, what they owe holds nothing back any more.
    """
    if not is_returned and count_owed(to_give, now):
        return ()
    return given_among(got)


@dataclass(frozen=True, slots=True)
class WrittenReview:
    """A review that somebody was asked for, and which version of which step it is about; whose work it is, nobody."""

    line: ReviewLine
    enrolment_id: int
    item_id: int
    item_version_id: int


def reviews_by(person_id: int) -> list[WrittenReview]:
    """Every review that somebody was asked for, begun or not: one statement."""
    rows: Any = db.session.execute(
        select(PeerReview.enrolment_id, PeerReview.item_id, Submission.item_version_id, *_LINE)
        .join(Submission, Submission.id == PeerReview.submission_id)
        .where(PeerReview.person_id == person_id)
        .order_by(PeerReview.id)
    )
    return [WrittenReview(ReviewLine(*row[3:]), *row[:3]) for row in rows]


def reviews_of_work_by(person_id: int) -> dict[int, tuple[ReviewLine, ...]]:
    """The reviews of somebody's work by its id, given or not, in an order that tells nothing: one statement."""
    rows: Any = db.session.execute(
        select(PeerReview.submission_id, *_LINE)
        .join(Submission, Submission.id == PeerReview.submission_id)
        .where(Submission.person_id == person_id)
        .order_by(PeerReview.public_id)
    )
    found: dict[int, tuple[ReviewLine, ...]] = {}
    for submission_id, *line in rows:
        found[submission_id] = (*found.get(submission_id, ()), ReviewLine(*line))
    return found


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """A review with the work it is about; `person_id` is the reviewer's."""

    id: int
    public_id: str
    submission_id: int
    item_id: int
    enrolment_id: int
    person_id: int
    due_at: datetime
    marks: dict[str, Any]
    comment: str
    seq: int
    given_at: datetime | None


def review_sheet(public_id: str) -> ReviewSheet | None:
    """None when there is none or the reviewer has left the course: one statement."""
    taking_part = enrolments_taking_part().subquery()
    row = db.session.execute(
        select(
            PeerReview.id, PeerReview.public_id, PeerReview.submission_id, PeerReview.item_id,
            PeerReview.enrolment_id, PeerReview.person_id, PeerReview.due_at, PeerReview.marks, PeerReview.comment,
            PeerReview.seq, PeerReview.given_at,
        )
        .join(taking_part, taking_part.c.id == PeerReview.enrolment_id)
        .where(PeerReview.public_id == public_id)
    ).one_or_none()  # fmt: skip
    return ReviewSheet(*row) if row else None


@dataclass(frozen=True, slots=True)
class PoolWork:
    """The one work of an enrolment that is reviewed; `was_allotted`: somebody was asked to."""

    submission_id: int
    enrolment_id: int
    person_id: int
    submitted_at: datetime
    is_returned: bool
    takes_part: bool
    was_allotted: bool


@dataclass(frozen=True, slots=True)
class PoolReview:
    submission_id: int
    enrolment_id: int
    due_at: datetime
    given_at: datetime | None
    takes_part: bool


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything that the allotment of one item needs to know."""

    works: tuple[PoolWork, ...]
    reviews: tuple[PoolReview, ...]


def pool_of(item_id: int) -> Pool:
    """Three statements, whatever the number. Of several works of one person it is the one that was allotted, else
    the last that was handed in."""
    here = enrolments_taking_part().subquery()
    taking_part = set(
        db.session.scalars(
            select(here.c.id)
            .join(Submission, Submission.enrolment_id == here.c.id)
            .where(Submission.item_id == item_id)
        )
    )
    reviews = tuple(
        PoolReview(row.submission_id, row.enrolment_id, row.due_at, row.given_at, row.enrolment_id in taking_part)
        for row in db.session.execute(
            select(
                PeerReview.submission_id, PeerReview.enrolment_id, PeerReview.due_at, PeerReview.given_at
            ).where(PeerReview.item_id == item_id)
        )
    )  # fmt: skip
    allotted = {review.submission_id for review in reviews}
    chosen: dict[int, PoolWork] = {}
    rows = db.session.execute(
        select(
            Submission.id, Submission.enrolment_id, Submission.person_id, Submission.submitted_at, Submission.state
        )
        .where(Submission.item_id == item_id, Submission.state != "draft")
        .order_by(Submission.enrolment_id, Submission.number)
    )  # fmt: skip
    for row in rows:
        known = chosen.get(row.enrolment_id)
        if known is None or not known.was_allotted:
            chosen[row.enrolment_id] = PoolWork(
                row.id, row.enrolment_id, row.person_id, row.submitted_at, row.state == "returned",
                row.enrolment_id in taking_part, row.id in allotted,
            )  # fmt: skip
    return Pool(tuple(chosen.values()), reviews)


def items_with_work_waiting() -> list[tuple[int, int]]:
    """(course id, item id) of the assignments that have work waiting for its grade."""
    rows = db.session.execute(
        select(Submission.course_id, Submission.item_id).where(Submission.state == "submitted").distinct()
    )
    return [(course_id, item_id) for course_id, item_id in rows]
