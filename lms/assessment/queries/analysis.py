"""What first attempts at a quiz say of its questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from lms.assessment.models import Attempt, Question, QuestionVersion, Response
from lms.assessment.queries.quizzes import QuestionFacts, quiz_content
from lms.assessment.rules.analysis import Analysis, Given, analyse
from lms.core.db import db, table_of

# The newest so many first attempts are read, however many there are: enough that a correlation is known to 0.03.
MOST_ATTEMPTS = 1_000
_WITH_OPTIONS = ("single", "multiple", "true_false")


@dataclass(frozen=True, slots=True)
class AnalysedQuestion:
    """A question that the quiz can draw, as it is worded now, and what is known of it."""

    key: str
    question: QuestionFacts
    analysis: Analysis


def analysed_questions(item_id: int, item_version_id: int, only: str | None = None) -> list[AnalysedQuestion]:
    """Every question of a quiz in its order, or the one with this key, with what first attempts say of it.

    The newest `MOST_ATTEMPTS` are read. Later attempts have seen the answers, so only people's first ones count, and
    only answers to the very wording of now. Three statements, once the quiz is remembered. Raises `Missing` when it is
    no quiz.
    """
    every = quiz_content(item_version_id).questions
    keys = _keys(list(every))
    questions = {key: question for key, question in every.items() if only is None or keys[key] == only}
    given = _given(item_id, questions)
    return [
        AnalysedQuestion(keys[version_id], question, _analyse(question, given.get(version_id, [])))
        for version_id, question in questions.items()
    ]


def _keys(version_ids: list[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(QuestionVersion.id, Question.key)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.id.in_(version_ids))
    )
    return dict(rows.tuples().all())


_attempts, _responses = table_of(Attempt), table_of(Response)


def _given(item_id: int, questions: Mapping[int, QuestionFacts]) -> dict[int, list[Given]]:
    """The answers by question version; what was asked and not answered earned nothing."""
    attempts = db.session.execute(
        select(_attempts.c.id, _attempts.c.slots, _attempts.c.points, _attempts.c.max_points)
        .where(_attempts.c.item_id == item_id, _attempts.c.number == 1, _attempts.c.state == "graded")
        .order_by(_attempts.c.id.desc())
        .limit(MOST_ATTEMPTS)
    ).all()
    # Named one by one: for a subquery PostgreSQL reads the answers to every quiz there is.
    answers = {
        (attempt_id, slot): (points, answer)
        for attempt_id, slot, points, answer in db.session.execute(
            select(_responses.c.attempt_id, _responses.c.slot, _responses.c.points, _responses.c.answer).where(
                _responses.c.attempt_id.in_([attempt.id for attempt in attempts])
            )
        )
    }
    found: dict[int, list[Given]] = {}
    nothing: tuple[float, dict[str, Any]] = (0.0, {})
    for attempt_id, slots, points, most in attempts:
        for number, slot in enumerate(slots, 1):
            version_id, worth = slot["question_version_id"], slot["points"]
            if version_id in questions and worth > 0:
                earned, answer = answers.get((attempt_id, number), nothing)
                one = _one(questions[version_id].kind, earned or 0.0, worth, answer, points or 0.0, most)
                found.setdefault(version_id, []).append(one)
    return found


def _one(kind: str, earned: float, worth: float, answer: Mapping[str, Any], points: float, most: float) -> Given:
    chosen: tuple[str, ...] = ()
    if kind in _WITH_OPTIONS and answer:
        chosen = tuple(answer.get("choices", ())) or ((answer["choice"],) if "choice" in answer else ())
    rest = (points - earned) / (most - worth) if most > worth else None
    return Given(earned / worth, rest, points / most, chosen)


def _analyse(question: QuestionFacts, given: list[Given]) -> Analysis:
    body = question.body
    if question.kind == "true_false":
        return analyse(given, ("true", "false"), (str(body["answer"]).lower(),))
    if question.kind in _WITH_OPTIONS:
        right = body["answer"] if question.kind == "multiple" else [body["answer"]]
        return analyse(given, body["options"], right)
    return analyse(given)
