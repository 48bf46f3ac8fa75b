"""One item of a draft, with everything that its editor shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import CourseFiles, YamlFile, course_files, yaml_files
from lms.authoring.queries.files import FileFacts, draft_files, draft_texts
from lms.authoring.queries.titles import titles_in
from lms.authoring.rules import outline
from lms.core.runtime import current
from lms.packages.pages import split_page


@dataclass(frozen=True, slots=True)
class Neighbour:
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class DraftItem:
    """An item as its authors have it now, in the source language.

    `page_digest` and `settings.digest` go back with a change, "" and None for files that are not there yet. `media`
    are all media of the draft by name, `written` the languages that have a text.
    """

    key: str
    data: dict[str, Any]
    course: CourseFiles
    module_title: str
    title: str
    text: str
    page_digest: str
    changed_at: datetime | None
    changed_by: int | None
    settings: YamlFile
    media: dict[str, FileFacts]
    written: frozenset[str]
    previous: Neighbour | None
    following: Neighbour | None
    earlier: tuple[Neighbour, ...]  # what it may wait for

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def language(self) -> str:
        return self.course.source_language

    @property
    def values(self) -> dict[str, Any]:
        """What the file of its settings says; nothing where it has none that can be read."""
        return self.settings.value if isinstance(self.settings.value, dict) else {}


def page_path(key: str, language: str) -> str:
    return f"items/{key}.{language}.md"


def settings_path(key: str) -> str:
    return f"items/{key}.yaml"


def rubric_path(key: str, language: str) -> str:
    return f"items/{key}.{language}.yaml"


def draft_item(course: StudioCourse, key: str) -> DraftItem | None:
    """None when the draft has no such item: five statements."""
    course_now = course_files(course.id)
    try:
        data = outline.item_of(course_now.course, key)
    except LookupError:
        return None
    language = course_now.source_language
    files = draft_files(course.id)
    page = draft_texts(course.id, [page_path(key, language)]).get(page_path(key, language))
    title, text = split_page(page.text) if page else ("", "")
    home = outline.home_of(course_now.course, key)["key"]
    steps = _steps(course_now, files)
    at = next(index for index, step in enumerate(steps) if step.key == key)
    return DraftItem(
        key=key,
        data=data,
        course=course_now,
        module_title=course_now.words.get(language, {}).get("modules", {}).get(home, home),
        title=title or key,
        text=text,
        page_digest=page.digest if page else "",
        changed_at=page.changed_at if page else None,
        changed_by=page.changed_by if page else None,
        settings=yaml_files(course.id, [settings_path(key)])[settings_path(key)],
        media=media_of(files),
        written=frozenset(tag for tag in course_now.languages if page_path(key, tag) in files),
        previous=steps[at - 1] if at else None,
        following=steps[at + 1] if at + 1 < len(steps) else None,
        earlier=tuple(steps[:at]),
    )


def rubric_words(course_id: int, item: DraftItem) -> dict[str, Any]:
    """The words of an assignment's rubric in the source language: one statement."""
    path = rubric_path(item.key, item.language)
    value = yaml_files(course_id, [path])[path].value
    return value if isinstance(value, dict) else {}


def captions_text(item: DraftItem, language: str) -> str:
    """The captions of the film in this language as they are; empty where there are none."""
    name = (item.values.get("captions") or {}).get(language)
    file = item.media.get(name) if isinstance(name, str) else None
    return current().storage.get(file.digest).decode("utf-8", "replace") if file else ""


def _steps(course: CourseFiles, files: dict[str, FileFacts]) -> list[Neighbour]:
    """Every item with its title, in order."""
    titles = titles_in(files, course.source_language)
    return [Neighbour(key, titles.get(key, key)) for key in outline.item_keys(course.course)]


def media_of(files: dict[str, FileFacts]) -> dict[str, FileFacts]:
    return {path.removeprefix("media/"): file for path, file in files.items() if path.startswith("media/")}
