"""Seats, and who holds one.

Each change of a place first locks the course's offering (on SQLite the writing transaction itself is the lock), so
that nobody is put on the waiting list while a seat becomes free beside them. Whether there is a seat is decided by the
database in the UPDATE that takes it, and guarded by a CHECK.
"""

from datetime import date, datetime

from sqlalchemy import Select, select, update
from sqlalchemy.engine import Row

from lms.core.db import db, rows_changed
from lms.core.errors import Refused
from lms.enrolment.letters import write_about_place
from lms.enrolment.models import Enrolment, Offering
from lms.enrolment.signals import enrolment_activated

Held = Row[str, int | None, int, str | None, date | None, date | None]
_HELD = (
    Offering.mode, Offering.capacity, Offering.seats_taken, Offering.access_code, Offering.opens_on, Offering.closes_on,
)  # fmt: skip


def hold(course_id: int) -> Held:
    """Locks the offering until the transaction ends. Raises `Refused` when the course takes nobody in."""
    held = db.session.execute(select(*_HELD).where(Offering.course_id == course_id).with_for_update()).first()
    if held is None:
        raise Refused("Enrolment in this course is not open yet.")
    return held


def take_seat(course_id: int) -> bool:
    """Counts one more seat as taken if there is one, which the database decides (F05)."""
    taken = rows_changed(
        update(Offering)
        .where(
            Offering.course_id == course_id,
            Offering.capacity.is_(None) | (Offering.seats_taken < Offering.capacity),
        )
        .values(seats_taken=Offering.seats_taken + 1)
        .execution_options(synchronize_session=False)
    )
    return taken == 1


def set_status(enrolment_id: int, status: str, **changes: object) -> None:
    """Writes how a place stands, and what else changes with it, as columns of `enrolment`."""
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .values(status=status, **changes)
        .execution_options(synchronize_session=False)
    )


def activate(enrolment_id: int, person_id: int, course_id: int, now: datetime) -> None:
    """Lets somebody take part in whose name a seat is counted already, and announces it."""
    set_status(enrolment_id, "active", activated_at=now, ended_at=None)
    enrolment_activated.send(None, enrolment_id=enrolment_id, person_id=person_id, course_id=course_id, now=now)


def end_place(enrolment_id: int, status: str, course_id: int, now: datetime) -> None:
    """Ends a place; a seat that it held goes to the first who waits, or becomes free."""
    set_status(enrolment_id, "withdrawn", ended_at=now)
    if status == "active" and not give_seat_to_first_waiting(course_id, now):
        db.session.execute(
            update(Offering)
            .where(Offering.course_id == course_id)
            .values(seats_taken=Offering.seats_taken - 1)
            .execution_options(synchronize_session=False)
        )


def is_anyone(course_id: int, status: str) -> bool:
    """Whether somebody's place in the course stands so."""
    return db.session.scalar(_first(course_id, status)) is not None


def _first(course_id: int, status: str) -> Select[int]:
    """Who has waited longest in this course for an answer or for a seat."""
    return (
        select(Enrolment.id)
        .where(Enrolment.course_id == course_id, Enrolment.status == status)
        .order_by(Enrolment.requested_at, Enrolment.id)
        .limit(1)
    )


def give_seat_to_first_waiting(course_id: int, now: datetime) -> bool:
    """Hands a seat that is counted already to the first who waits, and tells them. False when nobody does."""
    first = db.session.execute(
        select(Enrolment.id, Enrolment.person_id)
        .where(Enrolment.id == _first(course_id, "waitlisted").scalar_subquery())
        .with_for_update()
    ).first()
    if first is None:
        return False
    activate(first.id, first.person_id, course_id, now)
    write_about_place("place-free", person_id=first.person_id, course_id=course_id, now=now)
    return True
