"""What the quiz pages show: plain facts for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lms.assessment import queries
from lms.assessment.queries import AttemptSheet, ResponseFacts
from lms.assessment.question_pages import QuestionPage, question_page
from lms.assessment.rules.answers import is_answered
from lms.assessment.rules.attempts import shown_after, takes_answers
from lms.assessment.wording import percent_in_words, points_in_words, verdict_in_words
from lms.core.languages import best_language
from lms.courses.queries import course_text, outline, published_course
from lms.courses.queries.identities import last_titles
from lms.enrolment.queries import enrolment_by_id


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which course an attempt belongs; `item_title` is what the step was called last, if it is gone.

    `language` is the one that its owner reads the course in, of those that are `offered`.
    """

    course: str
    item: str
    course_title: str
    item_title: str
    in_outline: bool
    languages: tuple[str, ...]
    language: str
    offered: tuple[str, ...]


class Belongs(Protocol):
    """What lies below a step of a course: an attempt, a piece of work, a review."""

    @property
    def enrolment_id(self) -> int: ...
    @property
    def item_id(self) -> int: ...


def place_of(course: str, item: str, sheet: Belongs, wanted: Sequence[str]) -> Place | None:
    """The place that the address names, or None when the attempt does not belong there: two statements, three for a
    step that is gone.

    An attempt outlives the item it belongs to: when a new revision dropped it, the old address still works.
    """
    facts = published_course(course)
    enrolment = enrolment_by_id(sheet.enrolment_id)
    if facts is None or enrolment is None or enrolment.course_id != facts.id:
        return None
    languages = (*([enrolment.language] if enrolment.language else []), *wanted, facts.source_language)
    known = outline(facts.revision_id)
    here = known.item_by_id(sheet.item_id)
    if (here.key != item) if here else known.item(item):
        return None
    titles = here.titles if here else last_titles([sheet.item_id]).get(sheet.item_id, {})
    tag = best_language(list(languages), list(titles))
    return Place(
        course=course,
        item=item,
        course_title=course_text(facts.revision_id, list(languages)).title,
        item_title=titles[tag] if tag else next(iter(titles.values()), ""),
        in_outline=here is not None,
        languages=languages,
        language=best_language(list(languages), facts.languages) or facts.source_language,
        offered=tuple(facts.languages),
    )


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """An attempt that is going on; milliseconds are since 1970 in UTC, for the clock in the browser."""

    public_id: str
    number: int
    place: Place
    questions: tuple[QuestionPage, ...]
    is_over: bool
    deadline_at: datetime | None
    deadline_ms: int | None
    now_ms: int

    @property
    def unanswered(self) -> tuple[QuestionPage, ...]:
        return tuple(question for question in self.questions if not question.is_answered)

    @property
    def answered_count(self) -> int:
        return len(self.questions) - len(self.unanswered)


def attempt_page(sheet: AttemptSheet, place: Place, now: datetime) -> AttemptPage:
    """One statement once the process knows the quiz. Nothing in it tells a right answer (A10)."""
    quiz = queries.quiz_content(sheet.item_version_id)
    responses = queries.responses_to(sheet.id)
    return AttemptPage(
        public_id=sheet.public_id,
        number=sheet.number,
        place=place,
        questions=tuple(
            question_page(s, n, quiz.questions[s.question_version_id], responses.get(n), place.languages)
            for n, s in enumerate(sheet.slots, 1)
        ),
        is_over=not takes_answers(sheet.deadline_at, now),
        deadline_at=sheet.deadline_at,
        deadline_ms=_milliseconds(sheet.deadline_at) if sheet.deadline_at else None,
        now_ms=_milliseconds(now),
    )


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A graded attempt, points and percents written for the reader; `passed` is the quiz, by the grade that counts."""

    public_id: str
    number: int
    place: Place
    passed: bool
    verdict: tuple[str, ...]
    points: str
    grade_percent: str | None
    grade_method: str
    attempts_left: int | None
    shows_answers: bool
    feedback: str
    submitted_at: datetime | None
    questions: tuple[QuestionPage, ...]


def result_page(sheet: AttemptSheet, place: Place) -> ResultPage:
    """Two statements once the process knows the quiz."""
    quiz = queries.quiz_content(sheet.item_version_id)
    settings = quiz.settings
    overview = queries.quiz_overview(sheet.item_version_id, sheet.enrolment_id, sheet.item_id)
    shown = shown_after(settings, overview.attempts)
    responses = queries.responses_to(sheet.id)

    def page_of(number: int) -> QuestionPage:
        slot = sheet.slots[number - 1]
        question = quiz.questions[slot.question_version_id]
        response = responses.get(number)
        page = question_page(slot, number, question, response, place.languages)
        return page.graded(slot, question, response, shown)

    grade = overview.grade_percent
    several = len(overview.attempts) > 1 and grade is not None
    fails_now = grade is not None and grade < settings.pass_percent
    return ResultPage(
        public_id=sheet.public_id,
        number=sheet.number,
        place=place,
        passed=overview.is_passed,
        verdict=verdict_in_words(
            percent_in_words(sheet.percent or 0),
            percent_in_words(settings.pass_percent),
            percent_in_words(grade) if grade is not None and grade != sheet.percent else None,
            settings.grade,
            stays_passed=overview.is_passed and fails_now,
        ),
        points=points_in_words(sheet.points or 0, sheet.max_points),
        grade_percent=percent_in_words(grade) if several and grade is not None else None,
        grade_method=settings.grade,
        attempts_left=overview.attempts_left,
        shows_answers=shown.answers,
        feedback=settings.feedback,
        submitted_at=sheet.submitted_at,
        questions=tuple(page_of(number) for number in range(1, len(sheet.slots) + 1)),
    )


def unanswered_numbers(sheet: AttemptSheet, responses: dict[int, ResponseFacts]) -> list[int]:
    """The numbers of the questions that still want an answer, or the rest of one."""
    return [
        number
        for number, slot in enumerate(sheet.slots, 1)
        if number not in responses or not is_answered(slot, responses[number].answer)
    ]
