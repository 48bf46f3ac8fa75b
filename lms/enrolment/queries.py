"""Who has a place, who waits for one, and how a course takes people in."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Executable, Select, and_, bindparam, func, or_, select

from lms.core.clock import utc_now
from lms.core.db import db, table_of
from lms.enrolment import rules
from lms.enrolment.models import Enrolment, Offering


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """One person in one course; `language` is None while it is read in the person's own."""

    id: int
    person_id: int
    course_id: int
    status: str
    language: str | None
    requested_at: datetime
    activated_at: datetime | None
    completed_at: datetime | None

    @property
    def takes_part(self) -> bool:
        return self.status in rules.TAKES_PART


@dataclass(frozen=True, slots=True)
class OfferingFacts:
    """How a course takes people in: mode open | approval | code; no capacity is no limit.

    `opens_on` and `closes_on` are the first and the last day to enrol, in UTC; None sets no bound.
    """

    course_id: int
    mode: str
    capacity: int | None
    seats_taken: int
    access_code: str | None = field(repr=False)
    opens_on: date | None
    closes_on: date | None

    @property
    def is_full(self) -> bool:
        return rules.is_full(self.capacity, self.seats_taken)

    @property
    def mode_words(self) -> str:
        return rules.MODE_WORDS[self.mode]

    def window(self, now: datetime) -> str:
        """`rules.enrolment_window` at this moment."""
        return rules.enrolment_window(self.opens_on, self.closes_on, now.date())


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of a course for the catalogue, and whether one can ask for them today."""

    mode: str
    capacity: int | None
    taken: int
    is_full: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """One person (or a visitor) before one course, and which courses they have completed."""

    offering: OfferingFacts | None
    enrolment: EnrolmentFacts | None
    completed_course_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people of one course stand where; `learners` take part or have completed."""

    requests: int
    waiting: int
    learners: int


_ENROLMENT = (
    Enrolment.id, Enrolment.person_id, Enrolment.course_id, Enrolment.status, Enrolment.language,
    Enrolment.requested_at, Enrolment.activated_at, Enrolment.completed_at,
)  # fmt: skip
_OFFERING = (
    Offering.course_id, Offering.mode, Offering.capacity, Offering.seats_taken, Offering.access_code,
    Offering.opens_on, Offering.closes_on,
)  # fmt: skip


def _one(statement: Executable, **values: int) -> EnrolmentFacts | None:
    row = db.session.execute(statement, values).first()
    return EnrolmentFacts(*row) if row else None


# Made once: building a statement costs as much as running it.
_OF_PERSON_IN_COURSE = select(*_ENROLMENT).where(
    Enrolment.person_id == bindparam("person_id"), Enrolment.course_id == bindparam("course_id")
)


def enrolment_of(person_id: int, course_id: int) -> EnrolmentFacts | None:
    """This person's one enrolment in the course, whatever came of it; None when they never asked."""
    return _one(_OF_PERSON_IN_COURSE, person_id=person_id, course_id=course_id)


def enrolment_by_id(enrolment_id: int) -> EnrolmentFacts | None:
    return _one(select(*_ENROLMENT).where(Enrolment.id == enrolment_id))


def enrolments_by_id(enrolment_ids: list[int]) -> dict[int, EnrolmentFacts]:
    """These enrolments by their ids, by one statement."""
    rows = db.session.execute(select(*_ENROLMENT).where(Enrolment.id.in_(enrolment_ids)))
    return {row.id: EnrolmentFacts(*row) for row in rows}


def enrolments_of(person_id: int) -> list[EnrolmentFacts]:
    """Everything this person ever joined or asked for, newest first."""
    statement = select(*_ENROLMENT).where(Enrolment.person_id == person_id)
    rows = db.session.execute(statement.order_by(Enrolment.requested_at.desc(), Enrolment.id.desc()))
    return [EnrolmentFacts(*row) for row in rows]


def completed_course_ids(person_id: int) -> frozenset[int]:
    """What this person has completed, for prerequisites."""
    statement = select(Enrolment.course_id).where(Enrolment.person_id == person_id, Enrolment.status == "completed")
    return frozenset(db.session.scalars(statement))


def enrolment_ids_after(course_id: int, after_id: int, limit: int) -> list[int]:
    """Ids of those who take part in a course, in order, from `after_id` on: for work in batches."""
    statement = (
        select(Enrolment.id)
        .where(Enrolment.course_id == course_id, Enrolment.status.in_(rules.TAKES_PART), Enrolment.id > after_id)
        .order_by(Enrolment.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def enrolments_taking_part() -> Select[int]:
    """Ids of the enrolments that take part: for rooms above to join in a statement of their own, which costs none."""
    return select(Enrolment.id).where(Enrolment.status.in_(rules.TAKES_PART))


def learners_in(course_id: int, status: str = "") -> Select[int, int, str]:
    """id, person_id and status of who takes part in a course (active | completed), likewise to join: no statement."""
    chosen = select(Enrolment.id, Enrolment.person_id, Enrolment.status).where(Enrolment.course_id == course_id)
    return chosen.where(Enrolment.status.in_([status] if status in rules.TAKES_PART else rules.TAKES_PART))


def offering(course_id: int) -> OfferingFacts | None:
    """None while the course takes nobody in."""
    row = db.session.execute(select(*_OFFERING).where(Offering.course_id == course_id)).first()
    return OfferingFacts(*row) if row else None


# Of the table: the catalogue asks it on every visit.
_offerings = table_of(Offering)
_offered = _offerings.c
_SEATS = select(
    _offered.course_id, _offered.mode, _offered.capacity, _offered.seats_taken, _offered.opens_on, _offered.closes_on
).where(
    _offered.course_id.in_(bindparam("course_ids", expanding=True)),
    or_(_offered.capacity.is_not(None), _offered.opens_on.is_not(None), _offered.closes_on.is_not(None)),
)


def seats(course_ids: list[int]) -> dict[int, Seats]:
    """The seats of these courses, by one statement; one that has neither limit nor days is left out."""
    rows = db.session.execute(_SEATS, {"course_ids": course_ids})
    today = utc_now().date()
    return {
        row.course_id: Seats(
            row.mode,
            row.capacity,
            row.seats_taken,
            is_full=rules.is_full(row.capacity, row.seats_taken),
            is_open=rules.enrolment_window(row.opens_on, row.closes_on, today) == rules.OPEN,
        )
        for row in rows
    }


def standing(person_id: int | None, course_id: int) -> Standing:
    """Where a person stands before a course, by one statement (two while the course takes nobody in)."""
    if person_id is None:
        return Standing(offering(course_id), None, frozenset())
    rows = db.session.execute(
        select(*_OFFERING, *_ENROLMENT)
        .select_from(Offering)
        .outerjoin(Enrolment, Enrolment.person_id == person_id)
        .where(Offering.course_id == course_id)
    ).all()
    if rows:
        split = len(_OFFERING)
        facts: list[Any] = [tuple(row) for row in rows]
        offered = OfferingFacts(*facts[0][:split])
        mine = [EnrolmentFacts(*row[split:]) for row in facts if row[split] is not None]
    else:
        offered, mine = None, enrolments_of(person_id)
    return Standing(
        offering=offered,
        enrolment=next((e for e in mine if e.course_id == course_id), None),
        completed_course_ids=frozenset(e.course_id for e in mine if e.status == "completed"),
    )


def place_in_line(enrolment: EnrolmentFacts) -> int:
    """Which number on the waiting list this person is; the first is 1."""
    earlier = or_(
        Enrolment.requested_at < enrolment.requested_at,
        and_(Enrolment.requested_at == enrolment.requested_at, Enrolment.id < enrolment.id),
    )
    statement = select(func.count()).where(
        Enrolment.course_id == enrolment.course_id, Enrolment.status == "waitlisted", earlier
    )
    return 1 + int(db.session.scalar(statement) or 0)


def counts(course_id: int) -> Counts:
    """How many ask, wait and learn in a course."""
    rows = db.session.execute(
        select(Enrolment.status, func.count()).where(Enrolment.course_id == course_id).group_by(Enrolment.status)
    )
    return _as_counts(dict(rows.tuples().all()))


def _as_counts(number: dict[str, int]) -> Counts:
    learners = sum(number.get(status, 0) for status in rules.TAKES_PART)
    return Counts(number.get("pending", 0), number.get("waitlisted", 0), learners)


def counts_of(course_ids: list[int]) -> dict[int, Counts]:
    """The same for several courses by one statement."""
    rows = db.session.execute(
        select(Enrolment.course_id, Enrolment.status, func.count())
        .where(Enrolment.course_id.in_(course_ids))
        .group_by(Enrolment.course_id, Enrolment.status)
    )
    found: dict[int, dict[str, int]] = {course_id: {} for course_id in course_ids}
    for course_id, status, count in rows:
        found[course_id][status] = count
    return {course_id: _as_counts(number) for course_id, number in found.items()}


def count_learning() -> int:
    """How many enrolments are active anywhere."""
    return db.session.scalar(select(func.count()).where(Enrolment.status == "active")) or 0


def waiting_people(course_id: int, limit: int) -> list[EnrolmentFacts]:
    """Those who ask for a place or wait for a seat, first come first, at most `limit` of both."""
    statement = (
        select(*_ENROLMENT)
        .where(Enrolment.course_id == course_id, Enrolment.status.in_(rules.WAITS))
        .order_by(Enrolment.requested_at, Enrolment.id)
        .limit(limit)
    )
    return [EnrolmentFacts(*row) for row in db.session.execute(statement)]


def learners(course_id: int, *, offset: int, limit: int) -> list[EnrolmentFacts]:
    """Those who take part in a course or have completed it, latest first."""
    statement = (
        select(*_ENROLMENT)
        .where(Enrolment.course_id == course_id, Enrolment.status.in_(rules.TAKES_PART))
        .order_by(Enrolment.activated_at.desc(), Enrolment.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [EnrolmentFacts(*row) for row in db.session.execute(statement)]
