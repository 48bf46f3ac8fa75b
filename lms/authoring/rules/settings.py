"""What a course says about itself beside its outline, and what may be changed there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lms.authoring.rules.keys import key_from
from lms.authoring.rules.outline import Course

Words = dict[str, Any]
# course.yaml as docs/course-format.md writes it
_ORDER = (
    "format", "course", "number", "level", "hours", "source_language", "languages", "enrolment", "prerequisites",
    "completion", "certificate", "grading", "modules",
)  # fmt: skip
NO_WORDS: Words = {
    "title": "", "summary": "", "audience": "", "description": "", "outcomes": [], "sources": [], "modules": {},
}  # fmt: skip


def words_in(words: Words) -> Words:
    """The words, with something of the right kind for each that an unfinished file lacks."""
    fits = {name: value for name, value in words.items() if isinstance(value, type(NO_WORDS.get(name, value)))}
    return {**NO_WORDS, **fits}


def settings_of(course: Course, words: Words) -> dict[str, Any]:
    """What the page of settings shows: everything but modules, so that an added item disturbs nobody here."""
    return {
        "course": {name: value for name, value in course.items() if name != "modules"},
        "words": {name: value for name, value in words.items() if name != "modules"},
    }


def changed_course(course: Course, values: dict[str, Any]) -> Course:
    """With these values; None removes. In the usual order."""
    merged = {name: value for name, value in {**course, **values}.items() if value is not None}
    known = [name for name in _ORDER if name in merged]
    return {name: merged[name] for name in [*known, *(name for name in merged if name not in known)]}


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the gradebook; `key` is empty for one that is new."""

    key: str
    title: str
    weight: int
    drop_lowest: int


def with_grading(course: Course, ungraded: str, categories: Iterable[Category]) -> tuple[Course, dict[str, str]]:
    """The course with these categories, in this order, and their titles by key. None at all removes the grading.

    Items of a category that is gone belong to none.
    """
    titles: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    for category in categories:
        key = category.key or key_from(category.title, titles, "category")
        titles[key] = category.title
        row: dict[str, Any] = {"key": key, "weight": category.weight}
        rows.append({**row, "drop_lowest": category.drop_lowest} if category.drop_lowest else row)
    grading: dict[str, Any] | None = {"categories": rows} if rows else None
    if grading and ungraded != "skip":
        grading = {"ungraded": ungraded, **grading}
    modules = [{**module, "items": [_within(item, titles) for item in module["items"]]} for module in course["modules"]]
    return changed_course(course, {"grading": grading, "modules": modules}), titles


def _within(item: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != "category" or value in keys}


def with_titles(words: Words, titles: dict[str, str], *, is_source: bool) -> Words:
    """The words with the titles of these categories; a translation keeps its own of those that are still there."""
    mine = words.get("categories", {})
    kept = titles if is_source else {key: mine[key] for key in titles if key in mine}
    rest = {name: value for name, value in words.items() if name != "categories"}
    return {**rest, "categories": kept} if kept else rest
