"""Learning for tests: what people opened and completed, as the services record it."""

from datetime import datetime
from typing import Any

from lms.core.clock import utc_now
from lms.courses.queries import CourseFacts, ItemFacts, outline
from lms.enrolment.queries import EnrolmentFacts
from lms.progress import services
from tests.factories.enrolment import an_enrolment


def the_item(course: CourseFacts, key: str) -> ItemFacts:
    found = outline(course.revision_id).item(key)
    assert found is not None, f"{course.slug} has no item {key}"
    return found


def open_item(enrolment: EnrolmentFacts, course: CourseFacts, key: str, now: datetime | None = None) -> None:
    services.record_opening(
        enrolment_id=enrolment.id, course=course, item_id=the_item(course, key).id, now=now or utc_now()
    )


def complete_reading(enrolment: EnrolmentFacts, course: CourseFacts, key: str, now: datetime | None = None) -> bool:
    """Opens and marks a reading; True when that completes the course."""
    open_item(enrolment, course, key, now)
    return services.mark_complete(enrolment_id=enrolment.id, item=the_item(course, key), now=now or utc_now())


def a_learner(person: Any, course: CourseFacts, *completed: str, now: datetime | None = None) -> EnrolmentFacts:
    """`person`, enrolled in `course`, with these readings completed."""
    enrolment = an_enrolment(person, course, now)
    for key in completed:
        complete_reading(enrolment, course, key, now)
    return enrolment
