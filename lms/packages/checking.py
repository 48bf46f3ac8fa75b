"""Checking a whole package: every mistake at once, and, when there is none, what importing needs."""

from dataclasses import dataclass, field
from typing import Any

from lms.core.messages import Told
from lms.packages.assignments import AssignmentSource, read_assignments
from lms.packages.content import Content, ItemSource
from lms.packages.films import check_linked_film
from lms.packages.grading import check_grading
from lms.packages.loading import load
from lms.packages.media import VIDEOS
from lms.packages.problems import BadPackage
from lms.packages.questions import QuizSource, ReadBanks, read_banks, read_quizzes
from lms.packages.reading import Package
from lms.packages.shelf import Renderer, Shelf, Words
from lms.packages.structure import check_structure
from lms.packages.yaml_text import Path


@dataclass(frozen=True)
class CourseWords:
    """A course's words in one language, rendered where they are Markdown."""

    title: str
    summary: str
    audience: str
    description_html: str
    outcomes: tuple[str, ...]
    sources: tuple[str, ...]
    modules: dict[str, str]


@dataclass
class CheckedPackage:
    """A package with its texts rendered; what has a mistake may be left out."""

    content: Content
    words: dict[str, CourseWords] = field(default_factory=dict)
    texts: dict[str, dict[str, Words]] = field(default_factory=dict)  # item key -> language -> words
    media: dict[str, set[str]] = field(default_factory=dict)  # item key -> names of files
    banks: ReadBanks = field(default_factory=ReadBanks)
    quizzes: dict[str, QuizSource] = field(default_factory=dict)
    assignments: dict[str, AssignmentSource] = field(default_factory=dict)


def examine_package(package: Package) -> CheckedPackage:
    """What can be made of the package, with its mistakes and remarks in `content.problems`.

    Raises `BadPackage` when course.yaml can't be used at all.
    """
    content = load(package)
    shelf = Shelf(content)
    checked = CheckedPackage(content)
    check_structure(content)
    check_grading(content)
    checked.words = _read_course_words(content, shelf)
    for item in content.items.values():
        checked.texts[item.key] = _read_pages(shelf, item)
        checked.media[item.key] = {name for words in checked.texts[item.key].values() for name in words.media}
        if item.kind == "video" and item.settings is not None:
            checked.media[item.key] |= _read_video(content, shelf, item)
    checked.banks = read_banks(content, shelf)
    checked.quizzes = read_quizzes(content, checked.banks)
    checked.assignments = read_assignments(content)
    for key, quiz in checked.quizzes.items():
        for _draw, questions in quiz.sections:
            checked.media[key].update(name for question in questions for name in checked.banks.media[question])
    content.problems += shelf.unused()
    return checked


def check_package(package: Package) -> CheckedPackage:
    """Raises `BadPackage` with every mistake that docs/course-format.md calls one."""
    checked = examine_package(package)
    content = checked.content
    if content.mistakes:
        raise BadPackage(content.mistakes)
    return checked


def _read_course_words(content: Content, shelf: Shelf) -> dict[str, CourseWords]:
    found = {}
    for language, document in content.words.items():
        render = Renderer(shelf, document.path, language, base=None)
        words = document.value
        found[language] = CourseWords(
            title=words["title"].strip(),
            summary=words["summary"].strip(),
            audience=words["audience"].strip(),
            description_html=render(words["description"], document.text_line("description")).html,
            outcomes=tuple(outcome.strip() for outcome in words["outcomes"]),
            sources=tuple(
                render(source, document.text_line("sources", index), inline=True).html
                for index, source in enumerate(words["sources"])
            ),
            modules=dict(words["modules"]),
        )
    return found


def _read_pages(shelf: Shelf, item: ItemSource) -> dict[str, Words]:
    return {
        language: Renderer(shelf, page.path, language, films=True)(page.text, page.first_line)
        for language, page in item.pages.items()
    }


def film_seconds(content: Content, settings: dict[str, Any]) -> int | None:
    """How long the film of a step is: as its author says, else as the film does; None while nobody knows."""
    if "duration_seconds" in settings:
        return int(settings["duration_seconds"])
    film = content.media.get(settings.get("file", ""))
    return max(1, round(film.duration_seconds)) if film and film.duration_seconds else None


def _read_video(content: Content, shelf: Shelf, item: ItemSource) -> set[str]:
    """The film and its captions, all of which must be there and be what they are called."""
    document = item.settings
    assert document is not None
    names: set[str] = set()
    captions = document.value.get("captions", {})
    if "link" in document.value:
        check_linked_film(content, item)
        return names
    if "file" not in document.value:
        todo = Told("upload a film to media/ (file: NAME), or link one at a known host (link: ADDRESS)")
        content.problems.append(document.problem((), Told("the video has no film"), todo))
        return names
    if film_seconds(content, document.value) is None:
        todo = Told("add it: the length of the film, which the film itself does not say")
        content.problems.append(document.problem((), Told("duration_seconds is missing"), todo))
    wanted: list[tuple[Path, str, frozenset[str], str]] = [
        (("file",), document.value["file"], VIDEOS, Told("a film (MP4 or WebM)"))
    ]
    wanted += [
        (("captions", language), name, frozenset({"vtt"}), Told("captions (WebVTT)"))
        for language, name in captions.items()
    ]
    for place, name, endings, what in wanted:
        if name not in content.media_names:
            content.problems.append(
                document.problem(
                    place, Told("media/%(name)s is not there", name=name), Told("add the file, or correct the name")
                )
            )
            continue
        shelf.used.add(name)
        names.add(name)
        if name.rpartition(".")[2] not in endings:
            content.problems.append(
                document.problem(
                    place, Told("%(name)s is not %(what)s", name=name, what=what), Told("name %(what)s", what=what)
                )
            )
    source = content.source_language
    for language in captions:
        if language not in content.languages:
            wrong = Told("%(language)s is not among the languages of course.yaml", language=language)
            content.problems.append(
                document.problem(("captions", language), wrong, Told("add it there, or remove the captions"))
            )
    if source not in captions:
        wrong = Told("there are no captions in %(source)s", source=source)
        content.problems.append(
            document.problem(("captions",), wrong, Told("add them: many people watch without sound"))
        )
    return names
