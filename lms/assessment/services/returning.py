"""Grading work and returning it: by the staff, or by what the reviews of the peers come to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update

from lms.accounts.queries import person_names
from lms.assessment.models import Grading, Submission
from lms.assessment.queries.assignments import assignment_content, counted_percent, submissions_at
from lms.assessment.queries.grading import GradingFacts, grading_of
from lms.assessment.queries.reviews import reviews_got
from lms.assessment.rules.assignments import (
    AssignmentSettings,
    after_deduction,
    is_whole,
    late_deduction,
    peers_percent,
    rubric_percent,
)
from lms.assessment.rules.attempts import is_passed
from lms.assessment.signals import assignment_graded
from lms.audit.services import record
from lms.core.db import db, rows_changed, upsert
from lms.core.errors import Missing, Refused
from lms.courses.queries import course_by_id as course_facts
from lms.courses.queries import course_titles, outline, titles_in
from lms.enrolment.queries import enrolment_by_id
from lms.mail.services import send_later


class NewerGrading(Exception):
    """Somebody else has graded the work meanwhile; what they said is in `kept`, and nothing was overwritten."""

    def __init__(self, kept: GradingFacts) -> None:
        super().__init__(f"the grading is at {kept.seq}")
        self.kept = kept


def save_grading(
    *,
    submission_id: int,
    marks: Mapping[str, str],
    given_percent: float | None,
    comments: Sequence[Mapping[str, Any]],
    feedback: str,
    base_seq: int,
    by: int,
    now: datetime,
    is_returned: bool,
) -> None:
    """Keeps what a grader says and, where it `is_returned`, gives the work back with its grade.

    Once the staff have returned a work, its author reads what they say: whatever is saved then returns it again.
    `base_seq` is the state the grader saw. Raises `NewerGrading`; `Refused` for one's own work (A08) and when the
    grade is not whole; `Missing` when the work is not handed in.
    """
    work = _hold(submission_id)
    if work.person_id == by:
        raise Refused("Nobody grades their own work.")
    settings = assignment_content(work.item_version_id).settings
    _keep(submission_id, dict(marks), given_percent, list(comments), feedback, base_seq, by, now)
    if not is_returned and work.graded_by != "staff":
        return
    if settings.rubric and not is_whole(settings.rubric, marks):
        raise Refused("Choose a level for each criterion before you return the work.")
    if not settings.rubric and given_percent is None:
        raise Refused("Give a grade before you return the work.", field="percent")
    before = rubric_percent(settings.rubric, marks) if settings.rubric else Decimal(str(given_percent))
    _return(work, settings, before, by="staff", actor_id=by, now=now)


def _hold(submission_id: int) -> Any:
    """The handed-in work, locked until the transaction ends, so that two graders take turns."""
    row = db.session.execute(
        select(
            Submission.id, Submission.enrolment_id, Submission.person_id, Submission.course_id, Submission.item_id,
            Submission.item_version_id, Submission.number, Submission.state, Submission.late_days,
            Submission.graded_by, Submission.percent,
        )
        .where(Submission.id == submission_id, Submission.state != "draft")
        .with_for_update()
    ).one_or_none()  # fmt: skip
    if row is None:
        raise Missing(f"handed-in work {submission_id}")
    return row


def _keep(
    submission_id: int,
    marks: dict[str, str],
    given_percent: float | None,
    comments: list[Any],
    feedback: str,
    base_seq: int,
    by: int,
    now: datetime,
) -> None:
    statement: Any = upsert(Grading).values(
        submission_id=submission_id, marks=marks, given_percent=given_percent, comments=comments, feedback=feedback,
        seq=base_seq + 1, saved_by=by, saved_at=now,
    )  # fmt: skip
    new = statement.excluded
    names = ("marks", "given_percent", "comments", "feedback", "seq", "saved_by", "saved_at")
    kept = db.session.scalar(
        statement.on_conflict_do_update(
            index_elements=["submission_id"],
            set_={name: getattr(new, name) for name in names},
            where=Grading.seq == new.seq - 1,
        ).returning(Grading.seq)
    )
    if kept is None:
        raise NewerGrading(grading_of(submission_id))


def _return(
    work: Any, settings: AssignmentSettings, before: Decimal, *, by: str, actor_id: int | None, now: datetime
) -> None:
    """Gives the work its grade, writes it down, tells the rooms above, and writes to its author the first time."""
    percent = after_deduction(before, late_deduction(settings, work.late_days))
    db.session.execute(
        update(Submission)
        .where(Submission.id == work.id)
        .values(
            state="returned",
            percent=float(percent),
            passed=is_passed(percent, settings.pass_percent),
            graded_by=by,
            returned_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    _write_down(work, float(percent), actor_id, now)
    counted = counted_percent(submissions_at(work.enrolment_id, work.item_id)) or 0.0
    assignment_graded.send(
        None,
        enrolment_id=work.enrolment_id,
        item_id=work.item_id,
        percent=counted,
        passed=is_passed(Decimal(str(counted)), settings.pass_percent),
        now=now,
    )
    is_first = rows_changed(
        update(Submission)
        .where(Submission.id == work.id, Submission.told_at.is_(None))
        .values(told_at=now)
        .execution_options(synchronize_session=False)
    )
    if is_first:
        write_about_work("work-returned", work.person_id, work.course_id, work.item_id, now=now)


def _write_down(work: Any, percent: float, actor_id: int | None, now: datetime) -> None:
    """A grade given, or changed, belongs into the audit log; `actor_id` is None for what the peers came to."""
    course = course_facts(work.course_id)
    item = outline(course.revision_id).item_by_id(work.item_id) if course else None
    told = {"item": item.key if item else None, "work": work.number, "percent": percent}
    thing = f"enrolment:{work.enrolment_id}"
    if work.state == "submitted":
        record("work.graded", thing, by=actor_id, now=now, **told)
    elif work.percent != percent:
        record("work.regraded", thing, by=actor_id, now=now, **told, before=work.percent)


def settle_by_peers(submission_id: int, *, now: datetime) -> bool:
    """Returns the work with what its reviews come to, once all are in or their time is over; True when it did.

    Where the staff have returned it, their grade stands. Whoever has left gets neither a grade nor a letter (A14).
    """
    work = _hold(submission_id)
    settings = assignment_content(work.item_version_id).settings
    if work.state != "submitted" or settings.peers is None:
        return False
    enrolment = enrolment_by_id(work.enrolment_id)
    if enrolment is None or not enrolment.takes_part:
        return False
    reviews = reviews_got(submission_id)
    if not reviews or any(review.given_at is None and not review.is_over(now) for review in reviews):
        return False
    percents = [rubric_percent(settings.rubric, review.marks) for review in reviews if review.given_at]
    grade = peers_percent(settings.peers.grade, percents)
    if grade is None:
        return False
    _return(work, settings, grade, by="peers", actor_id=None, now=now)
    return True


def write_about_work(template: str, person_id: int, course_id: int, item_id: int, *, now: datetime) -> None:
    """Queues `work-returned` or `reviews-waiting` in its reader's language."""
    person, course = person_names([person_id]).get(person_id), course_facts(course_id)
    item = outline(course.revision_id).item_by_id(item_id) if course else None
    if person is None or course is None or item is None:
        return  # the course has lost the item since: there is no page to lead to
    send_later(
        template,
        to=person.email,
        language=person.language,
        context={
            "name": person.printed_name,
            "course": course_titles([course_id], [person.language])[course_id].title,
            "work": titles_in(person.language, course.source_language)(item.titles),
            "slug": course.slug,
            "item": item.key,
        },
        now=now,
    )
