"""Reads of this room."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from lms.core.db import db
from lms.media.encoding import RECIPE
from lms.media.facts import UploadFacts
from lms.media.models import PictureSize, Upload


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """One size of a picture in the store; `width_wanted` 0 is the fallback."""

    width_wanted: int
    digest: str
    content_type: str
    size_bytes: int


def picture_sizes(digests: Iterable[str]) -> dict[str, dict[int, StoredPicture]]:
    """By digest of the picture, then by width, whatever was made of them so far: one statement."""
    found: dict[str, dict[int, StoredPicture]] = {}
    columns = select(
        PictureSize.source_digest,
        PictureSize.width_wanted,
        PictureSize.digest,
        PictureSize.content_type,
        PictureSize.size_bytes,
    )
    wanted = list(digests)
    rows = (
        db.session.execute(columns.where(PictureSize.source_digest.in_(wanted), PictureSize.recipe == RECIPE)).all()
        if wanted
        else []
    )
    for row in rows:
        facts = StoredPicture(row.width_wanted, row.digest, row.content_type, row.size_bytes)
        found.setdefault(row.source_digest, {})[row.width_wanted] = facts
    return found


_FACTS = [getattr(Upload, fact.name) for fact in fields(UploadFacts)]  # columns have the names of the facts


def _uploads(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(*_FACTS).where(*conditions)


def upload_facts(public_id: str) -> UploadFacts | None:
    """An upload that was begun and neither cancelled nor forgotten."""
    row = db.session.execute(_uploads(Upload.public_id == public_id)).one_or_none()
    return UploadFacts(*row) if row else None


def open_upload_like(
    person_id: int, purpose: str, scope: str, name: str, size_bytes: int, mark: str
) -> UploadFacts | None:
    """The upload of the same file for the same thing that was cut, the newest if there are several."""
    row = db.session.execute(
        _uploads(
            Upload.person_id == person_id, Upload.purpose == purpose, Upload.scope == scope, Upload.state == "open",
            Upload.name == name, Upload.size_bytes == size_bytes, Upload.mark == mark,
        ).order_by(Upload.id.desc()).limit(1)
    ).one_or_none()  # fmt: skip
    return UploadFacts(*row) if row else None


def untouched_uploads(before: datetime, limit: int) -> list[UploadFacts]:
    """Uploads that nobody took or went on with since then, the oldest first."""
    rows = db.session.execute(
        _uploads(Upload.state != "taken", Upload.touched_at < before).order_by(Upload.touched_at).limit(limit)
    )
    return [UploadFacts(*row) for row in rows]


def uploads_of(person_id: int, purpose: str) -> list[UploadFacts]:
    """Everything that a person has brought for a purpose, in whatever state."""
    rows = db.session.execute(_uploads(Upload.person_id == person_id, Upload.purpose == purpose).order_by(Upload.id))
    return [UploadFacts(*row) for row in rows]


def is_needed(digest: str) -> bool:
    """Whether any row of any room names these bytes.

    Every column that is called `digest` or `…_digest` is asked, so a room that begins to keep files need not say so.
    """
    columns = [
        column
        for table in db.metadata.tables.values()
        for column in table.columns
        if column.name == "digest" or column.name.endswith("_digest")
    ]
    return any(db.session.scalar(select(exists().where(column == digest))) for column in columns)


def count_open_uploads(person_id: int) -> int:
    """How many files of a person are on their way."""
    count = select(func.count()).where(Upload.person_id == person_id, Upload.state == "open")
    return db.session.scalars(count).one()


def files_brought_by(person_id: int) -> list[dict[str, object]]:
    """For the export of one's own data."""
    rows = db.session.execute(
        select(Upload.name, Upload.purpose, Upload.state, Upload.size_bytes, Upload.created_at)
        .where(Upload.person_id == person_id)
        .order_by(Upload.id)
    )
    return [dict(row._mapping) for row in rows]
