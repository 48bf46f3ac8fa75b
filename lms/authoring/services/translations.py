"""Translating: one unit at a time by its translator, or a whole language out of a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.authoring.models import DraftTranslation
from lms.authoring.queries.documents import CourseFiles, course_files
from lms.authoring.queries.files import draft_texts
from lms.authoring.rules.rewriting import with_units
from lms.authoring.rules.units import (
    DONE,
    REVIEW,
    Fields,
    digest_of_fields,
    label_of,
    path_in,
    place_of,
    tidy,
    too_long,
    units_of,
)
from lms.authoring.services.files import Stale, change_files, lock_draft
from lms.authoring.services.following import confirm_translations, find_source, mark_translations
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.languages import OWN_NAMES
from lms.packages.pages import FRONT
from lms.packages.yaml_text import read_yaml


@dataclass(frozen=True, slots=True)
class _Held:
    """A unit under the draft's lock: where its words stand, and what they are."""

    source: Fields
    path: str
    text: str | None
    target: Fields


def _held(course_id: int, language: str, unit: str) -> _Held:
    """Raises `Refused` when there is no such unit or language (any more)."""
    lock_draft(course_id)
    files = course_files(course_id)
    check_language(files, language)
    found = find_source(course_id, files.source_language, unit)
    if found is None:
        raise Refused("This text is no longer in the course.")
    place = place_of(found[0])
    assert place is not None
    path = path_in(place[0], language)
    file = draft_texts(course_id, [path]).get(path)
    text = file.text if file else None
    return _Held(found[1], path, text, units_of(path, text).get(unit, {}))


def check_language(files: CourseFiles, language: str) -> None:
    """Raises `Refused` unless the course is translated into this language."""
    if language not in files.languages[1:]:
        raise Refused("The course is not translated into this language. Add it in the settings first.")


def save_translation(
    course_id: int,
    language: str,
    unit: str,
    fields: Mapping[str, str],
    *,
    seen: str,
    source_seen: str,
    wants_review: bool = False,
    is_finished: bool = True,
    by: int,
    now: datetime,
) -> str:
    """Keeps what was translated and returns its digest. Fields that are not named stay, empty ones go.

    `seen` and `source_seen` are digests of what the translator's page showed. When the source has changed meanwhile,
    the translation is kept and stays outdated; so does what is saved while it is being written (not `is_finished`).
    Raises `Stale` when somebody else translated the unit (unless it says the same: the answer to the first try was
    lost), or `Refused`.
    """
    held = _held(course_id, language, unit)
    target = merged(unit, held.target, fields)
    if digest_of_fields(held.target) != seen and target != held.target:
        file = draft_texts(course_id, [held.path]).get(held.path)
        raise Stale(held.path, file.changed_by if file else None, file.changed_at if file else None)
    known = _known_source(course_id, language, unit)
    text = rewritten(held.path, held.text, {unit: target}, {unit: held.source})
    subject = f"{label_of(held.source)} · {OWN_NAMES.get(language, language)}"
    change_files(course_id, {held.path: text}, kind="translate", subject=subject, by=by, now=now)
    source = held.source
    if known is not None and (not is_finished or digest_of_fields(source) != source_seen):
        source = known
    if wants_review or source is not held.source:
        mark_translations(course_id, [(unit, language, source, REVIEW if wants_review else DONE)])
    else:
        confirm_translations(course_id, [(unit, language)])
    return digest_of_fields(target)


def merged(unit: str, target: Fields, fields: Mapping[str, str]) -> Fields:
    """What is there with what was written. Raises `Refused`, naming the field, where it is too long."""
    written = {field: tidy(unit, field, text) for field, text in fields.items()}
    for field, text in written.items():
        if limit := too_long(unit, field, text):
            raise Refused("At most %(limit)s characters.", field=field, limit=limit)
    return {field: text for field, text in {**target, **written}.items() if text}


def rewritten(path: str, text: str | None, units: Mapping[str, Fields], sources: Mapping[str, Fields]) -> str | None:
    """The file with these words. Raises `Refused` when what stands in it can't be read, so that nothing is lost."""
    if text is not None and not _is_readable(path, text):
        raise Refused("%(path)s can't be read. Mend it first: the check says where it is wrong.", path=path)
    return with_units(path, text, units, sources)


def _is_readable(path: str, text: str) -> bool:
    if path.endswith(".md"):
        return FRONT.match(text.removeprefix("\ufeff").replace("\r\n", "\n")) is not None
    document = read_yaml(path, text, [])
    return document is not None and isinstance(document.value, dict)


def _known_source(course_id: int, language: str, unit: str) -> Fields | None:
    """The source that the translation was written from, where the source has changed since."""
    source = db.session.scalar(
        select(DraftTranslation.source).where(
            DraftTranslation.course_id == course_id,
            DraftTranslation.unit == unit,
            DraftTranslation.language == language,
        )
    )
    return dict(source) if source is not None else None


def keep_translation(course_id: int, language: str, unit: str, *, source_seen: str) -> None:
    """The translation is right as it stands. Raises `Stale` when the source is another than the one that was seen."""
    held = _held(course_id, language, unit)
    if digest_of_fields(held.source) != source_seen:
        raise Stale(held.path, None, None)
    confirm_translations(course_id, [(unit, language)])
