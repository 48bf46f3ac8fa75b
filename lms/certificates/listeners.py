from datetime import datetime

from lms.certificates import services


def award(
    _sender: object, *, enrolment_id: int, person_id: int, course_id: int, result_percent: float | None, now: datetime
) -> None:
    """A completed course earns its certificate, in the transaction that completes it."""
    services.award_completion(
        enrolment_id=enrolment_id, person_id=person_id, course_id=course_id, result_percent=result_percent, now=now
    )
