"""The draft of a course as its package's files, and who changed which of them when."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model


class Draft(Model):
    """The course as its authors have it now. The row is locked by whoever changes any of its files."""

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    base_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))  # it was equal to this one last
    seq: Mapped[int]  # grows with each change
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class DraftFile(Model):
    """A file of the package. A text lies here, media lie in the store under their digest.

    `facts` are what lists show without reading the text, see `rules.facts.file_facts`.
    """

    course_id: Mapped[int] = mapped_column(ForeignKey("draft.course_id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]  # SHA-256 of the bytes
    size_bytes: Mapped[int]
    text: Mapped[str | None]
    facts: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class DraftChange(Model):
    """One step of the history. Saves of one person in the same files, a few minutes apart, are one step."""

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("draft.course_id"))
    kind: Mapped[str]  # see rules.history.KINDS
    subject: Mapped[str]  # what was changed, in its authors' words: a title, a key
    began_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (Index("ix_draft_change_course_id", "course_id", "id"),)


class DraftChangeFile(Model):
    """A file before and after a step; None where there was none. `digest` fields name media in the store."""

    change_id: Mapped[int] = mapped_column(ForeignKey("draft_change.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    before_digest: Mapped[str | None]
    before_text: Mapped[str | None]
    after_digest: Mapped[str | None]
    after_text: Mapped[str | None]


class DraftTranslation(Model):
    """Against which source a translated unit was written. A unit without a row was written against the present one.

    The row comes when the source changes (`services.following`), with the source as it was before, and goes when the
    translation is written anew. A unit is named as in `rules.units`: `item:what-a-border-sees`, `course`. Someone who
    wants a translation looked at leaves a row in the state `review`.
    """

    course_id: Mapped[int] = mapped_column(ForeignKey("draft.course_id"), primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    source_digest: Mapped[str]
    source: Mapped[dict[str, Any]]  # its fields as they were, so that the page shows what changed since
    state: Mapped[str] = mapped_column(String, default="done")  # done | review

    __table_args__ = (CheckConstraint("state IN ('done', 'review')", name="state"),)
