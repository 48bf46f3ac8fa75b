"""What people began in an earlier revision and may still need."""

from lms.assessment.queries.going_on import versions_begun
from lms.courses.queries import MediaFacts, media, published_course
from lms.courses.queries.identities import item_id_of
from lms.enrolment.queries import enrolment_of


def media_begun_with(person_id: int, slug: str, item: str, name: str) -> MediaFacts | None:
    """A medium of the version of a step in which this person began a quiz or a piece of work.

    An attempt keeps its questions, so it keeps their pictures too, though a new revision has others, or the step is
    gone. None for whoever takes no part in the course, or began nothing there. Four statements at most.
    """
    course = published_course(slug)
    enrolment = enrolment_of(person_id, course.id) if course else None
    if course is None or enrolment is None or not enrolment.takes_part:
        return None
    item_id = item_id_of(course.id, item)
    versions = versions_begun(enrolment.id, item_id) if item_id is not None else []
    return next((found for version in versions if (found := media(version, name))), None)
