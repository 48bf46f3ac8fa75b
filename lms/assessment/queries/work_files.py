"""The files of handed-in work: what there is, who may have it, and where more may be brought."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from lms.assessment.models import PeerReview, Submission, SubmissionFile
from lms.assessment.queries.assignments import content_in_force
from lms.assessment.rules.work_files import WorkScope, media_kinds, read_scope
from lms.core.db import db
from lms.enrolment.queries import enrolments_taking_part
from lms.media.purposes import Limits


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file that was handed in; `digest` names it in the store."""

    public_id: str
    name: str
    kind: str
    digest: str
    size_bytes: int

    @property
    def kilobytes(self) -> int:
        return max(1, round(self.size_bytes / 1024))


_FILE = (
    SubmissionFile.public_id, SubmissionFile.name, SubmissionFile.kind, SubmissionFile.digest,
    SubmissionFile.size_bytes,
)  # fmt: skip


def files_of(submission_id: int) -> tuple[FileFacts, ...]:
    """In the order in which they were added."""
    rows = db.session.execute(
        select(*_FILE).where(SubmissionFile.submission_id == submission_id).order_by(SubmissionFile.id)
    )
    return tuple(FileFacts(*row) for row in rows)


def file_names_of(person_id: int) -> dict[int, list[str]]:
    """The names of the files that somebody has brought, by the id of their work: one statement."""
    rows = db.session.execute(
        select(SubmissionFile.submission_id, SubmissionFile.name)
        .where(SubmissionFile.person_id == person_id)
        .order_by(SubmissionFile.id)
    )
    found: dict[int, list[str]] = {}
    for submission_id, name in rows:
        found.setdefault(submission_id, []).append(name)
    return found


@dataclass(frozen=True, slots=True)
class HandedInFile:
    """A file with whose it is, and who was asked to review it, for the policy."""

    file: FileFacts
    person_id: int
    course_id: int
    is_handed_in: bool
    reviewer_ids: frozenset[int]


def handed_in_file(file: str) -> HandedInFile | None:
    """By its public id, unless it was taken out or its author has left the course: two statements."""
    taking_part = enrolments_taking_part().subquery()
    row = db.session.execute(
        select(*_FILE, Submission.id, Submission.person_id, Submission.course_id, Submission.state)
        .join(Submission, Submission.id == SubmissionFile.submission_id)
        .join(taking_part, taking_part.c.id == Submission.enrolment_id)
        .where(SubmissionFile.public_id == file)
    ).one_or_none()
    if row is None:
        return None
    facts: list[Any] = list(row)
    reviewers = db.session.scalars(
        select(PeerReview.person_id).where(
            PeerReview.submission_id == facts[5], PeerReview.enrolment_id.in_(enrolments_taking_part())
        )
    )
    return HandedInFile(FileFacts(*facts[:5]), facts[6], facts[7], facts[8] != "draft", frozenset(reviewers))


def _draft_of(scope: WorkScope) -> Select[int, int, int, int]:
    return select(Submission.course_id, Submission.item_id, Submission.item_version_id, Submission.person_id).where(
        Submission.enrolment_id == scope.enrolment_id,
        Submission.item_id == scope.item_id,
        Submission.state == "draft",
        Submission.enrolment_id.in_(enrolments_taking_part()),
    )


def limits_of_scope(text: str) -> Limits | None:
    """What may be brought for the work that a scope names; None where nothing is being written."""
    scope = read_scope(text)
    draft = db.session.execute(_draft_of(scope)).one_or_none() if scope else None
    if draft is None:
        return None
    settings = content_in_force(draft.course_id, draft.item_id, draft.item_version_id).settings
    return Limits(media_kinds(settings.kinds), settings.file_bytes) if settings.files else None


def writes_at_scope(person_id: int | None, text: str) -> bool:
    """Whether this person is writing the work that a scope names (A01)."""
    scope = read_scope(text)
    if scope is None or person_id is None:
        return False
    return db.session.execute(_draft_of(scope).where(Submission.person_id == person_id)).first() is not None
