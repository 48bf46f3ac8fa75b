"""What people are in the middle of."""

from dataclasses import dataclass

from sqlalchemy import func, select

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
