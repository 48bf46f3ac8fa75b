"""What the page of settings shows and offers."""

from dataclasses import dataclass
from typing import Any

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import CourseFiles
from lms.authoring.queries.files import draft_files
from lms.authoring.queries.outline import title_of_course
from lms.authoring.queries.titles import titles_in
from lms.authoring.rules.settings import NO_WORDS, Category, words_in
from lms.courses.queries import course_titles, published_course_ids
from lms.courses.queries.identities import course_identities


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """`courses` may come first, by address and title; `quizzes` may be the final one, by key and title."""

    title: str
    course: dict[str, Any]
    words: dict[str, Any]
    seen: str
    source_language: str
    languages: tuple[str, ...]
    courses: list[tuple[str, str]]
    quizzes: list[tuple[str, str]]
    required_count: int
    categories: tuple[Category, ...]


def settings_page(course: StudioCourse, files: CourseFiles, seen: str, wanted: list[str]) -> SettingsPage:
    """Four statements. `seen` is what `services.settings.settings_digest` says of these files."""
    source = files.source_language
    items = [item for module in files.course["modules"] for item in module["items"]]
    titles = titles_in(draft_files(course.id), source)
    words = words_in(files.words.get(source, NO_WORDS))
    return SettingsPage(
        title=title_of_course(files) or course.slug,
        course=files.course,
        words=words,
        seen=seen,
        source_language=source,
        languages=tuple(files.languages),
        courses=_others(course, files.course.get("prerequisites", []), wanted),
        quizzes=[(item["key"], titles.get(item["key"], item["key"])) for item in items if item["kind"] == "quiz"],
        required_count=sum(item.get("required", True) for item in items),
        categories=tuple(_categories(files.course, words)),
    )


def _others(course: StudioCourse, chosen: list[str], wanted: list[str]) -> list[tuple[str, str]]:
    """Published courses and those that are chosen already, by title."""
    known = {one.id: one.slug for one in course_identities(None)}
    titles = course_titles(published_course_ids(), wanted)
    offered = {known[id]: title.title for id, title in titles.items() if id != course.id}
    offered |= {slug: slug for slug in chosen if slug not in offered}
    return sorted(offered.items(), key=lambda choice: choice[1].casefold())


def _categories(course: dict[str, Any], words: dict[str, Any]) -> list[Category]:
    titles = words.get("categories", {})
    return [
        Category(row["key"], str(titles.get(row["key"]) or row["key"]), row["weight"], row.get("drop_lowest", 0))
        for row in course.get("grading", {}).get("categories", [])
    ]
