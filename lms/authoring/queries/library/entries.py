"""The entries of the library and their versions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lms.accounts.duties import Duty, courses_with
from lms.accounts.queries import person_names
from lms.authoring.models import DraftFile, LibraryEntry, LibraryUse, LibraryVersion
from lms.authoring.queries.courses import StudioCourse, draft_titles, studio_courses
from lms.authoring.rules.library.pieces import COURSE
from lms.core.actor import Actor
from lms.core.db import db
from lms.courses.rules import folded

MODULE = "module"


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """`kind` is module, or that of the item; `newest` the number of its newest version."""

    id: int
    public_id: str
    kind: str
    title: str
    newest: int
    owner_id: int
    created_at: datetime
    changed_at: datetime
    archived_at: datetime | None

    @property
    def is_module(self) -> bool:
        return self.kind == MODULE


_ENTRY = (
    LibraryEntry.id,
    LibraryEntry.public_id,
    LibraryEntry.kind,
    LibraryEntry.title,
    LibraryEntry.newest,
    LibraryEntry.owner_id,
    LibraryEntry.created_at,
    LibraryEntry.changed_at,
    LibraryEntry.archived_at,
)


def library_entry(public_id: str) -> EntryFacts | None:
    row = db.session.execute(select(*_ENTRY).where(LibraryEntry.public_id == public_id)).one_or_none()
    return EntryFacts(*row) if row else None


def entry_by_id(entry_id: int) -> EntryFacts:
    return EntryFacts(*db.session.execute(select(*_ENTRY).where(LibraryEntry.id == entry_id)).one())


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in the list; `used_in` counts courses whose outline has it now."""

    entry: EntryFacts
    languages: tuple[str, ...]
    owner: str | None
    used_in: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What the list shows: words of the title, a kind, a language; `state` is current, mine or archived."""

    words: str = ""
    kind: str = ""
    language: str = ""
    state: str = "current"


def entries_chosen(choice: Choice, person_id: int | None) -> list[tuple[EntryFacts, tuple[str, ...]]]:
    """Those that fit, with the languages of their newest versions. The last changed stands first: one statement."""
    chosen = (
        select(*_ENTRY, LibraryVersion.languages)
        .join(
            LibraryVersion,
            (LibraryVersion.entry_id == LibraryEntry.id) & (LibraryVersion.number == LibraryEntry.newest),
        )
        .order_by(LibraryEntry.changed_at.desc(), LibraryEntry.id.desc())
    )
    archived = (
        LibraryEntry.archived_at.is_not(None) if choice.state == "archived" else LibraryEntry.archived_at.is_(None)
    )
    chosen = chosen.where(archived)
    if choice.state == "mine":
        chosen = chosen.where(LibraryEntry.owner_id == person_id)
    if choice.kind:
        chosen = chosen.where(LibraryEntry.kind == choice.kind)
    found = [(EntryFacts(*row[:-1]), tuple(row.languages)) for row in db.session.execute(chosen)]
    words = folded(choice.words).split()
    return [
        one
        for one in found
        if (not choice.language or choice.language in one[1]) and all(word in folded(one[0].title) for word in words)
    ]


def entry_lines(entries: list[tuple[EntryFacts, tuple[str, ...]]]) -> list[EntryLine]:
    """One page of the list: three statements."""
    names = person_names(sorted({entry.owner_id for entry, _languages in entries}))
    counts: dict[int, int] = {}
    for entry_id, _course_id, _of, _number in _present_uses([entry.id for entry, _languages in entries]):
        counts[entry_id] = counts.get(entry_id, 0) + 1
    return [
        EntryLine(
            entry,
            languages,
            names[entry.owner_id].printed_name if entry.owner_id in names else None,
            counts.get(entry.id, 0),
        )
        for entry, languages in entries
    ]


def _present_uses(entry_ids: list[int]) -> list[tuple[int, int, str, int]]:
    """(entry, course, of, number) of each use that the outline of its draft has now: one statement."""
    rows = db.session.execute(
        select(LibraryUse.entry_id, LibraryUse.course_id, LibraryUse.of, LibraryUse.number, DraftFile.facts)
        .join(DraftFile, (DraftFile.course_id == LibraryUse.course_id) & (DraftFile.path == COURSE))
        .where(LibraryUse.entry_id.in_(entry_ids))
        .order_by(LibraryUse.taken_at)
    )
    return [(row.entry_id, row.course_id, row.of, row.number) for row in rows if row.of in row.facts.get("things", ())]


@dataclass(frozen=True, slots=True)
class UsingCourse:
    """Where an entry is used, by somebody who may know it; `may_author` leads into the studio."""

    course: StudioCourse
    title: str
    of: str
    number: int
    may_author: bool


@dataclass(frozen=True, slots=True)
class Uses:
    """`hidden` counts drafts of other people that were never published."""

    shown: tuple[UsingCourse, ...]
    hidden: int


def uses_of(entry_id: int, actor: Actor, wanted: list[str]) -> Uses:
    """Who uses it: four statements. A course that was never published is shown to its staff alone (A05)."""
    uses = _present_uses([entry_id])
    ids = sorted({course_id for _entry, course_id, _of, _number in uses})
    courses = {course.id: course for course in studio_courses(ids)}
    titles = draft_titles(ids, wanted)
    authored = courses_with(actor, Duty.AUTHOR)
    shown = []
    for _entry, course_id, of, number in uses:
        course = courses[course_id]
        if actor.is_administrator or course_id in actor.staffed_courses or course.revision_id is not None:
            may_author = actor.is_administrator or course_id in authored
            shown.append(UsingCourse(course, titles.get(course_id, course.slug), of, number, may_author))
    return Uses(tuple(shown), len(uses) - len(shown))


@dataclass(frozen=True, slots=True)
class VersionFacts:
    number: int
    title: str
    languages: tuple[str, ...]
    note: str
    made_at: datetime
    made_by: str | None


def versions_of(entry_id: int) -> list[VersionFacts]:
    """The newest first: two statements."""
    rows = db.session.execute(
        select(
            LibraryVersion.number,
            LibraryVersion.title,
            LibraryVersion.languages,
            LibraryVersion.note,
            LibraryVersion.made_at,
            LibraryVersion.made_by,
        )
        .where(LibraryVersion.entry_id == entry_id)
        .order_by(LibraryVersion.number.desc())
    ).all()
    names = person_names(sorted({row.made_by for row in rows}))
    return [
        VersionFacts(
            row.number,
            row.title,
            tuple(row.languages),
            row.note,
            row.made_at,
            names[row.made_by].printed_name if row.made_by in names else None,
        )
        for row in rows
    ]


def languages_in_library() -> list[str]:
    """Of the newest versions, for the filter: one statement."""
    rows = db.session.scalars(
        select(LibraryVersion.languages).join(
            LibraryEntry,
            (LibraryEntry.id == LibraryVersion.entry_id) & (LibraryEntry.newest == LibraryVersion.number),
        )
    )
    return sorted({str(tag) for tags in rows for tag in tags})


def count_entries() -> int:
    return db.session.scalar(select(func.count(LibraryEntry.id))) or 0
