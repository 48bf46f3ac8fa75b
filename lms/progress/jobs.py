from datetime import datetime
from typing import Any

from lms.courses.queries import course_by_id
from lms.enrolment.queries import enrolment_ids_after
from lms.jobs.registry import handles
from lms.jobs.services import enqueue
from lms.progress.services import recount_many

BATCH = 200


@handles("progress.recount")
def recount(payload: dict[str, Any], now: datetime) -> None:
    """Counts a batch of a course's learners against its current revision and queues the next batch."""
    course = course_by_id(payload["course_id"])
    if course is None or course.revision_id != payload["revision_id"]:
        return  # a newer revision has its own job
    ids = enrolment_ids_after(course.id, payload["after_id"], BATCH)
    if not ids:
        return
    recount_many(course, ids, now)
    enqueue(
        "progress.recount",
        {**payload, "after_id": ids[-1]},
        now=now,
        unique_key=f"recount:{course.revision_id}:{ids[-1]}",
    )
