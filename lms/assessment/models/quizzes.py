from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model


class Question(Model):
    """The identity of a question in a course."""

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    key: Mapped[str]

    __table_args__ = (UniqueConstraint("course_id", "key"),)


class QuestionVersion(Model):
    """A question as it was at one time; attempts are pinned to it (F11). The same content is kept once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    digest: Mapped[str]
    kind: Mapped[str]
    points: Mapped[int]
    body: Mapped[dict[str, Any]]  # answer key, options, formula …: see docs/course-format.md
    texts: Mapped[dict[str, Any]]  # language -> {prompt, options, feedback, explanation … as HTML}

    __table_args__ = (UniqueConstraint("question_id", "digest"),)


class Quiz(Model):
    """The quiz of one item version; `settings` as in docs/course-format.md."""

    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), primary_key=True)
    settings: Mapped[dict[str, Any]]
    draws: Mapped[list[Any]]  # one entry a section: how many are drawn, or None for all


class QuizQuestion(Model):
    """A question that a quiz may draw, in its section."""

    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), primary_key=True)
    section: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))


class Attempt(Model):
    """One sitting. What was drawn is frozen in `slots`, so a resume shows the same questions in the same order."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"))
    number: Mapped[int]
    seed: Mapped[int]
    slots: Mapped[list[Any]]  # see rules.drawing.draw_slots
    state: Mapped[str] = mapped_column(default="open")  # open | graded
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    points: Mapped[float | None]
    max_points: Mapped[float]
    percent: Mapped[float | None]
    passed: Mapped[bool | None]

    __table_args__ = (
        UniqueConstraint("enrolment_id", "item_id", "number"),
        # One open attempt at a time, whatever arrives at once (F04).
        Index(
            "uq_attempt_open",
            "enrolment_id",
            "item_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_attempt_deadline", "state", "deadline_at"),
        Index("ix_attempt_item_id", "item_id", "number", "id"),  # the newest first attempts at an item
        CheckConstraint("state IN ('open', 'graded')", name="state"),
    )


class Response(Model):
    """The saved answer to one question of an attempt. `seq` grows with each save: an older tab can't win."""

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[dict[str, Any]]
    seq: Mapped[int]
    saved_at: Mapped[datetime]
    points: Mapped[float | None]
