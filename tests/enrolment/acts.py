"""What people do at a course, and how it then stands."""

from datetime import UTC, datetime, timedelta
from typing import Any

from lms.courses.queries import CourseFacts
from lms.enrolment import queries, services

NOW = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)


def presses(person: Any, course: CourseFacts, minutes: int = 0, **more: Any) -> str:
    return services.enrol(
        person_id=person.id,
        course_id=course.id,
        prerequisites_met=True,
        now=NOW + timedelta(minutes=minutes),
        **more,
    )


def status_of(person: Any, course: CourseFacts) -> str | None:
    found = queries.enrolment_of(person.id, course.id)
    return found.status if found else None


def taken(course: CourseFacts) -> int:
    found = queries.offering(course.id)
    assert found is not None
    return found.seats_taken


def about(letters: list[Any], person: Any) -> list[str]:
    """What the letters to this person are about."""
    return [letter["Subject"].split(":")[0] for letter in letters if letter["To"] == person.email]
