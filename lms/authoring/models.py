"""The draft of a course as its package's files, and who changed which of them when."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
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


class LibraryEntry(Model):
    """A module or an item that is kept once and used in several courses. `title` is that of its newest version."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # module, or the kind of the item; it never changes
    title: Mapped[str]
    newest: Mapped[int]  # the number of its newest version; whoever makes the next one locks the row
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]  # offered to no further course since then

    __table_args__ = (
        CheckConstraint("kind IN ('module', 'reading', 'video', 'quiz', 'assignment')", name="kind"),
        Index("ix_library_entry_changed_at", "changed_at"),
    )


class LibraryVersion(Model):
    """What an entry says, frozen: a package of one module, see `rules.library.pieces`."""

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entry.id"))
    number: Mapped[int]
    digest: Mapped[str]  # of all its files
    title: Mapped[str]
    languages: Mapped[list[Any]]  # the source language first
    note: Mapped[str]  # what is new, in the author's words
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (UniqueConstraint("entry_id", "number"),)


class LibraryFile(Model):
    """A file of a version. A text lies here, media lie in the store under their digest."""

    version_id: Mapped[int] = mapped_column(ForeignKey("library_version.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    size_bytes: Mapped[int]
    text: Mapped[str | None]


class LibraryUse(Model):
    """Where a course uses an entry. `of` is `module:KEY` or `item:KEY`; it may be gone from the outline for a while.

    `names` are the course's names of what the entry has, see `rules.library.names`. `digest` is that of the course's
    copy when it was taken, so that its own changes show. `before` is how the row was before the step `change_id`
    took the present version, None where that began the use: it comes back when the step is taken back.
    """

    course_id: Mapped[int] = mapped_column(ForeignKey("draft.course_id"), primary_key=True)
    of: Mapped[str] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entry.id"), index=True)
    number: Mapped[int]  # of the version that it has
    declined: Mapped[int | None]  # the newest version that its authors chose not to take
    names: Mapped[dict[str, Any]]
    digest: Mapped[str]
    taken_at: Mapped[datetime]
    taken_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    change_id: Mapped[int | None] = mapped_column(ForeignKey("draft_change.id"))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
