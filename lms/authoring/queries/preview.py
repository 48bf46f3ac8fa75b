"""A draft as trainees would see it, from facts that are made for the moment and kept nowhere.

Only what one page shows is read and rendered: the structure of the course, and the files of one step. So a preview
takes as long as its step is long, whatever the size of the course.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.assessment.queries import QuestionFacts, QuizContent, quiz_overview_of
from lms.assessment.queries.assignments import AssignmentContent
from lms.assessment.queries.overviews import AssignmentOverview, assignment_overview_of
from lms.assessment.rules.assignments import read_assignment
from lms.assessment.rules.attempts import read_settings
from lms.authoring.models import DraftFile
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.examining import examined, files_of_step, mistakes_in
from lms.authoring.queries.files import FileFacts, draft_files
from lms.authoring.queries.titles import titles_by_item
from lms.authoring.rules.needed import texts_of_course
from lms.core.db import db
from lms.courses.queries import CourseFacts, CourseText, ItemFacts, ItemText, MediaFacts, ModuleFacts, Outline
from lms.media.rules.kinds import kind_by_ending
from lms.media.rules.pictures import original_of
from lms.packages.building import completion_rule, video_settings
from lms.packages.checking import CheckedPackage
from lms.packages.problems import Problem
from lms.progress.lessons import CoursePage, LessonPage, Material, lesson_of, overview_of, reading_language
from lms.progress.queries import Place, Progress
from lms.progress.rules import CourseRule, find_locks


@dataclass(frozen=True, slots=True)
class CoursePreview:
    """The overview of the course; `problems` are those of its structure and its words."""

    page: CoursePage
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class ItemPreview:
    """One step. `is_locked` says whether trainees find it locked at first; `quiz` has its questions to draw from."""

    page: LessonPage
    problems: list[Problem]
    is_locked: bool
    quiz: QuizContent | None


def preview_course(course: StudioCourse, language: str) -> CoursePreview:
    """In this language where the course has it: two statements. Raises `BadPackage` when course.yaml can't be read."""
    files = draft_files(course.id)
    checked = examined(course, files, texts_of_course(files, ()))
    place = _place(course, checked, files, None)
    reading = reading_language(place, language)
    page = overview_of(place, reading, _course_text(checked, reading.language), sees_all=True, is_preview=True)
    return CoursePreview(page, mistakes_in(checked, {path for path in files if path.startswith("course.")}))


def preview_item(course: StudioCourse, key: str, language: str, now: datetime) -> ItemPreview | None:
    """None when course.yaml has no such item: three statements, and each medium of the step from the store.

    Raises `BadPackage` when course.yaml can't be read.
    """
    files = draft_files(course.id)
    structure = examined(course, files, texts_of_course(files, ()))
    if key not in structure.content.items:
        return None
    reading = reading_language(_place(course, structure, files, None), language)
    languages = {reading.language, structure.content.source_language}
    own = files_of_step(files, key, languages)
    checked = examined(course, files, [*texts_of_course(files, ()), *own], with_media=True)
    place = _place(course, checked, files, key)
    quiz = _quiz(checked, key)
    material = Material(
        course_text=_course_text(checked, reading.language),
        text=_text(checked, key, reading.language),
        quiz=quiz_overview_of(quiz.settings, quiz.question_count) if quiz else None,
        assignment=_assignment(checked, key, [reading.language, checked.content.source_language], now),
    )
    page = lesson_of(place, reading, material, sees_all=True, is_preview=True)
    return ItemPreview(page, mistakes_in(checked, {*own}), place.is_locked, quiz)


def _place(course: StudioCourse, checked: CheckedPackage, files: dict[str, FileFacts], key: str | None) -> Place:
    """A trainee who has just begun, before this step: nobody in particular."""
    outline, rule = outline_of(checked, files)
    item = outline.item(key) if key else None
    locks = find_locks(outline.modules, ())
    return Place(0, _facts(course, checked, outline, rule), outline, None, Progress(), locks, item)


def _facts(course: StudioCourse, checked: CheckedPackage, outline: Outline, rule: CourseRule) -> CourseFacts:
    data = checked.content.course.value
    return CourseFacts(
        id=course.id,
        slug=course.slug,
        revision_id=0,
        revision_number=(course.revision_number or 0) + 1,
        level=data["level"],
        hours=int(data["hours"]),
        position=int(data["number"]),
        source_language=checked.content.source_language,
        languages=checked.content.languages,
        prerequisites=list(data.get("prerequisites", ())),
        required_items=rule.required_items,
        final_quiz=rule.final_quiz,
        certificate_issue=data["certificate"]["issue"],
        minutes=sum(item.minutes for item in outline.items),
        item_count=len(outline.items),
        is_archived=course.state == "archived",
    )


def outline_of(checked: CheckedPackage, files: dict[str, FileFacts]) -> tuple[Outline, CourseRule]:
    """The outline that the draft would publish, and what completes the course then; ids are made for the moment."""
    completion = checked.content.course.value["completion"]
    wanted = completion["required_items"]
    rule = CourseRule(None if wanted == "all" else int(wanted), completion.get("final_quiz"))
    return _outline(checked, titles_by_item(files), files), rule


def _outline(checked: CheckedPackage, titles: dict[str, dict[str, str]], files: dict[str, FileFacts]) -> Outline:
    modules = []
    numbers = iter(range(1, 1_000_000))
    for position, module in enumerate(checked.content.course.value["modules"], 1):
        words = {tag: text.modules.get(module["key"], "").strip() for tag, text in checked.words.items()}
        items = tuple(_item(checked, data, next(numbers), module["key"], titles, files) for data in module["items"])
        named = {tag: title for tag, title in words.items() if title} or {"": module["key"]}
        modules.append(ModuleFacts(module["key"], position, module.get("after"), named, items))
    return Outline(tuple(modules))


def _item(
    checked: CheckedPackage,
    data: dict[str, Any],
    number: int,
    module: str,
    titles: dict[str, dict[str, str]],
    files: dict[str, FileFacts],
) -> ItemFacts:
    """An item whose files were not read has the rule that its settings are noted with."""
    key, kind = data["key"], data["kind"]
    source = checked.content.items[key]
    settings: dict[str, Any] = {}
    if kind == "video" and source.settings is not None and {"file", "link"} & set(source.settings.value):
        settings = video_settings(checked, source.settings.value)
    is_read = key in {*checked.quizzes, *checked.assignments} or kind in ("reading", "video")
    noted = files.get(f"items/{key}.yaml")
    percent = noted.facts.get("pass_percent", 0) if noted else 0
    rule = completion_rule(checked, data) if is_read else {"kind": "score", "percent": percent}
    return ItemFacts(
        id=number, version_id=number, key=key, kind=kind, minutes=int(data["minutes"]),
        required=data.get("required", True), after=data.get("after"), rule=rule, settings=settings,
        titles=titles.get(key) or {"": key}, module_key=module, position=number, media_names=(),
        category=data.get("category"),
    )  # fmt: skip


def _course_text(checked: CheckedPackage, language: str) -> CourseText:
    """The words in this language, else in any; the course's address while it has none that can be read."""
    words = checked.words.get(language)
    tag = language if words else next(iter(checked.words), language)
    words = words or checked.words.get(tag)
    if words is None:
        return CourseText(tag, checked.content.package.name, "", "", "", [], [])
    return CourseText(
        tag, words.title or checked.content.package.name, words.summary, words.audience, words.description_html,
        list(words.outcomes), list(words.sources),
    )  # fmt: skip


def _text(checked: CheckedPackage, key: str, language: str) -> ItemText | None:
    texts = checked.texts.get(key, {})
    tag = language if language in texts else next(iter(texts), None)
    return ItemText(tag, texts[tag].html, texts[tag].word_count) if tag else None


def _quiz(checked: CheckedPackage, key: str) -> QuizContent | None:
    """The quiz as far as its questions have words; None while there is none to draw."""
    source = checked.quizzes.get(key)
    if source is None:
        return None
    numbers = {question: number for number, question in enumerate(checked.banks.drafts, 1)}
    known = {
        question: QuestionFacts(numbers[question], draft.kind, draft.points, draft.body, draft.texts)
        for question, draft in checked.banks.drafts.items()
        if draft.texts
    }
    sections = tuple((draw, tuple(known[q] for q in questions if q in known)) for draw, questions in source.sections)
    questions = {facts.id: facts for _draw, offered in sections for facts in offered}
    sections = tuple((None if draw is None else min(draw, len(offered)), offered) for draw, offered in sections)
    return QuizContent(read_settings(source.settings), sections, questions) if questions else None


def _assignment(checked: CheckedPackage, key: str, wanted: list[str], now: datetime) -> AssignmentOverview | None:
    source = checked.assignments.get(key)
    if source is None:
        return None
    content = AssignmentContent(read_assignment(source.settings), source.words)
    return assignment_overview_of(content, wanted, place_given_at=None, now=now)


def draft_media(course_id: int, name: str) -> MediaFacts | None:
    """A file of the draft's media: one statement.

    A size of a picture that publishing will make is the picture itself until then.
    """
    wanted = {f"media/{each}": each for each in (original_of(name), name)}
    rows = db.session.execute(
        select(DraftFile.path, DraftFile.digest, DraftFile.size_bytes).where(
            DraftFile.course_id == course_id, DraftFile.path.in_(wanted), DraftFile.text.is_(None)
        )
    )
    found = {wanted[path]: (digest, size) for path, digest, size in rows}
    for each in wanted.values():
        kind = kind_by_ending(each)
        if kind and each in found:
            return MediaFacts(each, found[each][0], kind.content_type, found[each][1])
    return None
