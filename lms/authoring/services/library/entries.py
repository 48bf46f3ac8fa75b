"""Putting a piece of a course into the library, and making its next version."""

from datetime import datetime

from sqlalchemy import select, update

from lms.authoring.models import LibraryEntry, LibraryFile, LibraryUse, LibraryVersion
from lms.authoring.queries.documents import COURSE
from lms.authoring.queries.library.pieces import mistakes_in, piece_of, source_of
from lms.authoring.queries.library.uses import Copy, copy_as_taken, copy_in, use_of
from lms.authoring.rules.library.cutting import Source
from lms.authoring.rules.library.names import Names, no_names
from lms.authoring.rules.library.pieces import Piece
from lms.authoring.services.files import Stale, lock_draft
from lms.core.db import db, rows_changed
from lms.core.errors import Refused
from lms.core.ids import new_public_id
from lms.core.messages import phrase

_MISTAKES = phrase("There are mistakes in it that would stop every course that uses it. Mend them first.")


def put_into_library(course_id: int, of: str, *, note: str, by: int, now: datetime) -> str:
    """Keeps a module or an item (`module:KEY`, `item:KEY`) as version 1 of an entry that `by` owns.

    The course is the first to use it. Returns the entry's public id. Raises `Refused`.
    """
    lock_draft(course_id)
    if db.session.get(LibraryUse, (course_id, of)) is not None:
        raise Refused("This is in the library already.")
    source = source_of(course_id, of)
    copy = _copied(source, of, no_names())
    kind = "module" if of.startswith("module:") else copy.piece.items[0]["kind"]
    entry = LibraryEntry(
        public_id=new_public_id(), kind=kind, title="", newest=0, owner_id=by, created_at=now, changed_at=now
    )
    db.session.add(entry)
    db.session.flush()
    _keep_version(entry, copy.piece, note, by, now)
    use = LibraryUse(course_id=course_id, of=of, entry_id=entry.id)
    _now_uses(use, entry, source, copy.names, copy.piece.languages, by, now)
    db.session.add(use)
    db.session.flush()
    return entry.public_id


def update_library(course_id: int, of: str, *, seen: int, note: str, by: int, now: datetime) -> int:
    """The course's copy becomes the next version; returns its number. `seen` is the newest that the author saw.

    Raises `Refused`: somebody made one since, nothing is new, there are mistakes. The caller asked who may.
    """
    lock_draft(course_id)
    facts = use_of(course_id, of)
    if facts is None:
        raise Stale(COURSE, None, None)
    entry = db.session.scalars(
        select(LibraryEntry).where(LibraryEntry.id == facts.entry.id).with_for_update(),
        execution_options={"populate_existing": True},
    ).one()
    if entry.archived_at is not None:
        raise Refused("This is archived in the library. Restore it there first.")
    if entry.newest != seen:
        raise Refused("There is a newer version in the library. Look at it first.")
    newest = piece_of(entry.id, entry.newest)
    source = source_of(course_id, of)
    copy = _copied(source, of, facts.names)
    if newest is not None and newest.digest == copy.piece.digest:
        raise Refused("The library has it just as this course has it.")
    _keep_version(entry, copy.piece, note, by, now)
    use = db.session.get_one(LibraryUse, (course_id, of))
    _now_uses(use, entry, source, copy.names, copy.piece.languages, by, now)
    db.session.flush()
    return entry.newest


def _copied(source: Source, of: str, names: Names) -> Copy:
    try:
        copy = copy_in(source, of, names)
    except KeyError as error:
        raise Stale(COURSE, None, None) from error
    if not copy.piece.items:
        raise Refused("An empty module has nothing to keep. Add an item first.")
    if mistakes_in(copy.piece):
        raise Refused(_MISTAKES)
    return copy


def _keep_version(entry: LibraryEntry, piece: Piece, note: str, by: int, now: datetime) -> None:
    entry.newest, entry.title, entry.changed_at = entry.newest + 1, piece.title, now
    version = LibraryVersion(
        entry_id=entry.id,
        number=entry.newest,
        digest=piece.digest,
        title=piece.title,
        languages=piece.languages,
        note=note,
        made_at=now,
        made_by=by,
    )
    db.session.add(version)
    db.session.flush()
    digests = piece.digests
    for path, text in piece.texts.items():
        size = len(text.encode())
        db.session.add(LibraryFile(version_id=version.id, path=path, digest=digests[path], size_bytes=size, text=text))
    for path, medium in piece.media.items():
        db.session.add(
            LibraryFile(version_id=version.id, path=path, digest=medium.digest, size_bytes=medium.size_bytes)
        )


def _now_uses(
    use: LibraryUse, entry: LibraryEntry, source: Source, names: Names, languages: list[str], by: int, now: datetime
) -> None:
    use.number, use.names, use.declined = entry.newest, names, None
    use.digest = copy_as_taken(source, use.of, names, languages).digest
    use.taken_at, use.taken_by, use.change_id, use.before = now, by, None, None


def archive_entry(entry_id: int, *, now: datetime) -> None:
    """Offered to no further course; those that use it keep what they have. Raises `Refused`."""
    change = update(LibraryEntry).where(LibraryEntry.id == entry_id, LibraryEntry.archived_at.is_(None))
    if not rows_changed(change.values(archived_at=now)):
        raise Refused("This is archived already.")


def restore_entry(entry_id: int) -> None:
    """Offered again. Raises `Refused`."""
    change = update(LibraryEntry).where(LibraryEntry.id == entry_id, LibraryEntry.archived_at.is_not(None))
    if not rows_changed(change.values(archived_at=None)):
        raise Refused("This is not archived.")
