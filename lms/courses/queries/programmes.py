"""A programme as it is read: its courses in order, which of them are open, and its tracks."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from lms.core.db import db
from lms.core.languages import best_language
from lms.courses.models import Course, Programme, ProgrammeCourse, ProgrammeText, Revision


@dataclass(frozen=True, slots=True)
class ProgrammeCourseFacts:
    """A place in the programme. `level` may be `officials`; `languages` is empty until the course is published."""

    slug: str
    number: str
    level: str
    hours: int
    title: str
    modules: list[str]
    is_open: bool
    languages: list[str]


@dataclass(frozen=True, slots=True)
class TrackFacts:
    key: str
    title: str
    summary: str
    courses: list[ProgrammeCourseFacts]
    hours: int


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """A programme in one language."""

    slug: str
    language: str
    title: str
    summary: str
    description_html: str
    courses: list[ProgrammeCourseFacts]
    tracks: list[TrackFacts]
    hours: int
    open_count: int


@dataclass(frozen=True, slots=True)
class ProgrammeLink:
    slug: str
    title: str
    summary: str


def programme_links(wanted: list[str]) -> list[ProgrammeLink]:
    """Every programme by name. One statement."""
    texts: dict[str, dict[str, Any]] = {}
    rows = db.session.execute(
        select(Programme.slug, ProgrammeText.language, ProgrammeText.title, ProgrammeText.summary)
        .join(ProgrammeText, ProgrammeText.programme_id == Programme.id)
        .order_by(Programme.slug, ProgrammeText.language)
    )
    for row in rows:
        texts.setdefault(row.slug, {})[row.language] = row
    return [
        ProgrammeLink(slug, by_language[tag].title, by_language[tag].summary)
        for slug, by_language in texts.items()
        if (tag := best_language(wanted, list(by_language)) or next(iter(by_language)))
    ]


def programme(slug: str, wanted: list[str]) -> ProgrammeFacts | None:
    """The programme in the first wanted language it has. Two statements."""
    rows = db.session.execute(
        select(
            Programme.id,
            Programme.slug,
            Programme.tracks,
            ProgrammeText.language,
            ProgrammeText.title,
            ProgrammeText.summary,
            ProgrammeText.description_html,
        )
        .join(ProgrammeText, ProgrammeText.programme_id == Programme.id)
        .where(Programme.slug == slug)
        .order_by(ProgrammeText.language)
    ).all()
    if not rows:
        return None
    by_language = {row.language: row for row in rows}
    row = by_language[best_language(wanted, list(by_language)) or rows[0].language]
    courses = _programme_courses(row.id, row.language)
    by_slug = {course.slug: course for course in courses}
    return ProgrammeFacts(
        slug=row.slug,
        language=row.language,
        title=row.title,
        summary=row.summary,
        description_html=row.description_html,
        courses=courses,
        tracks=[_track(track, row.language, by_slug) for track in row.tracks],
        hours=sum(course.hours for course in courses),
        open_count=sum(course.is_open for course in courses),
    )


def _programme_courses(programme_id: int, language: str) -> list[ProgrammeCourseFacts]:
    rows = db.session.execute(
        select(
            ProgrammeCourse.course_slug,
            ProgrammeCourse.number,
            ProgrammeCourse.level,
            ProgrammeCourse.hours,
            ProgrammeCourse.titles,
            ProgrammeCourse.modules,
            Course.state,
            Revision.languages,
        )
        .outerjoin(Course, Course.slug == ProgrammeCourse.course_slug)
        .outerjoin(Revision, Revision.id == Course.revision_id)
        .where(ProgrammeCourse.programme_id == programme_id)
        .order_by(ProgrammeCourse.position)
    )
    return [
        ProgrammeCourseFacts(
            slug=row.course_slug,
            number=row.number,
            level=row.level,
            hours=row.hours,
            title=row.titles[language],
            modules=row.modules[language],
            is_open=row.state == "published",
            languages=row.languages or [],
        )
        for row in rows
    ]


def _track(track: dict[str, Any], language: str, courses: dict[str, ProgrammeCourseFacts]) -> TrackFacts:
    chosen = [courses[slug] for slug in track["courses"]]
    return TrackFacts(
        key=track["key"],
        title=track["titles"][language],
        summary=track["summaries"][language],
        courses=chosen,
        hours=sum(course.hours for course in chosen),
    )
