"""The blueprint and what every page of a course needs first."""

from flask import Blueprint

from lms.authoring.queries.courses import StudioCourse, draft_titles, studio_course
from lms.authoring.services.drafts import open_draft
from lms.core.clock import utc_now
from lms.web.forms import attempt, begin_writing
from lms.web.language import wanted_languages

blueprint = Blueprint("authoring", __name__)


def the_course(slug: str) -> StudioCourse | None:
    """The loader of guarded views: published or not."""
    return studio_course(slug)


def opened(course: StudioCourse) -> StudioCourse:
    """The course with its draft, made now when it was imported and nobody has opened it in the studio yet."""
    if course.draft_seq is not None:
        return course
    begin_writing()
    with attempt():
        open_draft(course.id, course.revision_id, now=utc_now())
    return studio_course(course.slug) or course


def title_of(course: StudioCourse) -> str:
    """In the reader's language, if the course has it; the address while it has no title."""
    return draft_titles([course.id], wanted_languages()).get(course.id, course.slug)
