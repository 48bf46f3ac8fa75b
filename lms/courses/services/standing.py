"""Changes to a course as a whole, beside its revisions: it begins, leaves the catalogue, comes back, or goes."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from lms.core.db import db
from lms.core.errors import Refused
from lms.courses.models import Course, Revision


def begin_course(slug: str, *, now: datetime) -> int:
    """A course without any revision, which only its authors see; returns its id. Raises `Refused`: it is taken."""
    if db.session.scalar(select(Course.id).where(Course.slug == slug)) is not None:
        raise Refused("There is a course at this address already. Choose another.", field="slug")
    db.session.execute(insert(Course).values(slug=slug, state="draft", revision_id=None, created_at=now))
    return db.session.scalars(select(Course.id).where(Course.slug == slug)).one()


def archive_course(course_id: int) -> None:
    """Takes a published course out of the catalogue: nobody new enrols, who has a place goes on. Raises `Refused`."""
    course = _locked(course_id)
    if course.state != "published":
        raise Refused("Only a published course can be archived.")
    course.state = "archived"
    db.session.flush()


def restore_course(course_id: int) -> None:
    """Brings an archived course back into the catalogue. Raises `Refused`."""
    course = _locked(course_id)
    if course.state != "archived":
        raise Refused("This course is not archived.")
    course.state = "published"
    db.session.flush()


def forget_course(course_id: int) -> None:
    """Deletes a course that was never published; its draft must be gone. Raises `Refused`."""
    _locked(course_id)
    if db.session.scalar(select(Revision.id).where(Revision.course_id == course_id).limit(1)) is not None:
        raise Refused("A course that was published keeps what people achieved in it: archive it instead.")
    db.session.execute(delete(Course).where(Course.id == course_id))


def _locked(course_id: int) -> Course:
    return db.session.scalars(select(Course).where(Course.id == course_id).with_for_update()).one()
