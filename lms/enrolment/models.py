from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model


class Offering(Model):
    """How one course takes people in. `seats_taken` is counted by the database, never by us reading first.

    Enrolment is open from `opens_on` to `closes_on`, both inclusive, as days in UTC; None sets no bound.
    """

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    mode: Mapped[str]  # open | approval | code
    capacity: Mapped[int | None]
    seats_taken: Mapped[int] = mapped_column(default=0)
    access_code: Mapped[str | None]
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("mode IN ('open', 'approval', 'code')", name="mode"),
        CheckConstraint("seats_taken >= 0", name="seats_not_negative"),
        CheckConstraint("capacity IS NULL OR seats_taken <= capacity", name="seats_within_capacity"),
        CheckConstraint("closes_on >= opens_on", name="days_in_order"),  # NULL, where a bound is open, passes
    )


class Enrolment(Model):
    """One person in one course. `pending` waits for approval, `waitlisted` for a seat; both hold none."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    status: Mapped[str]
    language: Mapped[str | None]  # the language this person takes this course in, when it is not their own
    requested_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("person_id", "course_id"),
        CheckConstraint(
            "status IN ('pending', 'waitlisted', 'active', 'completed', 'withdrawn', 'refused', 'expired')",
            name="status",
        ),
        Index("ix_enrolment_course_id_status_requested_at", "course_id", "status", "requested_at"),
    )
