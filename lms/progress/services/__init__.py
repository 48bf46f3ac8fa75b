"""Recording what people did, and counting what follows from it.

Each change first locks the sum of the enrolment (on SQLite the writing transaction itself is the lock), so that of
two steps completed at once the later one sees the earlier one, and the course is completed exactly once.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select, update

from lms.core.db import db, dialect_name, rows_changed, upsert
from lms.core.errors import Refused
from lms.courses.queries import CourseFacts, ItemFacts, course_by_id, outline
from lms.enrolment.queries import EnrolmentFacts, enrolment_by_id, enrolments_by_id
from lms.enrolment.services import complete as complete_enrolment
from lms.progress import queries, rules
from lms.progress.models import CourseProgress, ItemProgress
from lms.progress.queries import grades as schemes
from lms.progress.rules.grading import printed_result
from lms.progress.signals import course_completed


def begin(*, enrolment_id: int, course_id: int, now: datetime) -> None:
    """Opens the books of an enrolment; for whoever comes back, counts anew what they had done."""
    course = course_by_id(course_id)
    if course is None:
        return
    _make_sum(enrolment_id, course)
    recount(enrolment_id, now=now)


def record_opening(*, enrolment_id: int, course: CourseFacts, item_id: int, now: datetime) -> None:
    """Notes that the server has shown this item, the first time with its moment; the dashboard goes on from here."""
    seen = {"enrolment": enrolment_id, "item": item_id, "moment": now}
    if not rows_changed(_SEEN, seen):
        _make_sum(enrolment_id, course, last_item_id=item_id, last_seen_at=now)
    db.session.execute(_opened(dialect_name()), seen)


# Made once, because people open a step more often than they do anything else.
_SEEN = (
    update(CourseProgress)
    .where(CourseProgress.enrolment_id == bindparam("enrolment"))
    .values(last_item_id=bindparam("item"), last_seen_at=bindparam("moment"))
    .execution_options(synchronize_session=False)
)


@lru_cache(maxsize=2)
def _opened(dialect: str) -> Any:
    """Notes the first opening; a later one changes nothing."""
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
    _complete_item(enrolment_id, item.id, now)
    return recount(enrolment_id, now=now)


def _mark_film(enrolment_id: int, item: ItemFacts, opened_at: datetime, now: datetime) -> bool:
    """Without scripts a browser reports nothing: then the time since the film was opened must have sufficed."""
    needed_seconds = item.settings["duration_seconds"] * item.rule["percent"] / 100
    if (now - opened_at).total_seconds() < needed_seconds:
        raise Refused("Watch the film first. It takes about %(minutes)s minutes.", minutes=item.minutes)
    _complete_item(enrolment_id, item.id, now)
    return recount(enrolment_id, now=now)


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
    _complete_item(enrolment_id, item.id, now)
    return percent, recount(enrolment_id, now=now)


def take_grade(*, enrolment_id: int, item_id: int, percent: float, now: datetime) -> bool:
    """Keeps the score that counts, 0-100, which may complete the quiz. True when that completes the course."""
    enrolment = enrolment_by_id(enrolment_id)
    course = course_by_id(enrolment.course_id) if enrolment else None
    if enrolment is None or course is None:
        return False
    _make_sum(enrolment_id, course)
    hold_books(enrolment_id)
    statement = upsert(ItemProgress).values(
        enrolment_id=enrolment_id, item_id=item_id, status="in_progress", opened_at=now, percent=percent
    )
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["enrolment_id", "item_id"], set_={"percent": percent})
    )
    item = outline(course.revision_id).item_by_id(item_id)
    if item is None or not rules.is_item_complete(item.rule, was_opened=True, was_marked=False, percent=percent):
        return False
    _complete_item(enrolment_id, item_id, now)
    return recount(enrolment_id, now=now)


def take_work(*, enrolment_id: int, item_id: int, now: datetime) -> bool:
    """Notes that the work of an assignment was handed in, which may be all it asks for; True when that completes
    the course."""
    enrolment = enrolment_by_id(enrolment_id)
    course = course_by_id(enrolment.course_id) if enrolment else None
    if enrolment is None or course is None:
        return False
    _make_sum(enrolment_id, course)
    hold_books(enrolment_id)
    db.session.execute(_opened(dialect_name()), {"enrolment": enrolment_id, "item": item_id, "moment": now})
    item = outline(course.revision_id).item_by_id(item_id)
    if item is None or item.rule["kind"] != "submit":
        return False
    _complete_item(enrolment_id, item_id, now)
    return recount(enrolment_id, now=now)


def complete_by_staff(*, enrolment_id: int, item_id: int, now: datetime) -> bool:
    """Notes that staff gave a score that completes the item; True when that completes the course."""
    db.session.execute(_opened(dialect_name()), {"enrolment": enrolment_id, "item": item_id, "moment": now})
    _complete_item(enrolment_id, item_id, now)
    return recount(enrolment_id, now=now)


def recount(enrolment_id: int, *, now: datetime) -> bool:
    """Counts an enrolment against the current revision; True when that completes the course, which happens once.

    A completed course stays completed, whatever is added to it later.
    """
    enrolment = enrolment_by_id(enrolment_id)
    course = course_by_id(enrolment.course_id) if enrolment else None
    if enrolment is None or course is None:
        return False
    hold_books(enrolment_id)
    completed = queries.completed_item_ids([enrolment_id]).get(enrolment_id, set())
    return _keep_sum(enrolment, course, completed, now)


def recount_many(course: CourseFacts, enrolment_ids: list[int], now: datetime) -> None:
    """Counts these enrolments against a course's current revision, whose rules may have become easier."""
    db.session.execute(
        select(CourseProgress.enrolment_id)
        .where(CourseProgress.enrolment_id.in_(enrolment_ids))
        .order_by(CourseProgress.enrolment_id)
        .with_for_update()
    )
    _complete_what_suffices_now(course, enrolment_ids, now)
    completed = queries.completed_item_ids(enrolment_ids)
    for enrolment in enrolments_by_id(enrolment_ids).values():
        _keep_sum(enrolment, course, completed.get(enrolment.id, set()), now)


def _complete_what_suffices_now(course: CourseFacts, enrolment_ids: list[int], now: datetime) -> None:
    """A pass mark that was lowered is reached by whoever had that score before."""
    for item in outline(course.revision_id).items:
        if "percent" in item.rule:
            db.session.execute(
                update(ItemProgress)
                .where(
                    ItemProgress.enrolment_id.in_(enrolment_ids),
                    ItemProgress.item_id == item.id,
                    ItemProgress.status == "in_progress",
                    ItemProgress.percent >= item.rule["percent"],
                )
                .values(status="completed", completed_at=now)
                .execution_options(synchronize_session=False)
            )


def _keep_sum(enrolment: EnrolmentFacts, course: CourseFacts, completed: set[int], now: datetime) -> bool:
    rule = rules.CourseRule(course.required_items, course.final_quiz)
    total = rules.add_up(outline(course.revision_id).items, completed, rule)
    mine = CourseProgress.enrolment_id == enrolment.id
    counted = {"revision_id": course.revision_id, "completed_items": total.done, "required_items": total.needed}
    db.session.execute(
        update(CourseProgress)
        .where(mine, CourseProgress.completed_at.is_(None))
        .values(**counted, percent=total.percent)
        .execution_options(synchronize_session=False)
    )
    if not total.is_complete or not complete_enrolment(enrolment.id, now):
        return False
    is_first = rows_changed(
        update(CourseProgress)
        .where(mine, CourseProgress.completed_at.is_(None))
        .values(completed_at=now)
        .execution_options(synchronize_session=False)
    )
    if not is_first:
        return False
    course_completed.send(
        None,
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        course_id=course.id,
        result_percent=_result(enrolment.id, course),
        now=now,
    )
    return True


def _result(enrolment_id: int, course: CourseFacts) -> float | None:
    """What a certificate prints, see `rules.grading.printed_result`."""
    scheme, final = schemes.scheme(course.revision_id), None
    if course.final_quiz:
        final = outline(course.revision_id).item(course.final_quiz)
    grades = schemes.grades_of(enrolment_id, [item.id for item in scheme.items])
    return printed_result(
        scheme.total(grades),
        is_configured=scheme.facts is not None,
        final=final.id if final else None,
        required=[item.id for item in scheme.items if item.required],
        scores=grades.scores,
    )


def _make_sum(enrolment_id: int, course: CourseFacts, **facts: object) -> None:
    """The empty sum, if there is none."""
    rule = rules.CourseRule(course.required_items, course.final_quiz)
    needed = rules.add_up(outline(course.revision_id).items, (), rule).needed
    empty = {"revision_id": course.revision_id, "completed_items": 0, "required_items": needed, "percent": 0}
    db.session.execute(
        upsert(CourseProgress)
        .values(enrolment_id=enrolment_id, **empty, **facts)
        .on_conflict_do_nothing(index_elements=["enrolment_id"])
    )


def hold_books(enrolment_id: int) -> None:
    """Locks the sum of an enrolment until the transaction ends."""
    db.session.execute(
        select(CourseProgress.enrolment_id).where(CourseProgress.enrolment_id == enrolment_id).with_for_update()
    )


def _state(enrolment_id: int, item_id: int) -> ItemProgress | None:
    return db.session.get(ItemProgress, (enrolment_id, item_id), populate_existing=True)


def _complete_item(enrolment_id: int, item_id: int, now: datetime) -> None:
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
