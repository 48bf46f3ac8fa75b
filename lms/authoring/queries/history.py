"""Who changed what and when: the revisions of a course, and the steps of its draft."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import func, select

from lms.accounts.queries import person_names
from lms.authoring.models import DraftChange, DraftChangeFile
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.files import draft_files
from lms.authoring.queries.states import MOST_CHARACTERS, FileDifference, Room, State, changes, difference_of
from lms.authoring.queries.titles import titles_by_item
from lms.authoring.rules.changes import Change
from lms.authoring.rules.history import kind_in_words
from lms.core.db import db
from lms.core.messages import Sentence
from lms.courses.queries.identities import RevisionFacts, course_revisions
from lms.progress.queries.periods import count_learning_in

PAGE_SIZE = 40
REVISIONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A publication. `learned` people opened a step while it was what trainees saw; `changes` since the one before,
    None for the first. `by` is None for one that a command imported."""

    revision: RevisionFacts
    by: str | None
    learned: int
    changes: list[Change] | None
    before: int | None
    is_current: bool


def revision_lines(course: StudioCourse, page: int) -> tuple[list[RevisionLine], int]:
    """One page of them, the newest first, and how many there are in all: three statements, once the changes between
    those revisions are remembered."""
    revisions = course_revisions(course.id)
    first = (page - 1) * REVISIONS_SHOWN
    return _lines(course, revisions, revisions[first : first + REVISIONS_SHOWN]), len(revisions)


def revision_line(course: StudioCourse, number: int) -> RevisionLine | None:
    """The one with this number."""
    revisions = course_revisions(course.id)
    shown = [revision for revision in revisions if revision.number == number]
    return next(iter(_lines(course, revisions, shown)), None)


def _lines(course: StudioCourse, revisions: list[RevisionFacts], shown: list[RevisionFacts]) -> list[RevisionLine]:
    starts = [revision.published_at for revision in reversed(revisions)]
    learned = dict(zip((r.id for r in reversed(revisions)), count_learning_in(course.id, starts), strict=True))
    people = person_names([r.published_by for r in shown if r.published_by is not None])
    older = {newer.id: older for newer, older in pairwise(revisions)}
    return [
        RevisionLine(
            revision=revision,
            by=people[revision.published_by].printed_name if revision.published_by in people else None,
            learned=learned[revision.id],
            changes=changes(course, _state(older[revision.id]), _state(revision)) if revision.id in older else None,
            before=older[revision.id].number if revision.id in older else None,
            is_current=revision.id == course.revision_id,
        )
        for revision in shown
    ]


def _state(revision: RevisionFacts) -> State:
    return State(revision.id, revision.number)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a draft's history; `by` is None for what no person did, as the first step."""

    id: int
    said: Sentence
    by: str | None
    began_at: datetime
    changed_at: datetime
    files: int


def steps(
    course_id: int, *, before: int | None = None, item: str | None = None, most: int = PAGE_SIZE
) -> tuple[list[Step], bool]:
    """The newest first, from before this step on, and whether there are older ones: two statements."""
    files = select(func.count()).where(DraftChangeFile.change_id == DraftChange.id).scalar_subquery()
    chosen = select(
        DraftChange.id, DraftChange.kind, DraftChange.subject, DraftChange.began_at, DraftChange.changed_at,
        DraftChange.changed_by, files.label("files"),
    ).where(DraftChange.course_id == course_id)  # fmt: skip
    if before is not None:
        chosen = chosen.where(DraftChange.id < before)
    if item is not None:
        files_of_item = DraftChangeFile.path.startswith(f"items/{item}.", autoescape=True)
        chosen = chosen.where(DraftChange.id.in_(select(DraftChangeFile.change_id).where(files_of_item)))
    rows = db.session.execute(chosen.order_by(DraftChange.id.desc()).limit(most + 1)).all()
    people = person_names([row.changed_by for row in rows if row.changed_by is not None])
    found = [
        Step(
            id=row.id,
            said=kind_in_words(row.kind, row.subject),
            by=people[row.changed_by].printed_name if row.changed_by in people else None,
            began_at=row.began_at,
            changed_at=row.changed_at,
            files=row.files,
        )
        for row in rows[:most]
    ]
    return found, len(rows) > most


def step(course_id: int, change_id: int) -> Step | None:
    """One step: two statements."""
    found, _more = steps(course_id, before=change_id + 1, most=1)
    return found[0] if found and found[0].id == change_id else None


def step_differences(course_id: int, change_id: int, only: str | None = None) -> list[FileDifference]:
    """What the step did to each file, or to that one whatever its length: two statements."""
    chosen = select(
        DraftChangeFile.path, DraftChangeFile.before_digest, DraftChangeFile.before_text,
        DraftChangeFile.after_digest, DraftChangeFile.after_text,
    ).where(DraftChangeFile.change_id == change_id)  # fmt: skip
    if only is not None:
        chosen = chosen.where(DraftChangeFile.path == only)
    titles, room = item_titles(course_id), Room(None if only else MOST_CHARACTERS)
    return [
        difference_of(
            row.path,
            (row.before_digest is not None, row.before_text),
            (row.after_digest is not None, row.after_text),
            titles,
            room,
        )
        for row in db.session.execute(chosen.order_by(DraftChangeFile.path))
    ]


def item_titles(course_id: int) -> dict[str, str]:
    """What each item is called in the draft, in whatever language: one statement."""
    return {key: next(iter(titles.values())) for key, titles in titles_by_item(draft_files(course_id)).items()}
