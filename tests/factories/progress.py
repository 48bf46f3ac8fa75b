"""Learning for tests: what people opened and completed, as the services record it."""

from datetime import datetime
from typing import Any

from lms.core.clock import utc_now
from lms.courses.queries import CourseFacts, ItemFacts, outline
from lms.enrolment.queries import EnrolmentFacts
from lms.progress import services
from lms.progress.rules.locks import find_locks
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


def unlock(enrolment: EnrolmentFacts, course: CourseFacts, key: str, now: datetime | None = None) -> None:
    """Completes what the item `key` waits for, as staff of the course can, so that it may be opened."""
    modules = outline(course.revision_id).modules
    completed: set[int] = set()
    while lock := find_locks(modules, completed).get(the_item(course, key).id):
        first = the_item(course, lock.opens_by)
        services.complete_by_staff(enrolment_id=enrolment.id, item_id=first.id, now=now or utc_now())
        completed.add(first.id)


def a_learner(person: Any, course: CourseFacts, *completed: str, now: datetime | None = None) -> EnrolmentFacts:
    """`person`, enrolled in `course`, with these readings completed."""
    enrolment = an_enrolment(person, course, now)
    for key in completed:
        complete_reading(enrolment, course, key, now)
    return enrolment
