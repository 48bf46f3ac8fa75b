"""What courses take from the library, and what they keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from lms.authoring.models import LibraryUse
from lms.authoring.queries.documents import COURSE
from lms.authoring.queries.library.entries import EntryFacts, entry_by_id
from lms.authoring.queries.library.pieces import paths_of, piece_of, sections_elsewhere, source_of
from lms.authoring.queries.library.uses import UseFacts, copy_as_taken, piece_for_course, use_of, used_keys
from lms.authoring.rules.keys import ITEM_PAGES, key_from
from lms.authoring.rules.library.cutting import Source
from lms.authoring.rules.library.merging import Contents, Place, put, replaced, taken_names
from lms.authoring.rules.library.names import Names, extended, no_names
from lms.authoring.rules.library.pieces import Piece, lacks
from lms.authoring.rules.library.renaming import renamed, things_in
from lms.authoring.rules.outline import module_keys
from lms.authoring.services.files import Blob, Changed, Content, Stale, change_files, lock_draft
from lms.core.db import db, rows_changed
from lms.core.errors import Refused
from lms.courses.queries.identities import item_keys_ever


@dataclass(frozen=True, slots=True)
class Used:
    """`module:KEY` or `item:KEY`, and the step of the history that can be taken back."""

    of: str
    change_id: int | None


def use_entry(course_id: int, entry_id: int, module: str, *, by: int, now: datetime) -> Used:
    """Puts the newest version into a course: a module at its end, an item at the end of the module `module`.

    Every name in it is made free. Raises `Refused`.
    """
    lock_draft(course_id)
    entry = entry_by_id(entry_id)
    if entry.archived_at is not None:
        raise Refused("This is archived in the library and offered to no further course.")
    piece, source = _version(entry, entry.newest), source_of(course_id)
    _check_language(piece, source)
    names = extended(no_names(), things_in(piece), _taken(course_id, source))
    fitting = renamed(piece_for_course(piece, source), names)
    place = Place(_new_place(course_id, source, entry, fitting))
    try:
        changes = put(source, fitting, place, module)
    except KeyError as error:
        raise Stale(COURSE, None, None) from error
    done = _write(course_id, changes, entry.title, by, now)
    use = LibraryUse(course_id=course_id, of=place.of, entry_id=entry.id)
    _now_has(use, _Taken(entry.newest, names, piece.languages, done.change_id, None), by, now)
    db.session.add(use)
    db.session.flush()
    return Used(place.of, done.change_id)


def _new_place(course_id: int, source: Source, entry: EntryFacts, piece: Piece) -> str:
    if not entry.is_module:
        return f"item:{piece.items[0]['key']}"
    taken = {*module_keys(dict(source.course)), *used_keys(course_id, "module")}
    return f"module:{key_from(entry.title, taken, 'module')}"


def _taken(course_id: int, source: Source) -> Mapping[str, set[str]]:
    never = {*ITEM_PAGES, *item_keys_ever(course_id), *used_keys(course_id, "item")}
    return taken_names(source, paths_of(course_id), never)


def _version(entry: EntryFacts, number: int) -> Piece:
    piece = piece_of(entry.id, number)
    if piece is None:
        raise Refused("This version is no longer there.")
    return piece


def _check_language(piece: Piece, source: Source) -> None:
    if lacks(piece, source.languages[0]):
        raise Refused(
            "It is not wholly written in %(language)s, the language that this course is written in.",
            language=source.languages[0],
        )


def _write(course_id: int, changes: Contents, subject: str, by: int, now: datetime) -> Changed:
    contents: dict[str, Content] = {
        path: content if content is None or isinstance(content, str) else Blob(content.digest, content.size_bytes)
        for path, content in changes.items()
    }
    return change_files(course_id, contents, kind="take-library", subject=subject, by=by, now=now)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a course has from now on."""

    number: int
    names: Names
    languages: list[str]
    change_id: int | None
    before: dict[str, Any] | None


def _now_has(use: LibraryUse, taken: _Taken, by: int, now: datetime) -> None:
    use.number, use.names, use.declined = taken.number, taken.names, None
    source = source_of(use.course_id, use.of)
    use.digest = copy_as_taken(source, use.of, taken.names, taken.languages).digest
    use.taken_at, use.taken_by, use.change_id, use.before = now, by, taken.change_id, taken.before


def take_version(
    course_id: int, of: str, *, number: int, seen: str, replaces_own: bool, by: int, now: datetime
) -> int | None:
    """The course takes the newest version, which the author saw as `number`; returns the step to take back.

    `seen` is the digest of the copy that the author's page was made from (`queries.library.uses.UsePage.seen`).
    What the course changed in it is replaced only when `replaces_own` says so. Keys of items stay, and with them
    what people achieved. Raises `Refused`.
    """
    lock_draft(course_id)
    facts = _use(course_id, of)
    if facts.entry.newest != number:
        raise Refused("There is a newer version in the library. Look at it first.")
    old, new = _version(facts.entry, facts.number), _version(facts.entry, number)
    source = source_of(course_id, of, facts.names["items"].values())
    mine = _own_digest(source, facts, old)
    if mine != seen:
        raise Stale(COURSE, None, None)
    if mine != facts.digest and not replaces_own:
        raise Refused("This course has changed its copy. Say that it may be replaced, or stay on your version.")
    _check_language(new, source)
    names = extended(facts.names, things_in(new), _taken(course_id, source))
    changes = replaced(
        source,
        renamed(piece_for_course(old, source), names),
        renamed(piece_for_course(new, source), names),
        Place(of),
        sections_elsewhere(course_id, names["items"].values()),
    )
    done = _write(course_id, changes, facts.entry.title, by, now)
    use = db.session.get_one(LibraryUse, (course_id, of))
    before = {"number": facts.number, "names": facts.names, "digest": facts.digest, "declined": facts.declined}
    _now_has(use, _Taken(number, names, new.languages, done.change_id, before), by, now)
    db.session.flush()
    return done.change_id


def _use(course_id: int, of: str) -> UseFacts:
    facts = use_of(course_id, of)
    if facts is None:
        raise Stale(COURSE, None, None)
    return facts


def _own_digest(source: Source, use: UseFacts, taken: Piece) -> str:
    try:
        return copy_as_taken(source, use.of, use.names, taken.languages).digest
    except KeyError as error:
        raise Stale(COURSE, None, None) from error


def stay_on_version(course_id: int, of: str, *, number: int) -> None:
    """The versions up to this one are offered no more; the next one will be. Raises `Refused`."""
    facts = _use(course_id, of)
    if number > facts.entry.newest:
        raise Refused("This version is no longer there.")
    db.session.get_one(LibraryUse, (course_id, of)).declined = number
    db.session.flush()


def detach(course_id: int, of: str) -> None:
    """What the course has becomes its own; the library knows of it no more. Raises `Refused`."""
    if not rows_changed(delete(LibraryUse).where(LibraryUse.course_id == course_id, LibraryUse.of == of)):
        raise Stale(COURSE, None, None)
