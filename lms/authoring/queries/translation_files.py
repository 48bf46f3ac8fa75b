"""The texts of a draft in the source and one language, for a file that a translator takes away."""

from collections.abc import Callable

from sqlalchemy import select

from lms.authoring.models import DraftTranslation
from lms.authoring.queries.files import draft_texts
from lms.authoring.queries.translations import Translations, UnitLine
from lms.authoring.rules.units import DONE, MISSING, OUTDATED, REVIEW, Fields, path_in, place_of, units_of
from lms.core.db import db
from lms.packages.exchange.translations import TextPair

Notes = Callable[[UnitLine, str], tuple[str, ...]]  # what a translator should know of this field of a unit


def all_units(course_id: int, found: Translations, language: str) -> tuple[dict[str, Fields], dict[str, Fields]]:
    """Every unit in the source and in this language: one statement."""
    paths = {line.path: path_in(place[0], language) for line in found.lines if (place := place_of(line.path))}
    texts = draft_texts(course_id, [*paths, *paths.values()])
    sources: dict[str, Fields] = {}
    targets: dict[str, Fields] = {}
    for source, target in paths.items():
        sources |= units_of(source, texts[source].text if source in texts else None)
        targets |= units_of(target, texts[target].text if target in texts else None)
    return sources, targets


def text_pairs(course_id: int, found: Translations, language: str, notes: Notes) -> list[TextPair]:
    """Every text of the source with its translation, in the order of the course: two statements."""
    sources, targets = all_units(course_id, found, language)
    chosen = select(DraftTranslation.unit, DraftTranslation.source).where(
        DraftTranslation.course_id == course_id, DraftTranslation.language == language
    )
    older: dict[str, Fields] = {unit: dict(source) for unit, source in db.session.execute(chosen)}
    return [
        _pair(line, field, text, targets.get(line.unit, {}).get(field, ""), line.states[language],
              older.get(line.unit, {}).get(field, ""), notes(line, field))
        for line in found.lines
        for field, text in sources.get(line.unit, {}).items()
    ]  # fmt: skip


def _pair(
    line: UnitLine, field: str, text: str, target: str, state: str, before: str, notes: tuple[str, ...]
) -> TextPair:
    """One text of the unit; of an outdated one those are outdated whose source differs."""
    if not target:
        return TextPair(line.unit, field, text, target, MISSING, notes=notes)
    if state == OUTDATED and before != text:
        return TextPair(line.unit, field, text, target, OUTDATED, before, notes)
    return TextPair(line.unit, field, text, target, REVIEW if state == REVIEW else DONE, notes=notes)
