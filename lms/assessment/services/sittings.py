"""Starting an attempt."""

import secrets
from datetime import datetime, timedelta

from lms.assessment import queries
from lms.assessment.models import Attempt
from lms.assessment.queries import AttemptFacts, QuizContent
from lms.assessment.rules.attempts import STARTS_AN_HOUR, attempts_left, deadline, takes_answers
from lms.assessment.rules.drawing import draw_slots
from lms.assessment.services.grading import grade
from lms.core.db import db, upsert
from lms.core.errors import Refused
from lms.core.ids import new_public_id

_ROUNDS = 5


def start_attempt(
    *, enrolment_id: int, person_id: int, item_id: int, item_version_id: int, now: datetime
) -> AttemptFacts:
    """The open attempt of this enrolment at this item: the one that is going on, or a new one.

    However many requests arrive at once, they get the same attempt, and never more attempts than allowed (F04):
    its number is unique and only one may be open. An attempt left open past its time is graded first.
    Raises `Refused` when no attempt is left, `Missing` when the item is no quiz.
    """
    quiz = queries.quiz_content(item_version_id)
    for _round in range(_ROUNDS):
        made = queries.attempts_at(enrolment_id, item_id)
        going_on = queries.open_attempt(made)
        if going_on and takes_answers(going_on.deadline_at, now):
            return going_on
        if going_on:
            grade(going_on.id, now=now)
            continue
        _check_may_start(quiz, made, now)
        if begun := _begin(enrolment_id, person_id, item_id, item_version_id, quiz, len(made) + 1, now):
            return begun
    raise Refused("The site is very busy just now. Please try again.")


def _check_may_start(quiz: QuizContent, made: tuple[AttemptFacts, ...], now: datetime) -> None:
    if attempts_left(quiz.settings.attempts, len(made)) == 0:
        raise Refused("You have used all your attempts at this quiz.")
    if sum(attempt.started_at > now - timedelta(hours=1) for attempt in made) >= STARTS_AN_HOUR:
        raise Refused("You have started this quiz many times within an hour. Take a break and read once more.")


def _begin(
    enrolment_id: int, person_id: int, item_id: int, item_version_id: int, quiz: QuizContent, number: int, now: datetime
) -> AttemptFacts | None:
    """A new attempt, or None when another request was faster."""
    seed = secrets.randbelow(2**31)
    settings = quiz.settings
    slots = draw_slots(
        quiz.sections,
        shuffle_questions=settings.shuffle_questions,
        shuffle_options=settings.shuffle_options,
        seed=seed,
    )
    ends = deadline(now, settings.time_limit_minutes)
    values = {
        "public_id": new_public_id(), "enrolment_id": enrolment_id, "person_id": person_id, "item_id": item_id,
        "item_version_id": item_version_id, "number": number, "seed": seed, "state": "open",
        "slots": [slot.as_json() for slot in slots], "started_at": now,
        "deadline_at": ends,
        "max_points": float(sum(slot.points for slot in slots)),
    }  # fmt: skip
    new_id = db.session.scalar(upsert(Attempt).values(**values).on_conflict_do_nothing().returning(Attempt.id))
    if new_id is None:
        return None
    return AttemptFacts(new_id, str(values["public_id"]), number, "open", now, None, ends, None, None)
