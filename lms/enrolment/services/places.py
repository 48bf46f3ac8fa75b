"""What people do about their own place, and what learning does to it."""

from datetime import datetime

from sqlalchemy import insert, select, update

from lms.core.db import db, rows_changed
from lms.core.errors import Refused
from lms.enrolment import rules
from lms.enrolment.letters import write_about_request
from lms.enrolment.models import Enrolment
from lms.enrolment.services.seats import Held, activate, end_place, hold, is_anyone, set_status, take_seat


def enrol(
    *,
    person_id: int,
    course_id: int,
    prerequisites_met: bool,
    now: datetime,
    access_code: str | None = None,
    is_archived: bool = False,
) -> str:
    """Gives a seat, a place on the waiting list or a request to decide, and returns the status that came of it.

    The staff get a letter about a request (`rules.is_staff_told`). Pressing twice changes nothing. Whoever left comes
    back to the progress they had. Raises `Refused`.
    """
    held = hold(course_id)
    mine = db.session.execute(
        select(Enrolment.id, Enrolment.status, Enrolment.requested_at)
        .where(Enrolment.person_id == person_id, Enrolment.course_id == course_id)
        .with_for_update()
    ).first()
    if mine is not None and mine.status not in rules.MAY_COME_BACK:
        return str(mine.status)
    if is_archived:
        raise Refused("Enrolment in this course is closed.")
    _check_window(held, now)
    if not prerequisites_met:
        raise Refused("Complete the courses that come first, then enrol.")
    if held.mode == "code" and not rules.is_code_right(held.access_code, access_code):
        raise Refused("This code does not open the course. Check it with whoever gave it to you.", field="code")
    status = "pending" if held.mode == "approval" else "waitlisted"
    if status == "pending" and rules.is_staff_told(
        others_unanswered=is_anyone(course_id, "pending"), asked_before_at=mine.requested_at if mine else None, now=now
    ):
        write_about_request(course_id, now=now)
    if mine is None:
        enrolment_id = db.session.execute(
            insert(Enrolment)
            .values(person_id=person_id, course_id=course_id, status=status, requested_at=now)
            .returning(Enrolment.id)
        ).scalar_one()
    else:
        enrolment_id = mine.id
        set_status(enrolment_id, status, requested_at=now, ended_at=None)
    if status == "waitlisted" and take_seat(course_id):
        activate(enrolment_id, person_id, course_id, now)
        return "active"
    return status


def _check_window(held: Held, now: datetime) -> None:
    """Raises `Refused` on a day, in UTC, on which nobody can ask for a place."""
    window = rules.enrolment_window(held.opens_on, held.closes_on, now.date())
    if window == rules.NOT_YET:
        raise Refused("Enrolment opens on %(day)s.", day=held.opens_on)
    if window == rules.OVER:
        raise Refused("Enrolment ended on %(day)s.", day=held.closes_on)


def withdraw(*, person_id: int, course_id: int, now: datetime) -> None:
    """Leaves the course, the waiting list or the request. Progress is kept. Raises `Refused`."""
    hold(course_id)
    mine = db.session.execute(
        select(Enrolment.id, Enrolment.status)
        .where(Enrolment.person_id == person_id, Enrolment.course_id == course_id)
        .with_for_update()
    ).first()
    if mine is not None and mine.status == "completed":
        raise Refused("You have completed this course. It stays in your record.")
    if mine is None or mine.status in rules.MAY_COME_BACK:
        raise Refused("You are not enrolled in this course.")
    end_place(mine.id, mine.status, course_id, now)


def complete(enrolment_id: int, now: datetime) -> bool:
    """Marks an active enrolment completed; False when it was not active, so that it happens once."""
    completed = rows_changed(
        update(Enrolment)
        .where(Enrolment.id == enrolment_id, Enrolment.status == "active")
        .values(status="completed", completed_at=now)
        .execution_options(synchronize_session=False)
    )
    return completed == 1


def set_language(enrolment_id: int, language: str | None) -> None:
    """Chooses the language in which this person reads this course; None follows the interface."""
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .values(language=language)
        .execution_options(synchronize_session=False)
    )
