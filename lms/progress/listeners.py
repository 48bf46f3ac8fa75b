"""What this room does when the rooms below tell of something."""

from datetime import datetime

from lms.jobs.services import enqueue
from lms.progress import services


def begin(_sender: object, *, enrolment_id: int, course_id: int, now: datetime, **_facts: object) -> None:
    """Somebody got a seat: their books are opened."""
    services.begin(enrolment_id=enrolment_id, course_id=course_id, now=now)


def take_grade(
    _sender: object, *, enrolment_id: int, item_id: int, percent: float, now: datetime, **_facts: object
) -> None:
    """An attempt was graded: the score that counts may complete the quiz, and the course."""
    services.take_grade(enrolment_id=enrolment_id, item_id=item_id, percent=percent, now=now)


def take_work(_sender: object, *, enrolment_id: int, item_id: int, now: datetime, **_facts: object) -> None:
    """Work was handed in, which may be all that its step asks for."""
    services.take_work(enrolment_id=enrolment_id, item_id=item_id, now=now)


def recount_after_publication(
    _sender: object, *, course_id: int, revision_id: int, now: datetime, **_facts: object
) -> None:
    """A new revision may need more or less: everyone is counted anew, in the background."""
    enqueue(
        "progress.recount",
        {"course_id": course_id, "revision_id": revision_id, "after_id": 0},
        now=now,
        unique_key=f"recount:{revision_id}:0",
    )
