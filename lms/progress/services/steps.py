"""Recording what people did at the steps of a course, and what follows from it."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, update

from lms.core.db import db, dialect_name, rows_changed, upsert
from lms.core.errors import Refused
from lms.courses.queries import CourseFacts, ItemFacts, outline
from lms.progress import rules
from lms.progress.models import CourseProgress, ItemProgress
from lms.progress.services.counting import hold_books, make_sum, open_books, recount


def record_opening(*, enrolment_id: int, course: CourseFacts, item_id: int, now: datetime) -> None:
    """Notes that the server has shown this item, the first time with its moment; the dashboard goes on from here."""
    if not rows_changed(_SEEN, {"enrolment": enrolment_id, "item": item_id, "moment": now}):
        make_sum(enrolment_id, course, last_item_id=item_id, last_seen_at=now)
    _note_opening(enrolment_id, item_id, now)


# Made once, because people open a step more often than they do anything else.
_SEEN = (
    update(CourseProgress)
    .where(CourseProgress.enrolment_id == bindparam("enrolment"))
    .values(last_item_id=bindparam("item"), last_seen_at=bindparam("moment"))
    .execution_options(synchronize_session=False)
)


def _note_opening(enrolment_id: int, item_id: int, now: datetime) -> None:
    """Notes the first opening; a later one changes nothing."""
    values = {"enrolment": enrolment_id, "item": item_id, "moment": now}
    db.session.execute(_opened(dialect_name()), values)


@lru_cache(maxsize=2)
def _opened(dialect: str) -> Any:
    values: dict[str, Any] = {
        "enrolment_id": bindparam("enrolment"),
        "item_id": bindparam("item"),
        "opened_at": bindparam("moment"),
    }
    insert = upsert(ItemProgress, dialect).values(status="in_progress", **values)
    return insert.on_conflict_do_nothing(index_elements=["enrolment_id", "item_id"])


def mark_complete(*, enrolment_id: int, item: ItemFacts, now: datetime) -> bool:
    """Marks a reading that was opened, or a film that there was time to see; True when that completes the course.

    Raises `Refused` for what the server has not seen opened (F13), for a quiz, and for a film too soon.
    """
    hold_books(enrolment_id)
    state = _state(enrolment_id, item.id)
    if state is None:
        raise Refused("Open this step first, then mark it as complete.")
    if state.status == "completed":
        return False
    if item.kind == "assignment":
        raise Refused("This step is complete when its work is done, not by a mark.")
    if item.rule["kind"] == "score":
        raise Refused("This step is complete when you pass its quiz.")
    if item.rule["kind"] == "watch":
        return _mark_film(enrolment_id, item, state.opened_at, now)
    return _complete(enrolment_id, item.id, now)


def _mark_film(enrolment_id: int, item: ItemFacts, opened_at: datetime, now: datetime) -> bool:
    """Without scripts a browser reports nothing: then the time since the film was opened must have sufficed."""
    needed_seconds = item.settings["duration_seconds"] * item.rule["percent"] / 100
    if (now - opened_at).total_seconds() < needed_seconds:
        raise Refused("Watch the film first. It takes about %(minutes)s minutes.", minutes=item.minutes)
    return _complete(enrolment_id, item.id, now)


def record_watching(
    *, enrolment_id: int, item: ItemFacts, segments: Sequence[Sequence[float]], position_seconds: float, now: datetime
) -> tuple[float, bool]:
    """Adds watched stretches (from, to in seconds), as far as there was time for them since the film was opened.

    Returns the watched share 0-100 and whether the course is complete now. Raises `Refused` when it was not opened.
    """
    hold_books(enrolment_id)
    state = _state(enrolment_id, item.id)
    if state is None:
        raise Refused("Open this step first.")
    length = float(item.settings["duration_seconds"])
    watched = rules.believable(
        state.watched or [],
        segments,
        duration_seconds=length,
        seconds_since_opened=(now - state.opened_at).total_seconds(),
    )
    percent = max(rules.watched_percent(watched, length), state.percent or 0.0)
    state.watched = [list(interval) for interval in watched]
    state.percent = percent
    state.position_seconds = min(max(position_seconds, 0.0), length)
    db.session.flush()
    if state.status == "completed" or percent < item.rule["percent"]:
        return percent, False
    return percent, _complete(enrolment_id, item.id, now)


def take_grade(*, enrolment_id: int, item_id: int, percent: float, now: datetime) -> bool:
    """Keeps the score that counts, 0-100, which may complete the quiz. True when that completes the course."""
    course = open_books(enrolment_id)
    if course is None:
        return False
    statement = upsert(ItemProgress).values(
        enrolment_id=enrolment_id, item_id=item_id, status="in_progress", opened_at=now, percent=percent
    )
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["enrolment_id", "item_id"], set_={"percent": percent})
    )
    item = outline(course.revision_id).item_by_id(item_id)
    if item is None or not rules.is_item_complete(item.rule, was_opened=True, was_marked=False, percent=percent):
        return False
    return _complete(enrolment_id, item_id, now)


def take_work(*, enrolment_id: int, item_id: int, now: datetime) -> bool:
    """Notes that the work of an assignment was handed in, which may be all it asks for; True when that completes
    the course."""
    course = open_books(enrolment_id)
    if course is None:
        return False
    _note_opening(enrolment_id, item_id, now)
    item = outline(course.revision_id).item_by_id(item_id)
    if item is None or item.rule["kind"] != "submit":
        return False
    return _complete(enrolment_id, item_id, now)


def complete_by_staff(*, enrolment_id: int, item_id: int, now: datetime) -> bool:
    """Notes that staff gave a score that completes the item; True when that completes the course."""
    _note_opening(enrolment_id, item_id, now)
    return _complete(enrolment_id, item_id, now)


def _state(enrolment_id: int, item_id: int) -> ItemProgress | None:
    return db.session.get(ItemProgress, (enrolment_id, item_id), populate_existing=True)


def _complete(enrolment_id: int, item_id: int, now: datetime) -> bool:
    """Completes a step, once, and counts; True when that completes the course."""
    db.session.execute(
        update(ItemProgress)
        .where(
            ItemProgress.enrolment_id == enrolment_id,
            ItemProgress.item_id == item_id,
            ItemProgress.status != "completed",
        )
        .values(status="completed", completed_at=now)
        .execution_options(synchronize_session=False)
    )
    return recount(enrolment_id, now=now)
