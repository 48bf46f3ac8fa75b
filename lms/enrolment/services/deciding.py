"""What the staff of a course decide about its people. All of it is written to the audit log."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Row

from lms.audit.services import record
from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import rules
from lms.enrolment.letters import write_about_place
from lms.enrolment.models import Enrolment
from lms.enrolment.services.seats import activate, end_place, hold, set_status, take_seat


def approve(enrolment_id: int, *, by: int, now: datetime) -> str:
    """Grants a request: a seat, or the waiting list while there is none. Tells the person. Raises `Refused`."""
    asked = _hold_enrolment(enrolment_id)
    if asked.status != "pending":
        raise Refused("This request has been answered already.")
    record("enrolment.approved", f"enrolment:{enrolment_id}", by=by, now=now)
    if take_seat(asked.course_id):
        activate(enrolment_id, asked.person_id, asked.course_id, now)
        write_about_place("request-approved", person_id=asked.person_id, course_id=asked.course_id, now=now)
        return "active"
    set_status(enrolment_id, "waitlisted")
    write_about_place("request-waiting", person_id=asked.person_id, course_id=asked.course_id, now=now)
    return "waitlisted"


def refuse(enrolment_id: int, *, by: int, now: datetime) -> None:
    """Turns a request down and tells the person. Raises `Refused` when it has been answered already."""
    asked = _hold_enrolment(enrolment_id)
    if asked.status != "pending":
        raise Refused("This request has been answered already.")
    set_status(enrolment_id, "refused", ended_at=now)
    record("enrolment.refused", f"enrolment:{enrolment_id}", by=by, now=now)
    write_about_place("request-refused", person_id=asked.person_id, course_id=asked.course_id, now=now)


def remove(enrolment_id: int, *, by: int, now: datetime) -> None:
    """Takes somebody out of the course or off the waiting list. Raises `Refused`."""
    held = _hold_enrolment(enrolment_id)
    if held.status == "completed":
        raise Refused("This person has completed the course. It stays in their record.")
    if held.status in rules.MAY_COME_BACK:
        raise Refused("This person is not enrolled any more.")
    record("enrolment.removed", f"enrolment:{enrolment_id}", by=by, now=now)
    end_place(enrolment_id, held.status, held.course_id, now)


def _hold_enrolment(enrolment_id: int) -> Row[int, int, str]:
    """Locks the offering of this enrolment, then the enrolment: always in this order, so none waits in a ring."""
    course_id = db.session.scalar(select(Enrolment.course_id).where(Enrolment.id == enrolment_id))
    if course_id is None:
        raise Refused("This request does not exist any more.")
    hold(course_id)
    return db.session.execute(
        select(Enrolment.person_id, Enrolment.course_id, Enrolment.status)
        .where(Enrolment.id == enrolment_id)
        .with_for_update()
    ).one()
