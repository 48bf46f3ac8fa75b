"""Settings of a course: its rules, the words about it, its languages.

`seen` is what `settings_digest` said when the author's page was made. Two authors who change settings at once don't
overwrite each other; one who adds an item meanwhile disturbs nobody.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lms.authoring.queries.documents import COURSE, CourseFiles, course_files
from lms.authoring.queries.files import draft_files
from lms.authoring.rules.settings import (
    NO_WORDS,
    Category,
    changed_course,
    settings_of,
    with_grading,
    with_titles,
)
from lms.authoring.services.files import Content, Stale, change_files, digest_of, lock_draft
from lms.core.errors import Refused
from lms.core.languages import OWN_NAMES
from lms.packages.writing import write_yaml

MOST_LANGUAGES = 40


def settings_digest(files: CourseFiles) -> str:
    """To be sent back with a change of settings."""
    return digest_of(write_yaml(settings_of(files.course, _source_words(files))))


def _source_words(files: CourseFiles) -> dict[str, Any]:
    return files.words.get(files.source_language, NO_WORDS)


def _held(course_id: int, seen: str | None) -> CourseFiles:
    draft = lock_draft(course_id)
    files = course_files(course_id)
    if seen is not None and settings_digest(files) != seen:
        raise Stale(COURSE, draft.changed_by, draft.changed_at)
    return files


def change_settings(
    course_id: int, values: dict[str, Any], words: dict[str, Any], *, seen: str, by: int, now: datetime
) -> None:
    """Values of course.yaml (None removes) and words of the source language. Raises `Stale`."""
    files = _held(course_id, seen)
    source = files.source_language
    course = write_yaml(changed_course(files.course, values))
    changes: dict[str, Content] = {
        COURSE: course,
        f"course.{source}.yaml": write_yaml({**_source_words(files), **words}),
    }
    kind = "settings" if digest_of(course) != files.digest else "course-words"
    change_files(course_id, changes, kind=kind, subject="", by=by, now=now)


def change_grading(
    course_id: int, ungraded: str, categories: Sequence[Category], *, seen: str, by: int, now: datetime
) -> None:
    """The categories of the gradebook, in this order. Raises `Stale`."""
    files = _held(course_id, seen)
    course, titles = with_grading(files.course, ungraded, categories)
    changes: dict[str, Content] = {COURSE: write_yaml(course)}
    for language, words in files.words.items():
        changed = with_titles(words, titles, is_source=language == files.source_language)
        changes[f"course.{language}.yaml"] = write_yaml(changed)
    change_files(course_id, changes, kind="settings", subject="", by=by, now=now)


def add_language(course_id: int, language: str, *, by: int, now: datetime) -> None:
    """One more language, in which nothing is translated yet. Raises `Refused`."""
    files = _held(course_id, None)
    if language in files.course["languages"]:
        raise Refused("The course has this language already.")
    if language not in OWN_NAMES or len(files.course["languages"]) >= MOST_LANGUAGES:
        raise Refused("This language cannot be added.")
    course = changed_course(files.course, {"languages": [*files.course["languages"], language]})
    change_files(course_id, {COURSE: write_yaml(course)}, kind="languages", subject=OWN_NAMES[language], by=by, now=now)


def remove_language(course_id: int, language: str, *, by: int, now: datetime) -> int | None:
    """Without the language and everything written in it; returns the step to take back. Raises `Refused`."""
    files = _held(course_id, None)
    if language == files.source_language:
        raise Refused("The language that the others follow cannot be removed.")
    if language not in files.course["languages"]:
        raise Refused("The course does not have this language any more.")
    kept = [tag for tag in files.course["languages"] if tag != language]
    changes: dict[str, Content] = {COURSE: write_yaml(changed_course(files.course, {"languages": kept}))}
    endings = (f".{language}.md", f".{language}.yaml")
    changes |= dict.fromkeys(path for path in draft_files(course_id) if path.endswith(endings))
    name = OWN_NAMES.get(language, language)
    return change_files(course_id, changes, kind="languages", subject=name, by=by, now=now).change_id
