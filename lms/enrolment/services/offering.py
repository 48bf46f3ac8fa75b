"""How a course takes people in."""

from datetime import date, datetime

from sqlalchemy import update

from lms.audit.services import record
from lms.core.db import db, upsert
from lms.core.errors import Refused
from lms.enrolment import rules
from lms.enrolment.models import Offering
from lms.enrolment.services.seats import give_seat_to_first_waiting, hold, is_anyone, take_seat


def open_offering(
    course_id: int,
    *,
    mode: str,
    capacity: int | None,
    access_code: str | None = None,
    opens_on: date | None = None,
    closes_on: date | None = None,
) -> None:
    """Lets a course take people in. One that already does keeps the settings its administrators gave it."""
    days = {"opens_on": opens_on, "closes_on": closes_on}
    db.session.execute(
        upsert(Offering)
        .values(course_id=course_id, mode=mode, capacity=capacity, seats_taken=0, access_code=access_code, **days)
        .on_conflict_do_nothing(index_elements=["course_id"])
    )


def change_offering(
    course_id: int,
    *,
    mode: str,
    capacity: int | None,
    access_code: str | None,
    opens_on: date | None = None,
    closes_on: date | None = None,
    by: int,
    now: datetime,
) -> None:
    """Sets how, and from which to which day (in UTC), a course takes people in.

    New seats go to the waiting list at once, whatever the day: they asked in time. Raises `Refused` when the capacity
    is below the seats taken, the mode is `code` without a code, or the days are the wrong way round.
    """
    held = hold(course_id)
    if capacity is not None and capacity < held.seats_taken:
        raise Refused(
            "%(taken)s people have a seat already. Give at least as many.", field="capacity", taken=held.seats_taken
        )
    if mode == "code" and not (access_code or "").strip():
        raise Refused("Give the code that people will enter.", field="access_code")
    if not rules.are_days_in_order(opens_on, closes_on):
        raise Refused(rules.CLOSES_BEFORE_IT_OPENS, field="closes_on")
    code = access_code.strip() if access_code else None
    db.session.execute(
        update(Offering)
        .where(Offering.course_id == course_id)
        .values(mode=mode, capacity=capacity, access_code=code, opens_on=opens_on, closes_on=closes_on)
    )
    days = {name: day.isoformat() if day else None for name, day in (("opens_on", opens_on), ("closes_on", closes_on))}
    record("offering.changed", f"course:{course_id}", by=by, now=now, mode=mode, capacity=capacity, **days)
    while is_anyone(course_id, "waitlisted") and take_seat(course_id):
        give_seat_to_first_waiting(course_id, now)
