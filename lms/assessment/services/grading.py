"""Handing in and grading: once for each attempt, whoever and however many ask for it."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import case, literal, update

from lms.assessment import queries
from lms.assessment.models import Attempt, Response
from lms.assessment.rules.attempts import GRACE, is_passed, percent_of
from lms.assessment.rules.drawing import slot_from_json
from lms.assessment.rules.scoring import share
from lms.assessment.signals import attempt_graded
from lms.core.db import db
from lms.jobs.services import enqueue

_AT_ONCE = 1000


def grade(attempt_id: int, *, now: datetime) -> bool:
    """Closes the attempt and grades what was saved in time; False when it was closed already (F03).

    Who comes first closes it by one conditional UPDATE; everyone else waits for that transaction and finds it
    closed. Seven statements, whatever the number of questions. Announces `attempt_graded`.
    """
    closed = db.session.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.state == "open")
        .values(
            state="graded",
            submitted_at=case((Attempt.deadline_at < now, Attempt.deadline_at), else_=_moment(now)),
        )
        .returning(Attempt.enrolment_id, Attempt.item_id, Attempt.item_version_id, Attempt.slots)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if closed is None:
        return False
    points = _grade_responses(attempt_id, closed.item_version_id, closed.slots)
    settings = queries.quiz_content(closed.item_version_id).settings
    percent = percent_of(sum(points, Fraction(0)), Fraction(sum(slot["points"] for slot in closed.slots)))
    db.session.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id)
        .values(
            points=round(float(sum(points, Fraction(0))), 4),
            percent=float(percent),
            passed=is_passed(percent, settings.pass_percent),
        )
        .execution_options(synchronize_session=False)
    )
    attempts = queries.attempts_at(closed.enrolment_id, closed.item_id)
    attempt_graded.send(
        None,
        enrolment_id=closed.enrolment_id,
        item_id=closed.item_id,
        attempt_id=attempt_id,
        percent=queries.counted_grade(settings.grade, attempts),
        now=now,
    )
    return True


def _moment(now: datetime) -> Any:
    return literal(now, Attempt.submitted_at.type)


def _grade_responses(attempt_id: int, item_version_id: int, kept_slots: list[Any]) -> list[Fraction]:
    """The points of each slot, also written beside the answers."""
    questions = queries.quiz_content(item_version_id).questions
    responses = queries.responses_to(attempt_id)
    points: list[Fraction] = []
    for number, kept in enumerate(kept_slots, 1):
        slot = slot_from_json(kept)
        question = questions[slot.question_version_id]
        answer = responses[number].answer if number in responses else {}
        points.append(share(slot, question.body, question.texts, answer) * slot.points)
    if responses:
        by_slot = {number: round(float(points[number - 1]), 4) for number in responses}
        db.session.execute(
            update(Response)
            .where(Response.attempt_id == attempt_id)
            .values(points=case(by_slot, value=Response.slot))
            .execution_options(synchronize_session=False)
        )
    return points


def queue_overdue(now: datetime) -> int:
    """Queues the grading of attempts whose time is over and that nobody handed in; returns how many.

    Each is a job of its own: short transactions, and one that fails holds up no other.
    """
    overdue = queries.overdue_attempts(now - GRACE, _AT_ONCE)
    for attempt_id in overdue:
        enqueue("assessment.grade", {"attempt_id": attempt_id}, now=now, unique_key=f"assessment.grade:{attempt_id}")
    return len(overdue)
