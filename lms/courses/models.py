"""A course keeps its identity; each publication freezes its content as a numbered revision.

`item` is the identity that progress and attempts hang on, `item_version` what one revision says about it.
Rows below `revision` are written once and never changed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model


class Programme(Model):
    """An ordered set of courses with a final award."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    # [{"key", "titles": language -> title, "summaries": language -> text, "courses": [slug]}]
    tracks: Mapped[list[Any]]
    updated_at: Mapped[datetime]


class ProgrammeText(Model):
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    summary: Mapped[str]
    description_html: Mapped[str]


class ProgrammeCourse(Model):
    """One place in a programme; `course_slug` may name a course that is still being written."""

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    course_slug: Mapped[str]
    number: Mapped[str]  # as it is written in the curriculum: 1 … 10, P
    level: Mapped[str]
    hours: Mapped[int]
    titles: Mapped[dict[str, Any]]  # language -> title
    modules: Mapped[dict[str, Any]]  # language -> list of module titles


class Course(Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="draft")  # draft | published | archived
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", use_alter=True))
    created_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("state IN ('draft', 'published', 'archived')", name="state"),)


class Revision(Model):
    """What trainees see. `digest` is the SHA-256 over the package's files: the same package publishes once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    digest: Mapped[str]
    position: Mapped[int]  # the course's number in the programme; orders the catalogue
    level: Mapped[str]  # basic | intermediate | advanced
    hours: Mapped[int]
    source_language: Mapped[str]
    languages: Mapped[list[Any]]
    prerequisites: Mapped[list[Any]]  # slugs of courses to complete first
    completion_required_items: Mapped[int | None]  # None: all
    final_quiz_key: Mapped[str | None]
    certificate_issue: Mapped[str]  # automatic | approval | none
    translated: Mapped[dict[str, Any] | None]  # language -> how many texts it has; None: older than the count
    grading: Mapped[dict[str, Any] | None]  # see `drafts.GradingDraft`; None: every scored item weighs the same
    minutes: Mapped[int]
    item_count: Mapped[int]
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        CheckConstraint("level IN ('basic', 'intermediate', 'advanced')", name="level"),
        CheckConstraint("certificate_issue IN ('automatic', 'approval', 'none')", name="certificate_issue"),
    )


class RevisionText(Model):
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    summary: Mapped[str]
    audience: Mapped[str]
    description_html: Mapped[str]
    outcomes: Mapped[list[Any]]
    sources: Mapped[list[Any]]  # HTML fragments


class RevisionFile(Model):
    """The package as it was imported, byte for byte: `course export` gives these files back."""

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    size_bytes: Mapped[int]


class Module(Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    key: Mapped[str]
    position: Mapped[int]
    after_key: Mapped[str | None]  # locked until every required item of that module is complete
    titles: Mapped[dict[str, Any]]  # language -> title

    __table_args__ = (UniqueConstraint("revision_id", "key"), UniqueConstraint("revision_id", "position"))


class Item(Model):
    """The identity of a step; progress and attempts refer to it across revisions."""

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    key: Mapped[str]
    kind: Mapped[str]  # reading | video | quiz | assignment

    __table_args__ = (UniqueConstraint("course_id", "key"),)


class ItemVersion(Model):
    """One item as one revision has it. `rule` is its completion rule, see `progress.rules`."""

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"))
    position: Mapped[int]  # through the whole course
    minutes: Mapped[int]
    required: Mapped[bool]
    after_key: Mapped[str | None]
    # {"kind": "mark"} | {"kind": "submit"} | {"kind": "score", "percent": 70} | {"kind": "watch", "percent": 80}
    rule: Mapped[dict[str, Any]]
    category: Mapped[str | None]  # a key of the revision's grading; None there: it is practice and counts for nothing
    settings: Mapped[dict[str, Any]]  # of a video: file, duration_seconds, captions, or embed where it is linked
    titles: Mapped[dict[str, Any]]  # language -> title

    __table_args__ = (
        UniqueConstraint("revision_id", "item_id"),
        UniqueConstraint("revision_id", "position"),
        Index("ix_item_version_item_id", "item_id"),
    )


class ItemText(Model):
    """The words of an item in one language, rendered once when it was published."""

    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    html: Mapped[str]
    word_count: Mapped[int]


class ItemMedia(Model):
    """A file that an item uses; it is served under the item's own address and under its permission."""

    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_version.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    content_type: Mapped[str]
    size_bytes: Mapped[int]


# Compared byte by byte on both engines, so that "begins with" is a range of the index.
_BYTEWISE = String().with_variant(String(collation="C"), "postgresql")


class SearchTerm(Model):
    """The inverted index of the catalogue: a term made by `rules.search_terms` and how much it weighs."""

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    term: Mapped[str] = mapped_column(_BYTEWISE, primary_key=True)
    weight: Mapped[int]

    # All that a search reads lies in the index.
    __table_args__ = (Index("ix_search_term_term", "term", "course_id", "weight"),)
