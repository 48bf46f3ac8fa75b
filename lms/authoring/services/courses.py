"""Courses begin, are copied, and go."""

from dataclasses import dataclass
from datetime import datetime

from lms.accounts.services import forget_staff, make_owner
from lms.audit.services import record
from lms.authoring.models import Draft
from lms.authoring.rules.keys import COURSE_PAGES
from lms.authoring.services.files import Content, change_files, remove_draft
from lms.core.db import db
from lms.core.errors import Refused
from lms.courses.services import standing
from lms.packages.writing import write_yaml


@dataclass(frozen=True, slots=True)
class NewCourse:
    """What a course begins with; `number` orders the catalogue."""

    slug: str
    title: str
    source_language: str
    level: str
    hours: int
    number: int


def begin_course(new: NewCourse, *, by: int, now: datetime) -> int:
    """An empty draft, which only its staff see; returns the course's id. Raises `Refused`: the address is taken."""
    course = {
        "format": 1,
        "course": new.slug,
        "number": new.number,
        "level": new.level,
        "hours": new.hours,
        "source_language": new.source_language,
        "languages": [new.source_language],
        "enrolment": {"mode": "open"},
        "completion": {"required_items": "all"},
        "certificate": {"issue": "automatic"},
        "modules": [],
    }
    words: dict[str, object] = {"title": new.title, "summary": "", "audience": "", "description": ""}
    words |= {"outcomes": [], "sources": [], "modules": {}}
    files: dict[str, Content] = {
        "course.yaml": write_yaml(course),
        f"course.{new.source_language}.yaml": write_yaml(words),
    }
    return begin_with_files(new.slug, files, kind="start", subject="", by=by, now=now)


def begin_with_files(slug: str, files: dict[str, Content], *, kind: str, subject: str, by: int, now: datetime) -> int:
    """A course of `by` whose draft has these files; returns its id. Raises `Refused`: the address is taken."""
    if slug in COURSE_PAGES:
        raise Refused("This address is taken by a page of the studio. Choose another.", field="slug")
    course_id = standing.begin_course(slug, now=now)
    db.session.add(Draft(course_id=course_id, base_revision_id=None, seq=0, changed_at=now, changed_by=by))
    db.session.flush()
    change_files(course_id, files, kind=kind, subject=subject, by=by, now=now)
    make_owner(by, course_id, now=now)
    record("course.begun", f"course:{course_id}", by=by, now=now, slug=slug)
    return course_id


def delete_course(course_id: int, *, by: int, now: datetime) -> None:
    """A course that was never published goes with its draft. Raises `Refused`: it was published."""
    remove_draft(course_id)
    forget_staff(course_id)
    standing.forget_course(course_id)
    record("course.deleted", f"course:{course_id}", by=by, now=now)


def archive_course(course_id: int, *, by: int, now: datetime) -> None:
    """Out of the catalogue; those who learn in it go on. Raises `Refused`."""
    standing.archive_course(course_id)
    record("course.archived", f"course:{course_id}", by=by, now=now)


def restore_course(course_id: int, *, by: int, now: datetime) -> None:
    """Back into the catalogue. Raises `Refused`."""
    standing.restore_course(course_id)
    record("course.restored", f"course:{course_id}", by=by, now=now)
