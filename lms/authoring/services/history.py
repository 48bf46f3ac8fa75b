"""Taking a step back."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.authoring.models import DraftChange, DraftChangeFile
from lms.authoring.queries.documents import COURSE, course_files
from lms.authoring.rules.restoring import with_deleted
from lms.authoring.services.files import Blob, Changed, Content, change_files, lock_draft
from lms.authoring.services.library.following import return_uses
from lms.authoring.services.questions import banks_with_deleted
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.runtime import current
from lms.packages.writing import write_yaml
from lms.packages.yaml_text import read_yaml


def take_back(course_id: int, change_id: int, *, by: int, now: datetime) -> Changed:
    """Puts the files of a step back as they were before it.

    What was deleted comes back even when the outline has changed since: into its module, else to the end. Any other
    file that has changed since refuses the whole (`Refused`), so nothing of another author is lost.
    """
    lock_draft(course_id)
    change = db.session.scalar(
        select(DraftChange).where(DraftChange.id == change_id, DraftChange.course_id == course_id)
    )
    if change is None:
        raise Refused("This step is no longer there.")
    steps = list(db.session.scalars(select(DraftChangeFile).where(DraftChangeFile.change_id == change_id)))
    changes: dict[str, Content] = {}
    expected: dict[str, str | None] = {}
    for step in steps:
        if change.kind in ("delete-item", "delete-module") and step.path.startswith("course."):
            continue
        changes[step.path], expected[step.path] = _before(step), step.after_digest
    if change.kind in ("delete-item", "delete-module"):
        changes |= _outline_with_deleted(course_id, steps)
    if change.kind == "delete-question":  # others may have changed other questions of the bank since
        changes, expected = banks_with_deleted(course_id, steps), {}
    done = change_files(course_id, changes, kind="undo", subject=change.subject, by=by, now=now, expected=expected)
    return_uses(course_id, change_id)
    return done


def _before(step: DraftChangeFile) -> Content:
    if step.before_digest is None:
        return None
    if step.before_text is not None:
        return step.before_text
    return Blob(step.before_digest, current().storage.size(step.before_digest))


def _outline_with_deleted(course_id: int, steps: list[DraftChangeFile]) -> dict[str, Content]:
    """course.yaml and the words about the course, as they are now, with what the step took out of them."""
    now = course_files(course_id)
    texts = {step.path: step.before_text or "" for step in steps}
    before = _value(COURSE, texts)
    words = {}
    for path in texts:
        if path.startswith("course.") and path != COURSE:
            words[path.split(".")[1]] = _value(path, texts)
    course, titles = with_deleted(now.course, before, {tag: value["modules"] for tag, value in words.items()})
    changes: dict[str, Content] = {COURSE: write_yaml(course)}
    for tag, added in titles.items():
        if tag in now.words:
            modules = {**added, **now.words[tag]["modules"]}
            changes[f"course.{tag}.yaml"] = write_yaml({**now.words[tag], "modules": modules})
    return changes


def _value(path: str, texts: dict[str, str]) -> dict[str, Any]:
    document = read_yaml(path, texts.get(path, ""), [])
    if document is None or not isinstance(document.value, dict):
        raise Refused("This step can't be read any more.")
    return dict(document.value)
