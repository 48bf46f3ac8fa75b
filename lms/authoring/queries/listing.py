"""The courses of somebody's studio."""

from dataclasses import dataclass

from sqlalchemy import select

from lms.accounts.duties import Duty, courses_with
from lms.accounts.queries import person_names
from lms.assessment.queries.grading import count_waiting
from lms.authoring.models import DraftFile
from lms.authoring.queries.courses import StudioCourse, draft_titles, studio_courses
from lms.authoring.rules.keys import COURSE_PAGES, key_from
from lms.authoring.rules.marks import count_changes
from lms.core.actor import Actor
from lms.core.db import db
from lms.courses.queries import course_titles
from lms.courses.queries.identities import course_identities, digests_of_revisions
from lms.enrolment.queries import Counts, counts_of

MOST_COURSES = 999  # numbers that a package may give


@dataclass(frozen=True, slots=True)
class TitledCourse:
    course: StudioCourse
    title: str


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One course of the list. `changes` since what trainees see; before the first publication there are none.

    `to_grade` is how much handed-in work waits for its grade.
    """

    course: StudioCourse
    title: str
    counts: Counts
    to_grade: int
    changes: int
    changed_by: str | None
    may_author: bool
    may_admit: bool


def titled_courses(actor: Actor, wanted: list[str]) -> list[TitledCourse]:
    """The courses one is staff of, an administrator's are all; what was changed last stands first. Four statements."""
    courses = studio_courses(None if actor.is_administrator else sorted(actor.staffed_courses))
    ids = [course.id for course in courses]
    drafts, published = draft_titles(ids, wanted), course_titles(ids, wanted)
    titles = {id: title.title for id, title in published.items()} | drafts
    return [TitledCourse(course, titles.get(course.id, course.slug)) for course in courses]


def course_lines(actor: Actor, courses: list[TitledCourse]) -> list[CourseLine]:
    """What the list says of these, one page of it: five statements."""
    ids = [one.course.id for one in courses]
    counts, to_grade = counts_of(ids), count_waiting(ids)
    changes = _changes([one.course for one in courses])
    names = person_names(sorted({one.course.changed_by for one in courses if one.course.changed_by is not None}))
    authored, admitted = courses_with(actor, Duty.AUTHOR), courses_with(actor, Duty.ADMIT)
    return [
        CourseLine(
            one.course,
            one.title,
            counts[one.course.id],
            to_grade.get(one.course.id, 0),
            changes.get(one.course.id, 0),
            names[one.course.changed_by].printed_name if one.course.changed_by in names else None,
            actor.is_administrator or one.course.id in authored,
            actor.is_administrator or one.course.id in admitted,
        )
        for one in courses
    ]


def _changes(courses: list[StudioCourse]) -> dict[int, int]:
    """Of those that have both a draft and a revision."""
    both = {c.id: c.revision_id for c in courses if c.revision_id is not None and c.draft_seq is not None}
    published = digests_of_revisions(sorted(both.values()))
    drafts: dict[int, dict[str, str]] = {course_id: {} for course_id in both}
    rows = db.session.execute(
        select(DraftFile.course_id, DraftFile.path, DraftFile.digest).where(DraftFile.course_id.in_(both))
    )
    for course_id, path, digest in rows:
        drafts[course_id][path] = digest
    return {id: count_changes(drafts[id], published[revision_id]) for id, revision_id in both.items()}


def free_address(title: str) -> str:
    """An address made from a title that no course has yet: one statement."""
    taken = {course.slug for course in course_identities(None)}
    return key_from(title, {*COURSE_PAGES, *taken}, "course")


def next_number() -> int:
    """A place behind the courses that there are, as far as the format counts: one statement."""
    return min(len(course_identities(None)) + 1, MOST_COURSES)
