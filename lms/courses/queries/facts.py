"""Published courses: what they are, their words, their files."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select

from lms.core.cache import remembered
from lms.core.db import db
from lms.core.languages import best_language
from lms.courses import rules
from lms.courses.models import Course, Revision, RevisionFile, RevisionText


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A published course as its current revision has it; `minutes` is the sum over its items.

    One that `is_archived` takes nobody in and is not in the catalogue; those who have a place go on. `translated`
    counts the texts that each language has; nothing is known of a revision from before they were counted.
    """

    id: int
    slug: str
    revision_id: int
    revision_number: int
    level: str
    hours: int
    position: int
    source_language: str
    languages: list[str]
    prerequisites: list[str]
    required_items: int | None
    final_quiz: str | None
    certificate_issue: str
    minutes: int
    item_count: int
    is_archived: bool
    translated: dict[str, int] | None = field(default=None, hash=False)

    @property
    def language_shares(self) -> list[tuple[str, int]]:
        """The languages, the source's first, with how many percent of its texts each has, rounded down."""
        counts = self.translated or {}
        whole = counts.get(self.source_language, 0)
        tags = sorted(self.languages, key=lambda tag: tag != self.source_language)
        return [(tag, rules.share_translated(counts.get(tag, 0), whole) if whole else 100) for tag in tags]


_COURSES = (
    select(
        Course.id,
        Course.slug,
        Revision.id,
        Revision.number,
        Revision.level,
        Revision.hours,
        Revision.position,
        Revision.source_language,
        Revision.languages,
        Revision.prerequisites,
        Revision.completion_required_items,
        Revision.final_quiz_key,
        Revision.certificate_issue,
        Revision.minutes,
        Revision.item_count,
        (Course.state == "archived").label("is_archived"),
        Revision.translated,
    )
    .join(Revision, Revision.id == Course.revision_id)
    .where(Course.state.in_(("published", "archived")))
)
# Made once: every page of a course asks it, and building a statement costs as much as running it.
_BY_SLUG = _COURSES.where(Course.slug == bindparam("slug"))


def published_course(slug: str) -> CourseFacts | None:
    """The course at this address; None when there is none or it is not published. One statement."""
    row = db.session.execute(_BY_SLUG, {"slug": slug}).one_or_none()
    return CourseFacts(*row) if row else None


def course_by_id(course_id: int) -> CourseFacts | None:
    """The same by its id: None too while it is not published."""
    row = db.session.execute(_COURSES.where(Course.id == course_id)).one_or_none()
    return CourseFacts(*row) if row else None


def course_of_digest(digest: str) -> CourseFacts | None:
    """The course in the catalogue whose current revision was made from the package with this SHA-256."""
    row = db.session.execute(_COURSES.where(Revision.digest == digest, Course.state == "published")).first()
    return CourseFacts(*row) if row else None


@dataclass(frozen=True, slots=True)
class CourseText:
    """A course's words in one language; `sources` and `description_html` are sanitised HTML."""

    language: str
    title: str
    summary: str
    audience: str
    description_html: str
    outcomes: list[str]
    sources: list[str]


def course_text(revision_id: int, wanted: list[str]) -> CourseText:
    """The words in the first wanted language there is, else in the source language."""
    texts, source = _course_texts(revision_id)
    return texts[best_language(wanted, list(texts)) or source]


@remembered(maxsize=256)
def _course_texts(revision_id: int) -> tuple[dict[str, CourseText], str]:
    rows = db.session.execute(
        select(
            RevisionText.language,
            RevisionText.title,
            RevisionText.summary,
            RevisionText.audience,
            RevisionText.description_html,
            RevisionText.outcomes,
            RevisionText.sources,
            Revision.source_language,
        )
        .join(Revision, Revision.id == RevisionText.revision_id)
        .where(RevisionText.revision_id == revision_id)
        .order_by(RevisionText.language)
    ).all()
    return {row.language: CourseText(*row[:7]) for row in rows}, rows[0].source_language


@dataclass(frozen=True, slots=True)
class CourseTitle:
    """What to call a course. One that is archived (not `is_published`) stays open to those who have a place in it."""

    course_id: int
    slug: str
    title: str
    language: str
    level: str
    hours: int
    position: int
    is_published: bool


def course_titles(course_ids: list[int], wanted: list[str]) -> dict[int, CourseTitle]:
    """What to call these courses, in the first wanted language each has, else in its source language. One statement.

    A course that was archived has its title still; one that never had a revision is left out.
    """
    return _titles(Course.id.in_(course_ids), wanted)


def course_titles_by_slug(slugs: list[str], wanted: list[str]) -> dict[str, CourseTitle]:
    """The same for courses that are named by their addresses, as prerequisites are. One statement."""
    return {title.slug: title for title in _titles(Course.slug.in_(slugs), wanted).values()}


def _titles(which: ColumnElement[bool], wanted: list[str]) -> dict[int, CourseTitle]:
    rows = db.session.execute(
        select(
            Course.id,
            Course.slug,
            RevisionText.title,
            RevisionText.language,
            Revision.level,
            Revision.hours,
            Revision.position,
            Course.state == "published",
            Revision.source_language,
        )
        .join(Revision, Revision.id == Course.revision_id)
        .join(RevisionText, RevisionText.revision_id == Revision.id)
        .where(which)
    ).all()
    by_course: dict[int, dict[str, Any]] = {}
    for row in rows:
        by_course.setdefault(row.id, {})[row.language] = row
    chosen = (texts[_best(wanted, texts)] for texts in by_course.values())
    return {row.id: CourseTitle(*row[:8]) for row in chosen}


def _best(wanted: list[str], texts: dict[str, Any]) -> str:
    return best_language(wanted, list(texts)) or str(next(iter(texts.values())).source_language)


def course_ids_by_slug(slugs: list[str]) -> dict[str, int]:
    """The ids of those that exist, published or not."""
    return dict(db.session.execute(select(Course.slug, Course.id).where(Course.slug.in_(slugs))).tuples().all())


@dataclass(frozen=True, slots=True)
class RevisionFileFacts:
    """A file of a package; `digest`, its SHA-256, is its name in the store."""

    path: str
    digest: str
    size_bytes: int


def revision_files(slug: str, number: int | None = None) -> list[RevisionFileFacts] | None:
    """The files of a course's package, of the current revision or the numbered one; None when there is none."""
    chosen = select(Revision.id).join(Course, Course.id == Revision.course_id).where(Course.slug == slug)
    chosen = chosen.where(Revision.id == Course.revision_id if number is None else Revision.number == number)
    revision_id = db.session.scalar(chosen)
    if revision_id is None:
        return None
    rows = db.session.execute(
        select(RevisionFile.path, RevisionFile.digest, RevisionFile.size_bytes)
        .where(RevisionFile.revision_id == revision_id)
        .order_by(RevisionFile.path)
    )
    return [RevisionFileFacts(*row) for row in rows]


def published_course_ids() -> list[int]:
    """The ids of every published course, in the order of the programme."""
    return list(
        db.session.scalars(
            select(Course.id)
            .join(Revision, Revision.id == Course.revision_id)
            .where(Course.state == "published")
            .order_by(Revision.position, Course.id)
        )
    )
