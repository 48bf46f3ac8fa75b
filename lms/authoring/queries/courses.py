"""Courses as the studio knows them: published or not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select

from lms.authoring.models import Draft, DraftFile
from lms.core.db import db
from lms.core.languages import best_language
from lms.courses.queries.identities import CourseIdentity, course_identities, course_identity


@dataclass(frozen=True, slots=True)
class StudioCourse:
    """A course and its draft; `draft_seq` is None while nobody has opened it in the studio.

    `revision_number` is what trainees see, None before the first publication; `base_revision_id` is the revision
    that the draft was equal to last.
    """

    id: int
    slug: str
    state: str  # draft | published | archived
    revision_id: int | None
    revision_number: int | None
    base_revision_id: int | None
    draft_seq: int | None
    changed_at: datetime | None
    changed_by: int | None


_DraftRow = Row[int, int | None, int, datetime, int | None]
_DRAFT = (Draft.course_id, Draft.base_revision_id, Draft.seq, Draft.changed_at, Draft.changed_by)


def studio_course(slug: str) -> StudioCourse | None:
    """The course at this address, in two statements."""
    course = course_identity(slug)
    if course is None:
        return None
    draft = db.session.execute(select(*_DRAFT).where(Draft.course_id == course.id)).one_or_none()
    return _joined(course, draft)


def studio_courses(course_ids: list[int] | None) -> list[StudioCourse]:
    """These courses, or all (None), in two statements; what was changed last stands first."""
    courses = course_identities(course_ids)
    chosen = select(*_DRAFT)
    if course_ids is not None:
        chosen = chosen.where(Draft.course_id.in_(course_ids))
    drafts = {draft.course_id: draft for draft in db.session.execute(chosen)}
    found = [_joined(course, drafts.get(course.id)) for course in courses]
    return sorted(
        found, key=lambda c: (c.changed_at is None, -(c.changed_at.timestamp() if c.changed_at else 0), c.slug)
    )


def _joined(course: CourseIdentity, draft: _DraftRow | None) -> StudioCourse:
    known = (course.id, course.slug, course.state, course.revision_id, course.revision_number)
    if draft is None:
        return StudioCourse(*known, None, None, None, None)
    return StudioCourse(*known, draft.base_revision_id, draft.seq, draft.changed_at, draft.changed_by)


def draft_titles(course_ids: list[int], wanted: list[str]) -> dict[int, str]:
    """The title of each draft, in the first wanted language that has one, else in any: one statement."""
    rows = db.session.execute(
        select(DraftFile.course_id, DraftFile.path, DraftFile.facts)
        .where(DraftFile.course_id.in_(course_ids), DraftFile.path.like("course.%.yaml"))
        .order_by(DraftFile.path)
    )
    found: dict[int, dict[str, str]] = {}
    for course_id, path, facts in rows:
        if facts.get("title"):
            found.setdefault(course_id, {})[path.split(".")[1]] = facts["title"]
    return {id: titles[best_language(wanted, list(titles)) or next(iter(titles))] for id, titles in found.items()}
