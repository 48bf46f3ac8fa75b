from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model


class ItemProgress(Model):
    """One person at one item, by the item's identity, so it survives new revisions."""

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    status: Mapped[str]  # in_progress | completed; no row: not started
    opened_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    percent: Mapped[float | None]  # the score of a quiz, the watched share of a video
    position_seconds: Mapped[float | None]
    watched: Mapped[list[Any] | None]  # merged [from, to] intervals in seconds

    __table_args__ = (CheckConstraint("status IN ('in_progress', 'completed')", name="status"),)


class CourseProgress(Model):
    """The sum of one enrolment against the revision it was last counted with; the dashboard reads only this."""

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    completed_items: Mapped[int]
    required_items: Mapped[int]
    percent: Mapped[int]
    last_item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    last_seen_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]


class GradeOverride(Model):
    """A score, or the total where `item_id` is None, that staff have set; the one in force has no `ended_at`.

    Rows are never deleted: together they are the history.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    percent: Mapped[float]
    reason: Mapped[str]
    set_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("percent >= 0 AND percent <= 100", name="percent"),
        # At most one in force, whoever sets one at the same moment.
        Index(
            "uq_grade_override_item",
            "enrolment_id",
            "item_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND item_id IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND item_id IS NOT NULL"),
        ),
        Index(
            "uq_grade_override_total",
            "enrolment_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND item_id IS NULL"),
            postgresql_where=text("ended_at IS NULL AND item_id IS NULL"),
        ),
        Index("ix_grade_override_enrolment_id", "enrolment_id", "item_id"),
    )
