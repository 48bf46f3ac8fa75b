"""What the tests of attempts share: right answers, saving and handing in, below the web."""

from typing import Any

from lms.assessment import queries, services
from lms.core.db import db
from lms.demo.answers import right_answer
from tests.factories.assessment import (
    NOW,
    ASitting,
)


def right_answers(sitting: ASitting) -> dict[int, dict[str, Any]]:
    """The answer that earns everything, for each slot."""
    sheet = sitting.sheet()
    questions = queries.quiz_content(sheet.item_version_id).questions
    return {n: right_answer(slot, questions[slot.question_version_id]) for n, slot in enumerate(sheet.slots, 1)}


def save(sitting: ASitting, slot: int, answer: dict[str, Any], base_seq: int = 0, now: Any = NOW) -> services.Saved:
    return services.save_answer(attempt_id=sitting.attempt.id, slot=slot, answer=answer, base_seq=base_seq, now=now)


def hand_in(sitting: ASitting, answers: dict[int, dict[str, Any]], now: Any = NOW) -> None:
    services.save_answers(attempt_id=sitting.attempt.id, answers=answers, base_seqs={}, now=now)
    services.grade(sitting.attempt.id, now=now)
    db.session.commit()
