"""Where a course uses the library, what it is offered, and what it has changed by itself."""

from dataclasses import dataclass

from sqlalchemy import select

from lms.authoring.models import LibraryEntry, LibraryUse
from lms.authoring.queries.library.entries import EntryFacts, entry_by_id
from lms.authoring.queries.library.pieces import piece_of, source_of
from lms.authoring.queries.states import MOST_CHARACTERS, FileDifference, Room, difference_of
from lms.authoring.rules.changes import Change, Side, describe
from lms.authoring.rules.library.cutting import Source, cut
from lms.authoring.rules.library.names import Names, extended, inverted
from lms.authoring.rules.library.pieces import COURSE, Piece, comparable, in_languages, without_title
from lms.authoring.rules.library.renaming import renamed, things_in
from lms.core.db import db


@dataclass(frozen=True, slots=True)
class UseFacts:
    """A module or item (`of`) of a course that comes from the library; `names` lead from the library to the course."""

    course_id: int
    of: str
    entry: EntryFacts
    number: int
    declined: int | None
    names: Names
    digest: str

    @property
    def is_behind(self) -> bool:
        return self.number < self.entry.newest

    @property
    def is_offered(self) -> bool:
        """Whether there is a version that nobody has decided about yet."""
        return self.entry.newest > max(self.number, self.declined or 0)


def use_of(course_id: int, of: str) -> UseFacts | None:
    """Two statements."""
    row = db.session.execute(
        select(LibraryUse.entry_id, LibraryUse.number, LibraryUse.declined, LibraryUse.names, LibraryUse.digest).where(
            LibraryUse.course_id == course_id, LibraryUse.of == of
        )
    ).one_or_none()
    if row is None:
        return None
    return UseFacts(course_id, of, entry_by_id(row.entry_id), row.number, row.declined, row.names, row.digest)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the outline says of a module or item: in the library, as which version, and whether a newer is offered."""

    number: int
    newest: int
    is_offered: bool


def library_marks(course_id: int) -> dict[str, Mark]:
    """By `module:KEY` and `item:KEY`, also of those that are gone from the outline: one statement."""
    rows = db.session.execute(
        select(LibraryUse.of, LibraryUse.number, LibraryUse.declined, LibraryEntry.newest)
        .join(LibraryEntry, LibraryEntry.id == LibraryUse.entry_id)
        .where(LibraryUse.course_id == course_id)
    )
    return {row.of: Mark(row.number, row.newest, row.newest > max(row.number, row.declined or 0)) for row in rows}


@dataclass(frozen=True, slots=True)
class Differences:
    """In words, and text by text."""

    changes: tuple[Change, ...]
    files: tuple[FileDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)


NOTHING = Differences((), ())


def differences_between(before: Piece, after: Piece, only: str | None = None) -> Differences:
    """What differs between two pieces that go by the same names; with `only`, the texts of that file alone."""
    before, after = without_title(before), without_title(after)
    old, new = _side(before), _side(after)
    titles = {**old.titles, **new.titles}
    paths = (path for path in sorted({*old.digests, *new.digests}) if old.digests.get(path) != new.digests.get(path))
    room = Room(None if only else MOST_CHARACTERS)
    files = tuple(
        difference_of(
            path,
            (path in old.digests, before.texts.get(path)),
            (path in new.digests, after.texts.get(path)),
            titles,
            room,
        )
        for path in paths
        if only in (None, path) and path != COURSE
    )
    return Differences(tuple(describe(old, new)), files)


def _side(piece: Piece) -> Side:
    return Side(piece.digests, piece.texts, piece.titles(piece.languages[0]))


@dataclass(frozen=True, slots=True)
class Copy:
    """A course's copy of a piece, under the names of the library. `names` also name what the course added."""

    piece: Piece
    names: Names


def copy_in(source: Source, of: str, names: Names, only: set[str] | None = None) -> Copy:
    """Cuts it out of its course. `only` (keys of the course) leaves out what the course added. Raises `KeyError`."""
    mine = cut(source, of, only)
    back = inverted(names)
    all_back = extended(back, things_in(mine), {sort: set(known.values()) for sort, known in back.items()})
    return Copy(renamed(mine, all_back), inverted(all_back))


def copy_as_taken(source: Source, use_of: str, names: Names, languages: list[str]) -> Piece:
    """The course's copy as far as the library knows of it, to compare: the piece's items and languages alone.

    Raises `KeyError` when it is gone from the outline.
    """
    own = copy_in(source, use_of, names, set(names["items"].values())).piece
    return comparable(own, languages, own.languages[0])


@dataclass(frozen=True, slots=True)
class UsePage:
    """How a copy stands: `own` is what the course changed since it took its version, `news` what the newest version
    brings. `is_ahead`: the copy is not what the library has newest, so it could become its next version. `seen` is the
    digest of the copy, to send back with a decision."""

    use: UseFacts
    title: str
    seen: str
    own: Differences
    news: Differences
    has_own: bool
    is_ahead: bool


def use_page(use: UseFacts, only: str | None = None) -> UsePage | None:
    """Seven statements. None when it is gone from the outline. `only` names the one file whose texts are compared."""
    source = source_of(use.course_id, use.of)
    taken, newest = piece_of(use.entry.id, use.number), piece_of(use.entry.id, use.entry.newest)
    if taken is None or newest is None:
        return None
    try:
        mine = copy_as_taken(source, use.of, use.names, taken.languages)
    except KeyError:
        return None
    tags, first = source.languages, source.languages[0]
    before = comparable(taken, tags, first)
    has_own = mine.digest != use.digest
    return UsePage(
        use=use,
        title=mine.title,
        seen=mine.digest,
        own=differences_between(before, mine, only) if has_own else NOTHING,
        news=differences_between(before, comparable(newest, tags, first), only) if use.is_behind else NOTHING,
        has_own=has_own,
        is_ahead=copy_in(source, use.of, use.names).piece.digest != newest.digest,
    )


def piece_for_course(piece: Piece, source: Source) -> Piece:
    """As much of it as the course has languages for."""
    return in_languages(piece, source.languages, source.languages[0])


def used_keys(course_id: int, sort: str) -> set[str]:
    """Keys of the modules (`module`) or items (`item`) that are in the library, alone or in a module, also of those
    that were deleted here: one statement."""
    rows = db.session.execute(select(LibraryUse.of, LibraryUse.names).where(LibraryUse.course_id == course_id)).all()
    keys = {row.of.partition(":")[2] for row in rows if row.of.startswith(f"{sort}:")}
    return keys if sort == "module" else keys.union(*(row.names["items"].values() for row in rows))
