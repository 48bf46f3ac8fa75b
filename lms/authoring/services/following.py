"""Translations follow their source: who changes a text need not think of them.

Called by `services.files.change_files` with each step of the history.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import and_, delete, or_, select

from lms.authoring.models import DraftChangeFile, DraftFile, DraftTranslation
from lms.authoring.rules.units import DONE, REVIEW, Fields, digest_of_fields, path_in, place_of, units_of, words_of_file
from lms.core.db import db, upsert

_AT_ONCE = 500  # rows in one statement
# Steps that bring a whole course: its translations count as written against its texts.
_WHOLE = frozenset({"start", "import", "copy-course", "roll-back"})


@dataclass(frozen=True, slots=True)
class _Change:
    """One unit in one language before and after a step; `stem` names its file without the language."""

    stem: str
    unit: str
    language: str
    before: Fields
    after: Fields


def follow_changes(course_id: int, steps: Iterable[DraftChangeFile], kind: str) -> None:
    """Remembers from which source a translation was written when the source changes, and forgets it when the
    translation does.

    One statement more where words were changed, two where translations wait for them.
    """
    if kind in _WHOLE:
        forget_translations(course_id)
        return
    changes = _together(change for step in steps for change in _changes(step))
    if not changes:
        return
    source, languages = _languages(course_id)
    written = [change for change in changes if change.language != source]
    touched = {(change.unit, change.language) for change in written}
    sources = {change.unit: change for change in changes if change.language == source}
    _remember(
        course_id,
        [
            _row(course_id, change.unit, language, change.before)
            for change in sources.values()
            for language in languages
            if change.before and change.after and language != source and (change.unit, language) not in touched
        ],
    )
    if kind == "undo":  # what a translation says again may be older than its source: somebody has to look
        came_back = [change for change in written if change.before and change.after and change.unit not in sources]
        _review(course_id, source, came_back)
    else:
        confirm_translations(course_id, [(change.unit, change.language) for change in written if change.after])


def _together(changes: Iterable[_Change]) -> list[_Change]:
    """One for each unit and language: a question that went to another bank left one file for another."""
    found: dict[tuple[str, str], _Change] = {}
    for change in changes:
        key = (change.unit, change.language)
        other = found.get(key)
        found[key] = change if other is None else replace(
            change if change.after else other, before=other.before or change.before, after=other.after or change.after
        )  # fmt: skip
    return [change for change in found.values() if change.before != change.after]


def _changes(step: DraftChangeFile) -> list[_Change]:
    place = place_of(step.path)
    if place is None:
        return []
    before, after = units_of(step.path, step.before_text), units_of(step.path, step.after_text)
    return [
        _Change(place[0], unit, place[1], before.get(unit, {}), after.get(unit, {}))
        for unit in {**before, **after}
        if before.get(unit) != after.get(unit)
    ]


def _languages(course_id: int) -> tuple[str, list[str]]:
    text = db.session.scalar(
        select(DraftFile.text).where(DraftFile.course_id == course_id, DraftFile.path == "course.yaml")
    )
    course = words_of_file("course.yaml", text or "")
    tags = course.get("languages")
    return str(course.get("source_language", "")), [str(tag) for tag in tags] if isinstance(tags, list) else []


def _row(course_id: int, unit: str, language: str, source: Fields, state: str = DONE) -> dict[str, object]:
    digest = digest_of_fields(source)
    return {"course_id": course_id, "unit": unit, "language": language, "source_digest": digest, "source": source,
            "state": state}  # fmt: skip


def _remember(course_id: int, rows: list[dict[str, object]]) -> None:
    """A row that is there already was written from an older source, and stays."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        db.session.execute(upsert(DraftTranslation).values(some).on_conflict_do_nothing())


def _review(course_id: int, source: str, changes: list[_Change]) -> None:
    paths = {path_in(change.stem, source) for change in changes}
    present: dict[str, Fields] = {}
    for path, text in db.session.execute(
        select(DraftFile.path, DraftFile.text).where(DraftFile.course_id == course_id, DraftFile.path.in_(paths))
    ):
        present |= units_of(path, text)
    mark_translations(
        course_id,
        [(change.unit, change.language, present[change.unit], REVIEW) for change in changes if change.unit in present],
    )


def find_source(course_id: int, source_language: str, unit: str) -> tuple[str, Fields] | None:
    """The file and the words of a unit in the source language, as the draft has them now; None when it has none."""
    kind, _, key = unit.partition(":")
    paths = {"item": f"items/{key}.{source_language}.md", "rubric": f"items/{key}.{source_language}.yaml"}
    where = DraftFile.path == paths.get(kind, f"course.{source_language}.yaml")
    if kind == "question":
        where = DraftFile.path.like(f"questions/%.{source_language}.yaml")
    chosen = select(DraftFile.path, DraftFile.text).where(DraftFile.course_id == course_id, where)
    for path, text in db.session.execute(chosen):
        if fields := units_of(path, text).get(unit):
            return path, fields
    return None


def mark_translations(course_id: int, marks: Iterable[tuple[str, str, Fields, str]]) -> None:
    """Says of (unit, language) from which source they were written, and how they are: `done`, or `review` where
    somebody should look.
    """
    rows = [_row(course_id, unit, language, source, state) for unit, language, source, state in marks]
    for start in range(0, len(rows), _AT_ONCE):
        insert = upsert(DraftTranslation).values(rows[start : start + _AT_ONCE])
        changed = {name: insert.excluded[name] for name in ("source_digest", "source", "state")}
        keys = ["course_id", "unit", "language"]
        db.session.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed))


def confirm_translations(course_id: int, which: Iterable[tuple[str, str]]) -> None:
    """These (unit, language) are right as they stand, against the present source: one statement."""
    units: dict[str, list[str]] = {}
    for unit, language in which:
        units.setdefault(language, []).append(unit)
    rows = [
        and_(DraftTranslation.language == language, DraftTranslation.unit.in_(names))
        for language, names in units.items()
    ]
    if rows:
        db.session.execute(delete(DraftTranslation).where(DraftTranslation.course_id == course_id, or_(*rows)))


def forget_translations(course_id: int) -> None:
    """All translations of the course count as written against its present texts."""
    db.session.execute(delete(DraftTranslation).where(DraftTranslation.course_id == course_id))
