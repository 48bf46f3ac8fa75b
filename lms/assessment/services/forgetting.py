"""Whoever erases their account leaves no words behind."""

from datetime import datetime

from sqlalchemy import delete, select, update

from lms.assessment.models import Attempt, Grading, PeerReview, Response, Submission, SubmissionFile
from lms.assessment.rules.work_files import PURPOSE
from lms.core.db import db
from lms.media.services import release_all


def forget_person(person_id: int, *, now: datetime) -> None:
    """Empties what a person has written, what the staff wrote to them, and takes their files out of the store.

    Grades and points stay, and which options were chosen, without a name: they say how a course works. What peers
    wrote of this person's work stays with them: it is their own, and never knew whose work it was about.
    """
    theirs = select(Submission.id).where(Submission.person_id == person_id)
    attempts = select(Attempt.id).where(Attempt.person_id == person_id)
    typed = Response.answer["text"].as_string().is_not(None)
    for change in (
        update(Response).where(Response.attempt_id.in_(attempts), typed).values(answer={}),
        update(Submission).where(Submission.person_id == person_id).values(text=""),
        delete(SubmissionFile).where(SubmissionFile.person_id == person_id),
        update(Grading).where(Grading.submission_id.in_(theirs)).values(comments=[], feedback=""),
        update(PeerReview).where(PeerReview.person_id == person_id).values(comment=""),
    ):
        db.session.execute(change.execution_options(synchronize_session=False))
    release_all(person_id, purpose=PURPOSE, now=now)
