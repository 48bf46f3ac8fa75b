"""The one way a draft changes: several files at once, with a step in its history."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from lms.authoring.models import Draft, DraftChange, DraftChangeFile, DraftFile
from lms.authoring.rules.facts import file_facts
from lms.authoring.rules.history import is_same_step
from lms.authoring.services.following import follow_changes, forget_translations
from lms.authoring.services.library.following import forget_uses
from lms.core.db import db
from lms.core.errors import Refused
from lms.packages.loading import BIGGEST_TEXT, has_good_name
from lms.packages.reading import BIGGEST_FILE, MOST_FILES


@dataclass(frozen=True, slots=True)
class Blob:
    """A file that lies in the store already."""

    digest: str
    size_bytes: int


Content = str | Blob | None  # None: the file goes


class Stale(Refused):
    """Somebody changed the file since it was read; `by` (a person's id) and `at` say who and when."""

    def __init__(self, path: str, by: int | None, at: datetime | None) -> None:
        super().__init__("Somebody else changed this in the meantime. Nothing was overwritten: compare and save again.")
        self.path, self.by, self.at = path, by, at


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of it: the draft's new number, the step's id (None when nothing differed), each file's digest."""

    seq: int
    change_id: int | None
    digests: dict[str, str | None]


def lock_draft(course_id: int) -> Draft:
    """The draft, held until the transaction ends, so that two authors take turns. Raises `LookupError`."""
    chosen = select(Draft).where(Draft.course_id == course_id).with_for_update()
    return db.session.scalars(chosen, execution_options={"populate_existing": True}).one()


def change_files(
    course_id: int,
    changes: Mapping[str, Content],
    *,
    kind: str,
    subject: str,
    by: int | None,
    now: datetime,
    expected: Mapping[str, str | None] | None = None,
) -> Changed:
    """Writes, replaces or removes (None) these files and remembers the step.

    `kind` is one of `rules.history.KINDS`. `expected` are the digests that the author's page was made from, None for
    a file that was not there. Raises `Stale` (unless what is to be written stands there already: the answer to the
    first try was lost), or `Refused` for what no package may hold.
    """
    for path, content in changes.items():
        check_content(path, content)
    draft = lock_draft(course_id)
    wanted = {*changes, *(expected or {})}
    chosen = select(DraftFile).where(DraftFile.course_id == course_id, DraftFile.path.in_(wanted))
    before = {file.path: file for file in db.session.scalars(chosen, execution_options={"populate_existing": True})}
    for path, digest in (expected or {}).items():
        file = before.get(path)
        wanted_digest = _digest(changes[path]) if path in changes else digest
        if (file.digest if file else None) not in (digest, wanted_digest):
            raise Stale(path, file.changed_by if file else draft.changed_by, file.changed_at if file else None)
    steps = [_write(course_id, path, content, before.get(path), by, now) for path, content in changes.items()]
    steps = [step for step in steps if step.before_digest != step.after_digest]
    change_id = None
    if steps:
        draft.seq, draft.changed_at, draft.changed_by = draft.seq + 1, now, by
        change_id = _remember(course_id, steps, kind, subject, by, now)
    db.session.flush()
    follow_changes(course_id, steps, kind)
    _check_limits(course_id)
    return Changed(draft.seq, change_id, {path: _digest(content) for path, content in changes.items()})


def digest_of(text: str) -> str:
    """SHA-256 of the text as it is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def _digest(content: Content) -> str | None:
    if content is None:
        return None
    return content.digest if isinstance(content, Blob) else digest_of(content)


def _size(content: str | Blob) -> int:
    return content.size_bytes if isinstance(content, Blob) else len(content.encode())


def check_content(path: str, content: Content) -> None:
    """Refuses what the format's limits would refuse later."""
    if not has_good_name(path):
        raise Refused("A file of a course cannot be called %(name)s.", name=path)
    if isinstance(content, str) and "\0" in content:
        raise Refused("This text holds a character that cannot be kept. Remove the invisible character.")
    if isinstance(content, str) and _size(content) > BIGGEST_TEXT:
        raise Refused("This text is longer than 1 MB. Split it into several items.")
    if isinstance(content, Blob) and content.size_bytes > BIGGEST_FILE:
        raise Refused("This file is larger than %(limit)s MB.", limit=BIGGEST_FILE // 1024**2)


def _write(
    course_id: int, path: str, content: Content, file: DraftFile | None, by: int | None, now: datetime
) -> DraftChangeFile:
    """Brings the row up to date and returns the step, not yet in any change."""
    text = content if isinstance(content, str) else None
    step = DraftChangeFile(
        path=path,
        before_digest=file.digest if file else None,
        before_text=file.text if file else None,
        after_digest=_digest(content),
        after_text=text,
    )
    if step.before_digest == step.after_digest:
        return step
    if content is None:
        if file is not None:
            db.session.delete(file)
        return step
    if file is None:
        file = DraftFile(course_id=course_id, path=path)
        db.session.add(file)
    file.digest, file.size_bytes, file.text = str(step.after_digest), _size(content), text
    file.facts, file.changed_at, file.changed_by = file_facts(path, text), now, by
    return step


def _remember(
    course_id: int, steps: list[DraftChangeFile], kind: str, subject: str, by: int | None, now: datetime
) -> int:
    """Adds the step to the history, or goes on with the last one."""
    last = db.session.scalar(
        select(DraftChange).where(DraftChange.course_id == course_id).order_by(DraftChange.id.desc()).limit(1)
    )
    if last and is_same_step(kind, subject, by, (last.kind, last.subject, last.changed_by, last.changed_at), now):
        known = {
            step.path: step
            for step in db.session.scalars(select(DraftChangeFile).where(DraftChangeFile.change_id == last.id))
        }
        for step in steps:
            if step.path in known:
                known[step.path].after_digest, known[step.path].after_text = step.after_digest, step.after_text
            else:
                step.change_id = last.id
                db.session.add(step)
        last.changed_at = now
        return last.id
    change = DraftChange(course_id=course_id, kind=kind, subject=subject, began_at=now, changed_at=now, changed_by=by)
    db.session.add(change)
    db.session.flush()
    for step in steps:
        step.change_id = change.id
    db.session.add_all(steps)
    return change.id


def _check_limits(course_id: int) -> None:
    count = select(func.count()).select_from(DraftFile).where(DraftFile.course_id == course_id)
    if db.session.scalars(count).one() > MOST_FILES:
        raise Refused("A course has at most %(limit)s files. Split it into two courses.", limit=MOST_FILES)


def remove_draft(course_id: int) -> None:
    """Deletes the draft with its history."""
    forget_translations(course_id)
    forget_uses(course_id)
    changes = select(DraftChange.id).where(DraftChange.course_id == course_id)
    db.session.execute(delete(DraftChangeFile).where(DraftChangeFile.change_id.in_(changes)))
    for model in (DraftChange, DraftFile):
        db.session.execute(delete(model).where(model.course_id == course_id))
    db.session.execute(delete(Draft).where(Draft.course_id == course_id))
