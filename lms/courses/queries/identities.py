"""Courses in any state, and their revisions: for authors, not for the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from lms.core.db import db
from lms.core.languages import best_language
from lms.courses.models import Course, Item, ItemVersion, Revision, RevisionFile


@dataclass(frozen=True, slots=True)
class CourseIdentity:
    """A course, published or not; `revision_number` is what trainees see."""

    id: int
    slug: str
    state: str  # draft | published | archived
    revision_id: int | None
    revision_number: int | None


def _identities() -> Select[int, str, str, int | None, int | None]:
    return select(Course.id, Course.slug, Course.state, Course.revision_id, Revision.number).outerjoin(
        Revision, Revision.id == Course.revision_id
    )


def course_identity(slug: str) -> CourseIdentity | None:
    row = db.session.execute(_identities().where(Course.slug == slug)).one_or_none()
    return CourseIdentity(*row) if row else None


def course_identities(course_ids: list[int] | None) -> list[CourseIdentity]:
    """These courses, or all of them (None), by their addresses."""
    chosen = _identities().order_by(Course.slug)
    if course_ids is not None:
        chosen = chosen.where(Course.id.in_(course_ids))
    return [CourseIdentity(*row) for row in db.session.execute(chosen)]


@dataclass(frozen=True, slots=True)
class RevisionFacts:
    """One publication; `digest` is the SHA-256 of its package."""

    id: int
    number: int
    digest: str
    source_language: str
    published_at: datetime
    published_by: int | None


def course_revisions(course_id: int) -> list[RevisionFacts]:
    """Every revision, the newest first."""
    rows = db.session.execute(
        select(
            Revision.id,
            Revision.number,
            Revision.digest,
            Revision.source_language,
            Revision.published_at,
            Revision.published_by,
        )
        .where(Revision.course_id == course_id)
        .order_by(Revision.number.desc())
    )
    return [RevisionFacts(*row) for row in rows]


def revision_digests(revision_id: int) -> dict[str, str]:
    """The digest of each file of a revision's package by its path."""
    rows = db.session.execute(
        select(RevisionFile.path, RevisionFile.digest).where(RevisionFile.revision_id == revision_id)
    )
    return dict(rows.tuples().all())


def digests_of_revisions(revision_ids: list[int]) -> dict[int, dict[str, str]]:
    """The same for several revisions by one statement."""
    rows = db.session.execute(
        select(RevisionFile.revision_id, RevisionFile.path, RevisionFile.digest).where(
            RevisionFile.revision_id.in_(revision_ids)
        )
    )
    found: dict[int, dict[str, str]] = {revision_id: {} for revision_id in revision_ids}
    for revision_id, path, digest in rows:
        found[revision_id][path] = digest
    return found


def item_id_of(course_id: int, key: str) -> int | None:
    """The identity of an item that some revision of the course had, whether or not the current one has it."""
    return db.session.scalar(select(Item.id).where(Item.course_id == course_id, Item.key == key))


def last_titles(item_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """What items were called in the last revision that had them, by item and language: one statement."""
    newest = (
        select(func.max(ItemVersion.id)).where(ItemVersion.item_id.in_(set(item_ids))).group_by(ItemVersion.item_id)
    )
    rows = db.session.execute(select(ItemVersion.item_id, ItemVersion.titles).where(ItemVersion.id.in_(newest)))
    return dict(rows.tuples().all())


def step_titles(item_ids: Iterable[int], wanted: list[str]) -> dict[int, str]:
    """The last titles of items in the first of these languages that each has, else in any: one statement."""
    found = {}
    for item_id, titles in last_titles(item_ids).items():
        tag = best_language(wanted, list(titles))
        found[item_id] = titles[tag] if tag else next(iter(titles.values()), "")
    return found


def item_keys_ever(course_id: int) -> set[str]:
    """The keys of every item that some revision of the course had."""
    return set(db.session.scalars(select(Item.key).where(Item.course_id == course_id)))
