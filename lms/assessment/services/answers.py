"""Saving answers while an attempt is going on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, literal, or_, select

from lms.assessment.models import Attempt, Response
from lms.assessment.queries import ResponseFacts, responses_to
from lms.assessment.rules.answers import Answer
from lms.assessment.rules.attempts import GRACE
from lms.core.db import db, upsert
from lms.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Saved:
    """What is now kept of a question: `seq` grows with each change."""

    seq: int
    saved_at: datetime


class Overtaken(Exception):
    """The question has a newer answer, from another window or device (F10); it is in `kept`."""

    def __init__(self, kept: ResponseFacts) -> None:
        super().__init__(f"slot {kept.slot} has a newer answer")
        self.kept = kept


class Ended(Refused):
    """The attempt was handed in, or its time is over (F02)."""


def save_answer(*, attempt_id: int, slot: int, answer: Answer, base_seq: int, now: datetime) -> Saved:
    """Keeps the answer to one question: one statement, that also asks whether the attempt still takes answers.

    `base_seq` is the state the person saw, 0 before the first save. Raises `Overtaken` when a newer answer is
    kept (unless it is the same one: the reply to the first try was lost), `Ended` when it is too late.
    """
    # The row lock makes handing in wait for us, or us for it: what was acknowledged is graded.
    going_on = (
        select(Attempt.id, literal(slot), literal(answer, Response.answer.type), literal(base_seq + 1), _moment(now))
        .where(*_takes_answers(attempt_id, now))
        .with_for_update(read=True)
    )
    columns = ["attempt_id", "slot", "answer", "seq", "saved_at"]
    if seq := db.session.scalar(_where_seen(upsert(Response).from_select(columns, going_on)).returning(Response.seq)):
        return Saved(seq, now)
    if not _is_going_on(attempt_id, now):
        raise _ended()
    kept = responses_to(attempt_id)[slot]
    if kept.answer != answer:
        raise Overtaken(kept)
    return Saved(kept.seq, kept.saved_at)


def save_answers(
    *, attempt_id: int, answers: Mapping[int, Answer], base_seqs: Mapping[int, int], now: datetime
) -> Sequence[int]:
    """Keeps several answers by slot, as a form without scripts sends them, and returns the slots that have a newer
    answer which was left alone (F10). Three statements, whatever the number. Raises `Ended`.

    Only what the person changed counts: an answer that is as it was, or still empty, is passed over.
    """
    if not _is_going_on(attempt_id, now):
        raise _ended()
    kept = responses_to(attempt_id)
    changed = {s: a for s, a in answers.items() if _is_change(a, base_seqs.get(s, 0), kept.get(s))}
    if not changed:
        return []
    rows = [
        {"attempt_id": attempt_id, "slot": slot, "answer": answer, "seq": base_seqs.get(slot, 0) + 1, "saved_at": now}
        for slot, answer in changed.items()
    ]
    saved = set(db.session.scalars(_where_seen(upsert(Response).values(rows)).returning(Response.slot)))
    return sorted(set(changed) - saved)


def _is_change(answer: Answer, base_seq: int, kept: ResponseFacts | None) -> bool:
    """A field that was empty when the page was made, and still is, says nothing about a newer answer."""
    if kept is None or base_seq == 0:
        return bool(answer) and (kept is None or answer != kept.answer)
    return answer != kept.answer


def _where_seen(insert: Any) -> Any:
    """Replaces the kept answer only where it is still the one that the person saw."""
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["attempt_id", "slot"],
        set_={"answer": new.answer, "seq": new.seq, "saved_at": new.saved_at},
        where=Response.seq == new.seq - 1,
    )


def _moment(now: datetime) -> ColumnElement[Any]:
    return literal(now, Response.saved_at.type)


def _takes_answers(attempt_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    in_time = or_(Attempt.deadline_at.is_(None), Attempt.deadline_at >= now - GRACE)
    return Attempt.id == attempt_id, Attempt.state == "open", in_time


def _is_going_on(attempt_id: int, now: datetime) -> bool:
    """Whether answers are still taken; handing in waits until this transaction ends."""
    asked = select(Attempt.id).where(*_takes_answers(attempt_id, now)).with_for_update(read=True)
    return db.session.scalar(asked) is not None


def _ended() -> Ended:
    return Ended("The time is over or the quiz was handed in. Answers saved before that count.")
