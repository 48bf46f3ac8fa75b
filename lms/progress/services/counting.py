"""The sum of an enrolment: counted against the course's revision, locked while it changes.

Each change first locks it (on SQLite the writing transaction itself is the lock), so that of two steps completed at
once the later one sees the earlier one, and the course is completed exactly once.
"""

from datetime import datetime

from sqlalchemy import select, update

from lms.core.db import db, rows_changed, upsert
from lms.courses.queries import CourseFacts, course_by_id, outline
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
    make_sum(enrolment_id, course)
    recount(enrolment_id, now=now)


def open_books(enrolment_id: int) -> CourseFacts | None:
    """Makes the sum of an enrolment if there is none, and locks it; its course, None while that is not published."""
    enrolment = enrolment_by_id(enrolment_id)
    course = course_by_id(enrolment.course_id) if enrolment else None
    if course is not None:
        make_sum(enrolment_id, course)
        hold_books(enrolment_id)
    return course


def hold_books(enrolment_id: int) -> None:
    """Locks the sum of an enrolment until the transaction ends."""
    db.session.execute(
        select(CourseProgress.enrolment_id).where(CourseProgress.enrolment_id == enrolment_id).with_for_update()
    )


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


def make_sum(enrolment_id: int, course: CourseFacts, **facts: object) -> None:
    """The empty sum, if there is none."""
    rule = rules.CourseRule(course.required_items, course.final_quiz)
    needed = rules.add_up(outline(course.revision_id).items, (), rule).needed
    empty = {"revision_id": course.revision_id, "completed_items": 0, "required_items": needed, "percent": 0}
    db.session.execute(
        upsert(CourseProgress)
        .values(enrolment_id=enrolment_id, **empty, **facts)
        .on_conflict_do_nothing(index_elements=["enrolment_id"])
    )
