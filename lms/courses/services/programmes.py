"""Keeping a programme as its file says."""

from datetime import datetime

from sqlalchemy import delete, select

from lms.core.db import db
from lms.courses.drafts import ProgrammeDraft
from lms.courses.models import Programme, ProgrammeCourse, ProgrammeText
from lms.courses.services.rows import insert_once, insert_rows


def keep_programme(draft: ProgrammeDraft, *, now: datetime) -> int:
    """Makes the programme what the draft says and returns its id."""
    tracks = [
        {"key": t.key, "titles": t.titles, "summaries": t.summaries, "courses": list(t.courses)} for t in draft.tracks
    ]
    insert_once(Programme, slug=draft.slug, tracks=tracks, updated_at=now)
    programme = db.session.scalars(select(Programme).where(Programme.slug == draft.slug).with_for_update()).one()
    programme.tracks, programme.updated_at = tracks, now
    db.session.flush()
    for model in (ProgrammeText, ProgrammeCourse):
        db.session.execute(delete(model).where(model.programme_id == programme.id))
    insert_rows(
        ProgrammeText,
        [
            {
                "programme_id": programme.id,
                "language": language,
                "title": text.title,
                "summary": text.summary,
                "description_html": text.description_html,
            }
            for language, text in draft.texts.items()
        ],
    )
    insert_rows(
        ProgrammeCourse,
        [
            {
                "programme_id": programme.id,
                "position": position,
                "course_slug": course.slug,
                "number": course.number,
                "level": course.level,
                "hours": course.hours,
                "titles": course.titles,
                "modules": course.modules,
            }
            for position, course in enumerate(draft.courses, start=1)
        ],
    )
    return programme.id
