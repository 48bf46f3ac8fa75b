"""The files of a draft."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from lms.authoring.models import DraftFile
from lms.core.db import db
from lms.packages.exporting import stored_file
from lms.packages.reading import Package, SourceFile


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file without its text; `facts` as `rules.facts.file_facts` made them."""

    path: str
    digest: str
    size_bytes: int
    facts: dict[str, Any]
    changed_at: datetime
    changed_by: int | None


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text and the digest to send back with its change."""

    path: str
    digest: str
    text: str
    changed_at: datetime
    changed_by: int | None


def draft_files(course_id: int) -> dict[str, FileFacts]:
    """Every file by its path, in order, without texts: one statement."""
    rows = db.session.execute(
        select(
            DraftFile.path,
            DraftFile.digest,
            DraftFile.size_bytes,
            DraftFile.facts,
            DraftFile.changed_at,
            DraftFile.changed_by,
        )
        .where(DraftFile.course_id == course_id)
        .order_by(DraftFile.path)
    )
    return {row.path: FileFacts(*row) for row in rows}


def draft_texts(course_id: int, paths: list[str]) -> dict[str, TextFile]:
    """Those of the texts that are there: one statement."""
    rows = db.session.execute(
        select(DraftFile.path, DraftFile.digest, DraftFile.text, DraftFile.changed_at, DraftFile.changed_by).where(
            DraftFile.course_id == course_id, DraftFile.path.in_(paths), DraftFile.text.is_not(None)
        )
    )
    return {row.path: _text_file(row) for row in rows}


def _text_file(row: Any) -> TextFile:
    return TextFile(row.path, row.digest, row.text, row.changed_at, row.changed_by)


def texts_like(course_id: int, folder: str) -> dict[str, TextFile]:
    """The texts of one folder, `items/` or `questions/`: one statement."""
    rows = db.session.execute(
        select(DraftFile.path, DraftFile.digest, DraftFile.text, DraftFile.changed_at, DraftFile.changed_by)
        .where(
            DraftFile.course_id == course_id,
            DraftFile.path > folder,
            DraftFile.path < f"{folder}\uffff",
            DraftFile.text.is_not(None),
        )
        .order_by(DraftFile.path)
    )
    return {row.path: _text_file(row) for row in rows}


def draft_package(course_id: int, slug: str) -> Package:
    """The draft as a package to check, preview, publish or export: one statement; media are read when asked for."""
    rows = db.session.execute(
        select(DraftFile.path, DraftFile.digest, DraftFile.size_bytes, DraftFile.text).where(
            DraftFile.course_id == course_id
        )
    )
    files = (
        stored_file(path, size, digest) if text is None else SourceFile(path, size, digest, partial(str.encode, text))
        for path, digest, size, text in rows
    )
    return Package(slug, {file.path: file for file in files})
