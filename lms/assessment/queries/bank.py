"""Questions that some revision of a course had, by their keys."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.assessment.models import Question, QuestionVersion, QuizQuestion
from lms.core.db import db


def question_keys_ever(course_id: int) -> set[str]:
    """The keys of every question that was ever published: what people answered is known by them."""
    return set(db.session.scalars(select(Question.key).where(Question.course_id == course_id)))


def quizzes_asking(course_id: int, key: str, item_version_ids: Sequence[int]) -> set[int]:
    """Those of these quizzes (item versions) that may draw the question with this key."""
    return set(
        db.session.scalars(
            select(QuizQuestion.item_version_id)
            .join(QuestionVersion, QuestionVersion.id == QuizQuestion.question_version_id)
            .join(Question, Question.id == QuestionVersion.question_id)
            .where(
                Question.course_id == course_id,
                Question.key == key,
                QuizQuestion.item_version_id.in_(item_version_ids),
            )
        )
    )
