"""What people are in the middle of."""

from dataclasses import dataclass

from sqlalchemy import func, select, union

from lms.assessment.models import Attempt, Submission
from lms.core.db import db
from lms.enrolment.queries import learners_in


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Attempts that are open, and work that is being written or waits for its grade."""

    attempts: int
    works: int


def going_on(course_id: int) -> GoingOn:
    """Of those who take part in the course: two statements."""
    learners = learners_in(course_id).subquery()
    attempts = (
        select(func.count())
        .select_from(Attempt)
        .join(learners, learners.c.id == Attempt.enrolment_id)
        .where(Attempt.state == "open")
    )
    works = (
        select(func.count())
        .select_from(Submission)
        .join(learners, learners.c.id == Submission.enrolment_id)
        .where(Submission.state != "returned")
    )
    return GoingOn(db.session.scalar(attempts) or 0, db.session.scalar(works) or 0)


def versions_begun(enrolment_id: int, item_id: int) -> list[int]:
    """The versions of a quiz or assignment that somebody's attempts and work belong to, the newest first: one
    statement."""
    begun = union(
        *(
            select(model.item_version_id).where(model.enrolment_id == enrolment_id, model.item_id == item_id)
            for model in (Attempt, Submission)
        )
    )
    return sorted(db.session.scalars(begun), reverse=True)
