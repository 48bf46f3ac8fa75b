"""Places for tests: offerings and enrolments as the services make them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from lms.core.clock import utc_now
from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import EnrolmentFacts, enrolment_of
from lms.enrolment.services import enrol, open_offering


def an_offering(
    course: Any,
    mode: str = "open",
    capacity: int | None = None,
    access_code: str | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
) -> None:
    """Lets `course` (anything with an `id`) take people in."""
    open_offering(
        course.id, mode=mode, capacity=capacity, access_code=access_code, opens_on=opens_on, closes_on=closes_on
    )


def an_enrolment(person: Any, course: Any, now: datetime | None = None, **changes: Any) -> EnrolmentFacts:
    """`person` in `course`, as if they had pressed the button; `changes` are then written over the row."""
    an_offering(course)
    enrol(person_id=person.id, course_id=course.id, prerequisites_met=True, now=now or utc_now())
    if changes:
        mine = (Enrolment.person_id == person.id, Enrolment.course_id == course.id)
        db.session.execute(update(Enrolment).where(*mine).values(**changes))
    found = enrolment_of(person.id, course.id)
    assert found is not None
    return found


def a_completed_enrolment(person: Any, course: Any, now: datetime | None = None) -> EnrolmentFacts:
    """For prerequisites: completed, without the steps that lead there."""
    moment = now or utc_now()
    return an_enrolment(person, course, moment, status="completed", completed_at=moment)
