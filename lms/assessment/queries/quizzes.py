"""What is known of quizzes and attempts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select

from lms.assessment.models import Attempt, QuestionVersion, Quiz, QuizQuestion, Response
from lms.assessment.rules.attempts import (
    QuizSettings,
    attempts_left,
    grade_that_counts,
    read_settings,
    was_ever_passed,
)
from lms.assessment.rules.drawing import Slot, slot_from_json
from lms.core.cache import remembered
from lms.core.db import db
from lms.core.errors import Missing
from lms.enrolment.queries import enrolments_taking_part


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """One version of a question; `texts` maps a language to its words."""

    id: int
    kind: str
    points: int
    body: Mapping[str, Any]
    texts: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class QuizContent:
    """A quiz as one item version has it: never changed once stored, so it is remembered."""

    settings: QuizSettings
    sections: tuple[tuple[int | None, tuple[QuestionFacts, ...]], ...]
    questions: Mapping[int, QuestionFacts]

    @property
    def question_count(self) -> int:
        """How many questions an attempt has: a question offered by two sections counts once."""
        drawn = sum(len(questions) if draw is None else draw for draw, questions in self.sections)
        return min(drawn, len(self.questions))


_QUESTION = (
    QuestionVersion.id, QuestionVersion.kind, QuestionVersion.points, QuestionVersion.body, QuestionVersion.texts,
)  # fmt: skip


@remembered(maxsize=64)
def quiz_content(item_version_id: int) -> QuizContent:
    """The quiz with all its questions: two statements the first time, none later. Raises `Missing`."""
    quiz = db.session.execute(
        select(Quiz.settings, Quiz.draws).where(Quiz.item_version_id == item_version_id)
    ).one_or_none()
    if quiz is None:
        raise Missing(f"quiz of item version {item_version_id}")
    rows = db.session.execute(
        select(QuizQuestion.section, *_QUESTION)
        .join(QuestionVersion, QuestionVersion.id == QuizQuestion.question_version_id)
        .where(QuizQuestion.item_version_id == item_version_id)
        .order_by(QuizQuestion.section, QuizQuestion.position)
    ).all()
    questions = {row.id: QuestionFacts(*row[1:]) for row in rows}
    offered: dict[int, list[QuestionFacts]] = {}
    for row in rows:
        offered.setdefault(row.section, []).append(questions[row.id])
    sections = tuple((draw, tuple(offered.get(number, ()))) for number, draw in enumerate(quiz.draws))
    return QuizContent(read_settings(quiz.settings), sections, questions)


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """One attempt in a list; `percent` is 0-100, None until it is graded."""

    id: int
    public_id: str
    number: int
    state: str  # open | graded
    started_at: datetime
    submitted_at: datetime | None
    deadline_at: datetime | None
    percent: float | None
    passed: bool | None


def attempts_at(enrolment_id: int, item_id: int) -> tuple[AttemptFacts, ...]:
    """The attempts of one enrolment at one item, oldest first, whichever revision they belong to."""
    rows = db.session.execute(
        select(
            Attempt.id, Attempt.public_id, Attempt.number, Attempt.state, Attempt.started_at, Attempt.submitted_at,
            Attempt.deadline_at, Attempt.percent, Attempt.passed,
        )
        .where(Attempt.enrolment_id == enrolment_id, Attempt.item_id == item_id)
        .order_by(Attempt.number)
    )  # fmt: skip
    return tuple(AttemptFacts(*row) for row in rows)


def open_attempt(attempts: tuple[AttemptFacts, ...]) -> AttemptFacts | None:
    """The one that is going on; the database allows no second."""
    return next((attempt for attempt in attempts if attempt.state == "open"), None)


def counted_grade(method: str, attempts: tuple[AttemptFacts, ...]) -> float | None:
    """The grade that counts over these attempts, 0-100 with two places; None before one is graded."""
    grade = grade_that_counts(method, _percents(attempts))
    return None if grade is None else float(grade)


def _percents(attempts: tuple[AttemptFacts, ...]) -> list[Decimal]:
    return [Decimal(str(attempt.percent)) for attempt in attempts if attempt.percent is not None]


@dataclass(frozen=True, slots=True)
class QuizOverview:
    """The rules of a quiz (docs/course-format.md) and what one person has done at it; percents are 0-100."""

    question_count: int
    time_limit_minutes: int | None
    attempts_allowed: int | None
    pass_percent: float
    grade: str
    feedback: str
    attempts: tuple[AttemptFacts, ...]
    open_attempt: AttemptFacts | None
    attempts_left: int | None
    grade_percent: float | None
    is_passed: bool  # by the grade that counts, now or after an earlier attempt


def quiz_overview(item_version_id: int, enrolment_id: int, item_id: int) -> QuizOverview:
    """One statement (three the first time a process meets the quiz). Raises `Missing` when it is no quiz."""
    quiz = quiz_content(item_version_id)
    return quiz_overview_of(quiz.settings, quiz.question_count, attempts_at(enrolment_id, item_id))


def quiz_overview_of(
    settings: QuizSettings, question_count: int, attempts: tuple[AttemptFacts, ...] = ()
) -> QuizOverview:
    """The rules, and what these attempts, given in their order, come to; without any, what a beginner sees."""
    return QuizOverview(
        question_count=question_count,
        time_limit_minutes=settings.time_limit_minutes,
        attempts_allowed=settings.attempts,
        pass_percent=settings.pass_percent,
        grade=settings.grade,
        feedback=settings.feedback,
        attempts=attempts,
        open_attempt=open_attempt(attempts),
        attempts_left=attempts_left(settings.attempts, len(attempts)),
        grade_percent=counted_grade(settings.grade, attempts),
        is_passed=was_ever_passed(settings.grade, _percents(attempts), settings.pass_percent),
    )


@dataclass(frozen=True, slots=True)
class AttemptSheet:
    """An attempt with everything that was drawn for it."""

    id: int
    public_id: str
    enrolment_id: int
    person_id: int
    item_id: int
    item_version_id: int
    number: int
    state: str
    started_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    points: float | None
    max_points: float
    percent: float | None
    passed: bool | None
    slots: tuple[Slot, ...]

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    def slot(self, number: int) -> Slot | None:
        """The slot with this number, counted from 1."""
        return self.slots[number - 1] if 1 <= number <= len(self.slots) else None


_ATTEMPT = (
    Attempt.id, Attempt.public_id, Attempt.enrolment_id, Attempt.person_id, Attempt.item_id, Attempt.item_version_id,
    Attempt.number, Attempt.state, Attempt.started_at, Attempt.deadline_at, Attempt.submitted_at, Attempt.points,
    Attempt.max_points, Attempt.percent, Attempt.passed, Attempt.slots,
)  # fmt: skip


def _sheet(row: Row[Any]) -> AttemptSheet:
    return AttemptSheet(**{**row._mapping, "slots": tuple(slot_from_json(kept) for kept in row.slots)})


def attempt_sheet(public_id: str) -> AttemptSheet | None:
    """The attempt, or None when there is none or its enrolment is no longer going on: one statement."""
    taking_part = enrolments_taking_part().subquery()
    row = db.session.execute(
        select(*_ATTEMPT)
        .join(taking_part, taking_part.c.id == Attempt.enrolment_id)
        .where(Attempt.public_id == public_id)
    ).one_or_none()
    return _sheet(row) if row else None


def attempts_of(person_id: int) -> list[AttemptSheet]:
    """Every attempt of somebody, whatever became of their places: one statement."""
    rows = db.session.execute(select(*_ATTEMPT).where(Attempt.person_id == person_id).order_by(Attempt.id))
    return [_sheet(row) for row in rows]


def settings_of_attempts(person_id: int) -> dict[int, QuizSettings]:
    """The settings of every quiz that somebody has sat, by its item version: one statement."""
    sat = select(Attempt.item_version_id).where(Attempt.person_id == person_id)
    rows = db.session.execute(select(Quiz.item_version_id, Quiz.settings).where(Quiz.item_version_id.in_(sat)))
    return {item_version_id: read_settings(settings) for item_version_id, settings in rows}


def questions_of_attempts(person_id: int) -> dict[int, QuestionFacts]:
    """Every question version that somebody may have met in a quiz, by its id: one statement."""
    sat = select(Attempt.item_version_id).where(Attempt.person_id == person_id)
    offered = select(QuizQuestion.question_version_id).where(QuizQuestion.item_version_id.in_(sat))
    rows = db.session.execute(select(*_QUESTION).where(QuestionVersion.id.in_(offered)))
    return {row.id: QuestionFacts(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class ResponseFacts:
    """The saved answer to one question; `points` is None until it is graded."""

    slot: int
    answer: dict[str, Any]
    seq: int
    saved_at: datetime
    points: float | None


_RESPONSE = (Response.slot, Response.answer, Response.seq, Response.saved_at, Response.points)


def responses_to(attempt_id: int) -> dict[int, ResponseFacts]:
    """The saved answers by slot number."""
    rows = db.session.execute(select(*_RESPONSE).where(Response.attempt_id == attempt_id))
    return {row.slot: ResponseFacts(*row) for row in rows}


def responses_of(person_id: int) -> dict[int, dict[int, ResponseFacts]]:
    """Every saved answer of somebody, by attempt and slot number: one statement."""
    rows = db.session.execute(
        select(Response.attempt_id, *_RESPONSE)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Attempt.person_id == person_id)
    )
    found: dict[int, dict[int, ResponseFacts]] = {}
    for row in rows:
        found.setdefault(row.attempt_id, {})[row.slot] = ResponseFacts(*row[1:])
    return found


def overdue_attempts(before: datetime, limit: int) -> list[int]:
    """The ids of open attempts whose deadline passed before this moment, the oldest deadline first."""
    return list(
        db.session.scalars(
            select(Attempt.id)
            .where(Attempt.state == "open", Attempt.deadline_at < before)
            .order_by(Attempt.deadline_at)
            .limit(limit)
        )
    )
