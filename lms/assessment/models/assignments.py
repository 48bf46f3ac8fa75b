from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model


class Assignment(Model):
    """The assignment of one item version; `settings` and `words` (of the rubric) as in docs/course-format.md."""

    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), primary_key=True)
    settings: Mapped[dict[str, Any]]
    words: Mapped[dict[str, Any]]  # language -> criterion -> {"title", "levels": level -> text}


class Submission(Model):
    """One piece of work. `draft` is being written, `submitted` waits to be graded, `returned` has its grade.

    What was handed in never changes: another try is another row. `seq` grows with each saving of the draft, so that
    an older tab can't win.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    number: Mapped[int]
    state: Mapped[str]  # draft | submitted | returned
    text: Mapped[str]
    seq: Mapped[int]
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]  # what held for this person when the work was handed in
    late_days: Mapped[int]
    percent: Mapped[float | None]  # the grade after what being late costs, 0-100 with two places
    passed: Mapped[bool | None]
    graded_by: Mapped[str | None]  # staff | peers
    returned_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when the letter about the return was written: once

    __table_args__ = (
        UniqueConstraint("enrolment_id", "item_id", "number"),
        # One piece of work at a time is being written, whatever arrives at once (F03, F04).
        Index(
            "uq_submission_draft",
            "enrolment_id",
            "item_id",
            unique=True,
            sqlite_where=sql("state = 'draft'"),
            postgresql_where=sql("state = 'draft'"),
        ),
        Index("ix_submission_queue", "course_id", "state", "submitted_at"),
        Index("ix_submission_item_id_state", "item_id", "state"),
        Index("ix_submission_person_id", "person_id"),
        CheckConstraint("state IN ('draft', 'submitted', 'returned')", name="state"),
        CheckConstraint("graded_by IN ('staff', 'peers')", name="graded_by"),
    )


class SubmissionFile(Model):
    """A file of a submission, in the store by its content. A file that is taken out goes, with its bytes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]  # as the person called it, made harmless
    kind: Mapped[str]
    digest: Mapped[str]
    size_bytes: Mapped[int]
    added_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_submission_file_submission_id", "submission_id"),
        Index("ix_submission_file_person_id", "person_id"),
    )


class Grading(Model):
    """What the staff say of a submission. `seq` grows with each saving: the second of two graders is told."""

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    marks: Mapped[dict[str, Any]]  # criterion -> level
    given_percent: Mapped[float | None]  # where there is no rubric
    comments: Mapped[list[Any]]  # [{"paragraph": 3, "quote": "…", "text": "…"}]
    feedback: Mapped[str]
    seq: Mapped[int]
    saved_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]


class PeerPool(Model):
    """The works of one item that are allotted among their authors; its row is the lock of the allotment."""

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    allotted_at: Mapped[datetime | None]


class PeerReview(Model):
    """One person's review of another's work; neither learns the other's name."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))  # the reviewer's
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # the reviewer
    allotted_at: Mapped[datetime]
    due_at: Mapped[datetime]
    marks: Mapped[dict[str, Any]]
    comment: Mapped[str]
    seq: Mapped[int]
    given_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("submission_id", "enrolment_id"),
        Index("ix_peer_review_enrolment_id_item_id", "enrolment_id", "item_id"),
        Index("ix_peer_review_item_id", "item_id"),
    )
