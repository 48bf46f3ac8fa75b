"""Files of a draft: adding them, taking them out, carrying them on to the next try."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from lms.assessment.models import Submission, SubmissionFile
from lms.assessment.queries.assignments import content_in_force
from lms.assessment.queries.work_files import files_of
from lms.assessment.rules.work_files import PURPOSE, WorkScope, kind_of_name
from lms.assessment.services.answers import Ended
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.ids import new_public_id
from lms.media.purposes import purpose_at
from lms.media.services import Prepared, drop_bytes, release_file, take_all


def add_files(
    *, submission_id: int, person_id: int, uploads: Sequence[str], prepared: Sequence[Prepared], now: datetime
) -> None:
    """Adds to a draft what a form brought: addresses of finished uploads, and files that came with it.

    What they are and how large was looked at before, see `limits_of_scope`. Raises `Refused` when there are too many,
    or beyond what one person may keep (G14); `Ended` when the work was handed in.
    """
    draft = _hold_draft(submission_id, person_id)
    scope = str(WorkScope(draft.enrolment_id, draft.item_id))
    settings = content_in_force(draft.course_id, draft.item_id, draft.item_version_id).settings
    purpose = purpose_at(PURPOSE, scope)
    if purpose is None or len(files_of(submission_id)) + len(uploads) + len(prepared) > settings.files:
        raise Refused("This assignment takes no more files. Take one out first.")
    taken = take_all(uploads, prepared, person_id=person_id, purpose=purpose, scope=scope, now=now)
    rows = [
        {
            "public_id": new_public_id(), "submission_id": submission_id, "person_id": person_id, "name": file.name,
            "kind": kind_of_name(file.name), "digest": file.digest, "size_bytes": file.size_bytes, "added_at": now,
        }
        for file in taken
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(SubmissionFile), rows)


def remove_file(*, submission_id: int, person_id: int, file: str, now: datetime) -> None:
    """Takes a file out of a draft; it leaves the store unless an earlier work, or somebody else, has it as well.

    Raises `Ended`, or `Missing` when the draft has no such file.
    """
    draft = _hold_draft(submission_id, person_id)
    digest = db.session.scalar(
        delete(SubmissionFile)
        .where(SubmissionFile.submission_id == submission_id, SubmissionFile.public_id == file)
        .returning(SubmissionFile.digest)
        .execution_options(synchronize_session=False)
    )
    if digest is None:
        raise Missing(file)
    still_there = (
        select(SubmissionFile.id)
        .join(Submission, Submission.id == SubmissionFile.submission_id)
        .where(
            SubmissionFile.digest == digest,
            Submission.enrolment_id == draft.enrolment_id,
            Submission.item_id == draft.item_id,
        )
    )
    if db.session.execute(still_there.limit(1)).first() is None:
        while release_file(digest, purpose=PURPOSE, scope=str(WorkScope(draft.enrolment_id, draft.item_id))):
            pass  # the same file may have been brought twice
        drop_bytes(digest, now=now)


def _hold_draft(submission_id: int, person_id: int) -> Any:
    """Locks every draft of this person, so that what they may keep is counted by one request at a time."""
    rows = db.session.execute(
        select(
            Submission.id, Submission.enrolment_id, Submission.course_id, Submission.item_id,
            Submission.item_version_id,
        )
        .where(Submission.person_id == person_id, Submission.state == "draft")
        .order_by(Submission.id)
        .with_for_update()
    ).all()  # fmt: skip
    draft = next((row for row in rows if row.id == submission_id), None)
    if draft is None:
        raise Ended("This work has been handed in. What was saved before that counts.")
    return draft


def copy_files(from_id: int, to_id: int, now: datetime) -> None:
    """Another try goes on with the files of the last one; their bytes lie in the store once."""
    rows = db.session.execute(
        select(
            SubmissionFile.person_id, SubmissionFile.name, SubmissionFile.kind, SubmissionFile.digest,
            SubmissionFile.size_bytes,
        )
        .where(SubmissionFile.submission_id == from_id)
        .order_by(SubmissionFile.id)
    ).all()  # fmt: skip
    copies = [{**row._mapping, "public_id": new_public_id(), "submission_id": to_id, "added_at": now} for row in rows]
    if copies:
        db.session.execute(insert(SubmissionFile), copies)
