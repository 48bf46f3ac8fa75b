"""Writing work and handing it in."""

import unicodedata
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from lms.assessment.models import Assignment, Submission
from lms.assessment.queries.assignments import (
    SubmissionLine,
    assignment_content,
    content_in_force,
    is_untouched,
    submissions_at,
    times_for,
    version_in_force,
)
from lms.assessment.queries.work_files import files_of
from lms.assessment.rules.assignments import LONGEST_TEXT, AssignmentSettings, days_late
from lms.assessment.services.answers import Ended, Saved
from lms.assessment.services.work_files import copy_files
from lms.assessment.signals import assignment_submitted
from lms.core.db import db, rows_changed, upsert
from lms.core.errors import Refused
from lms.core.ids import new_public_id
from lms.jobs.services import enqueue


def store_assignment(item_version_id: int, settings: dict[str, Any], words: dict[str, Any]) -> None:
    """Keeps the assignment of one item version, which is written once."""
    values = {"item_version_id": item_version_id, "settings": settings, "words": words}
    db.session.execute(insert(Assignment).values(**values))


def start_work(
    *, enrolment_id: int, person_id: int, course_id: int, item_id: int, item_version_id: int, now: datetime
) -> str:
    """The public id of the draft of this enrolment: the one being written, or a new one that goes on from the last.

    However many requests arrive at once, they get the same one (F04). Raises `Refused` when nothing is taken any
    more, when all tries are used or the last work still waits for its grade; `Missing` when it is no assignment.
    """
    settings = assignment_content(item_version_id).settings
    made = submissions_at(enrolment_id, item_id)
    if draft := next((work for work in made if work.state == "draft"), None):
        return draft.public_id
    _check_may_start(settings, made, enrolment_id, now)
    last = made[-1] if made else None
    text = (db.session.scalar(select(Submission.text).where(Submission.id == last.id)) or "") if last else ""
    public_id = new_public_id()
    values = {
        "public_id": public_id, "enrolment_id": enrolment_id, "person_id": person_id, "course_id": course_id,
        "item_id": item_id, "item_version_id": item_version_id, "number": len(made) + 1, "state": "draft",
        "text": text, "seq": 0, "started_at": now, "late_days": 0,
    }  # fmt: skip
    new_id = db.session.scalar(upsert(Submission).values(**values).on_conflict_do_nothing().returning(Submission.id))
    if new_id is None:  # another request was faster
        return _the_draft(enrolment_id, item_id)
    if last:
        copy_files(last.id, new_id, now)
    return public_id


def _check_may_start(
    settings: AssignmentSettings, made: tuple[SubmissionLine, ...], enrolment_id: int, now: datetime
) -> None:
    if times_for(settings, enrolment_id, now).is_closed:
        raise Refused("This assignment is closed: nothing is taken any more.")
    if settings.submissions is not None and len(made) >= settings.submissions:
        raise Refused("You have handed in as often as this assignment allows.")
    if made and made[-1].state == "submitted":
        raise Refused("Your work is waiting to be graded. Once it is returned you can hand in again.")


def _the_draft(enrolment_id: int, item_id: int) -> str:
    for work in submissions_at(enrolment_id, item_id):
        if work.state == "draft":
            return work.public_id
    raise Refused("The site is very busy just now. Please try again.")


class NewerDraft(Exception):
    """The text was saved from another window or device meanwhile (F10); `seq` and `saved_at` are of that one."""

    def __init__(self, seq: int, saved_at: datetime) -> None:
        super().__init__(f"the draft is at {seq}")
        self.seq = seq
        self.saved_at = saved_at


def save_text(*, submission_id: int, text: str, base_seq: int, now: datetime) -> Saved:
    """Keeps the text of a draft. `base_seq` is the state the person saw, 0 before the first save.

    Raises `NewerDraft` when a newer text is kept (unless it is the same one: the reply to the first try was lost),
    `Ended` when the work was handed in, `Refused` when the text is too long.
    """
    text = clean_text(text)
    if len(text) > LONGEST_TEXT:
        raise Refused("The text is longer than %(most)s characters.", field="text", most=LONGEST_TEXT)
    changed = rows_changed(
        update(Submission)
        .where(Submission.id == submission_id, Submission.state == "draft", Submission.seq == base_seq)
        .values(text=text, seq=base_seq + 1, saved_at=now)
        .execution_options(synchronize_session=False)
    )
    if changed:
        return Saved(base_seq + 1, now)
    kept = db.session.execute(
        select(Submission.text, Submission.seq, Submission.saved_at, Submission.state).where(
            Submission.id == submission_id
        )
    ).one_or_none()
    if kept is None or kept.state != "draft":
        raise Ended("This work has been handed in. What was saved before that counts.")
    if kept.text != text:
        raise NewerDraft(kept.seq, kept.saved_at or now)
    return Saved(kept.seq, kept.saved_at or now)


def clean_text(text: str) -> str:
    """A text as we keep it: lines end in one way, no control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def hand_in(submission_id: int, *, now: datetime) -> bool:
    """Hands the draft in; False when it was handed in already (F03). Announces `assignment_submitted`.

    It is judged by the revision that is current now. Raises `Refused` when nothing is taken any more (F02), or there
    is nothing to hand in.
    """
    draft = db.session.execute(
        select(
            Submission.enrolment_id, Submission.course_id, Submission.item_id, Submission.item_version_id,
            Submission.text,
        )
        .where(Submission.id == submission_id, Submission.state == "draft")
        .with_for_update()
    ).one_or_none()  # fmt: skip
    if draft is None:
        return False
    version_id = version_in_force(draft.course_id, draft.item_id, draft.item_version_id)
    settings = assignment_content(version_id).settings
    times = times_for(settings, draft.enrolment_id, now)
    if times.is_closed:
        raise Refused("This assignment is closed: nothing is taken any more.")
    if not draft.text.strip() and not files_of(submission_id):
        raise Refused("There is nothing to hand in yet: write something or add a file.")
    late = days_late(times.due_at, now)
    changed = rows_changed(
        update(Submission)
        .where(Submission.id == submission_id, Submission.state == "draft")
        .values(state="submitted", submitted_at=now, item_version_id=version_id, due_at=times.due_at, late_days=late)
        .execution_options(synchronize_session=False)
    )
    if not changed:
        return False
    assignment_submitted.send(None, enrolment_id=draft.enrolment_id, item_id=draft.item_id, now=now)
    if settings.peers:
        payload = {"course_id": draft.course_id, "item_id": draft.item_id}
        enqueue("assessment.allot", payload, now=now, unique_key=f"assessment.allot:{submission_id}")
    return True


def take_back(submission_id: int, *, now: datetime) -> None:
    """Makes handed-in work a draft again. What handing it in has completed stays complete.

    Raises `Refused` once somebody has begun to grade or review it, and when it could not be handed in again.
    """
    work = db.session.execute(
        select(Submission.enrolment_id, Submission.course_id, Submission.item_id, Submission.item_version_id)
        .where(Submission.id == submission_id, Submission.state == "submitted")
        .with_for_update()
    ).one_or_none()
    if work is None or not is_untouched(submission_id):
        raise Refused("Somebody has begun to look at your work, so it stays as you handed it in.")
    settings = content_in_force(work.course_id, work.item_id, work.item_version_id).settings
    if times_for(settings, work.enrolment_id, now).is_closed:
        raise Refused("This assignment is closed: you could not hand in again.")
    db.session.execute(
        update(Submission)
        .where(Submission.id == submission_id)
        .values(state="draft", submitted_at=None, due_at=None, late_days=0)
        .execution_options(synchronize_session=False)
    )
