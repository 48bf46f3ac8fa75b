"""Changes of places.

Each of them first locks the course's offering (on SQLite the writing transaction itself is the lock), so that
nobody is put on the waiting list while a seat becomes free beside them. Whether there is a seat is decided by the
database in the UPDATE that takes it, and guarded by a CHECK.
"""

from datetime import date, datetime

from sqlalchemy import Select, insert, select, update
from sqlalchemy.engine import Row

from lms.audit.services import record
from lms.core.db import db, rows_changed, upsert
from lms.core.errors import Refused
from lms.enrolment import rules
from lms.enrolment.letters import write_about_place, write_about_request
from lms.enrolment.models import Enrolment, Offering
from lms.enrolment.signals import enrolment_activated

_Held = Row[str, int | None, int, str | None, date | None, date | None]
_HELD = (
    Offering.mode, Offering.capacity, Offering.seats_taken, Offering.access_code, Offering.opens_on, Offering.closes_on,
)  # fmt: skip


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
    held = _hold(course_id)
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
    while _is_anyone(course_id, "waitlisted") and _take_seat(course_id):
        _give_seat_to_first_waiting(course_id, now)


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
    held = _hold(course_id)
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
        others_unanswered=_is_anyone(course_id, "pending"), asked_before_at=mine.requested_at if mine else None, now=now
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
        _set_status(enrolment_id, status, requested_at=now, ended_at=None)
    if status == "waitlisted" and _take_seat(course_id):
        _activate(enrolment_id, person_id, course_id, now)
        return "active"
    return status


def withdraw(*, person_id: int, course_id: int, now: datetime) -> None:
    """Leaves the course, the waiting list or the request. Progress is kept. Raises `Refused`."""
    _hold(course_id)
    mine = db.session.execute(
        select(Enrolment.id, Enrolment.status)
        .where(Enrolment.person_id == person_id, Enrolment.course_id == course_id)
        .with_for_update()
    ).first()
    if mine is not None and mine.status == "completed":
        raise Refused("You have completed this course. It stays in your record.")
    if mine is None or mine.status in rules.MAY_COME_BACK:
        raise Refused("You are not enrolled in this course.")
    _end(mine.id, mine.status, course_id, now)


def approve(enrolment_id: int, *, by: int, now: datetime) -> str:
    """Grants a request: a seat, or the waiting list while there is none. Tells the person. Raises `Refused`."""
    asked = _hold_enrolment(enrolment_id)
    if asked.status != "pending":
        raise Refused("This request has been answered already.")
    record("enrolment.approved", f"enrolment:{enrolment_id}", by=by, now=now)
    if _take_seat(asked.course_id):
        _activate(enrolment_id, asked.person_id, asked.course_id, now)
        write_about_place("request-approved", person_id=asked.person_id, course_id=asked.course_id, now=now)
        return "active"
    _set_status(enrolment_id, "waitlisted")
    write_about_place("request-waiting", person_id=asked.person_id, course_id=asked.course_id, now=now)
    return "waitlisted"


def refuse(enrolment_id: int, *, by: int, now: datetime) -> None:
    """Turns a request down and tells the person. Raises `Refused` when it has been answered already."""
    asked = _hold_enrolment(enrolment_id)
    if asked.status != "pending":
        raise Refused("This request has been answered already.")
    _set_status(enrolment_id, "refused", ended_at=now)
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
    _end(enrolment_id, held.status, held.course_id, now)


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


def _check_window(held: _Held, now: datetime) -> None:
    """Raises `Refused` on a day, in UTC, on which nobody can ask for a place."""
    window = rules.enrolment_window(held.opens_on, held.closes_on, now.date())
    if window == rules.NOT_YET:
        raise Refused("Enrolment opens on %(day)s.", day=held.opens_on)
    if window == rules.OVER:
        raise Refused("Enrolment ended on %(day)s.", day=held.closes_on)


def _hold(course_id: int) -> _Held:
    """Locks the offering until the transaction ends. Raises `Refused` when the course takes nobody in."""
    held = db.session.execute(select(*_HELD).where(Offering.course_id == course_id).with_for_update()).first()
    if held is None:
        raise Refused("Enrolment in this course is not open yet.")
    return held


def _hold_enrolment(enrolment_id: int) -> Row[int, int, str]:
    """Locks the offering of this enrolment, then the enrolment: always in this order, so none waits in a ring."""
    course_id = db.session.scalar(select(Enrolment.course_id).where(Enrolment.id == enrolment_id))
    if course_id is None:
        raise Refused("This request does not exist any more.")
    _hold(course_id)
    return db.session.execute(
        select(Enrolment.person_id, Enrolment.course_id, Enrolment.status)
        .where(Enrolment.id == enrolment_id)
        .with_for_update()
    ).one()


def _take_seat(course_id: int) -> bool:
    """The database decides whether there is one (F05)."""
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


def _set_status(enrolment_id: int, status: str, **changes: object) -> None:
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .values(status=status, **changes)
        .execution_options(synchronize_session=False)
    )


def _activate(enrolment_id: int, person_id: int, course_id: int, now: datetime) -> None:
    _set_status(enrolment_id, "active", activated_at=now, ended_at=None)
    enrolment_activated.send(None, enrolment_id=enrolment_id, person_id=person_id, course_id=course_id, now=now)


def _end(enrolment_id: int, status: str, course_id: int, now: datetime) -> None:
    """Ends a place; a seat that it held goes to the first who waits, or becomes free."""
    _set_status(enrolment_id, "withdrawn", ended_at=now)
    if status == "active" and not _give_seat_to_first_waiting(course_id, now):
        db.session.execute(
            update(Offering)
            .where(Offering.course_id == course_id)
            .values(seats_taken=Offering.seats_taken - 1)
            .execution_options(synchronize_session=False)
        )


def _is_anyone(course_id: int, status: str) -> bool:
    return db.session.scalar(_first(course_id, status)) is not None


def _first(course_id: int, status: str) -> Select[int]:
    """Who has waited longest in this course for an answer or for a seat."""
    return (
        select(Enrolment.id)
        .where(Enrolment.course_id == course_id, Enrolment.status == status)
        .order_by(Enrolment.requested_at, Enrolment.id)
        .limit(1)
    )


def _give_seat_to_first_waiting(course_id: int, now: datetime) -> bool:
    """Hands a seat that is counted already to the first who waits, and tells them. False when nobody does."""
    first = db.session.execute(
        select(Enrolment.id, Enrolment.person_id)
        .where(Enrolment.id == _first(course_id, "waitlisted").scalar_subquery())
        .with_for_update()
    ).first()
    if first is None:
        return False
    _activate(first.id, first.person_id, course_id, now)
    write_about_place("place-free", person_id=first.person_id, course_id=course_id, now=now)
    return True
