"""A language that comes back from a translator: everything that fits, or nothing when the file can't be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import course_files
from lms.authoring.queries.files import draft_texts
from lms.authoring.queries.translation_files import all_units
from lms.authoring.queries.translations import Translations, UnitLine, translations_of
from lms.authoring.rules.units import DONE, OUTDATED, REVIEW, Fields, path_in, place_of, tidy, too_long
from lms.authoring.services.files import Content, change_files, lock_draft
from lms.authoring.services.following import confirm_translations, mark_translations
from lms.authoring.services.translations import check_language, rewritten
from lms.core.errors import Refused
from lms.core.languages import OWN_NAMES
from lms.packages.exchange.translations import TextPair, TranslationFile

TAKEN, UNCHANGED, OLDER, UNKNOWN = "taken", "unchanged", "outdated", "unknown"


@dataclass(frozen=True, slots=True)
class UnitReport:
    """What became of one unit. `outcome`: taken | unchanged | outdated (taken, but its source has changed) | unknown;
    `texts` of the file belong to it, `missing` of them are not translated there.
    """

    unit: str
    label: str
    outcome: str
    texts: int
    missing: int


@dataclass(frozen=True, slots=True)
class TranslationReport:
    """Row by row; `change_id` is the step that takes it all back, None when nothing changed."""

    rows: tuple[UnitReport, ...]
    change_id: int | None

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)


@dataclass
class _Unit:
    """A unit of the file: what it says of the source, what was translated, and how its translator left it."""

    line: UnitLine | None
    source: Fields = field(default_factory=dict)
    target: Fields = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    texts: int = 0


def take_translation(
    course: StudioCourse, language: str, file: TranslationFile, *, by: int, now: datetime
) -> TranslationReport:
    """Takes what is translated in the file; what is not stays as it is.

    A text whose source in the file is not the present one is taken and stays outdated. Raises `Refused` for a file of
    another language or of nothing that is in the course, and for a text that is too long: then nothing is taken.
    """
    lock_draft(course.id)
    check_language(course_files(course.id), language)
    if file.language and file.language.split("-")[0].lower() != language.split("-")[0].lower():
        name = OWN_NAMES.get(file.language.split("-")[0], file.language[:20])
        raise Refused("This file is translated into another language: %(language)s.", language=name)
    found = translations_of(course)
    sources, targets = all_units(course.id, found, language)
    units = _units_of(file.pairs, found, sources)
    if not any(unit.line for unit in units.values()):
        raise Refused("No text of this file is in this course. Choose the file that was exported here.")
    return _Taking(course.id, language, found, sources, targets).take(units, by, now)


def _units_of(pairs: tuple[TextPair, ...], found: Translations, sources: Mapping[str, Fields]) -> dict[str, _Unit]:
    lines = {line.unit: line for line in found.lines}
    units: dict[str, _Unit] = {}
    for pair in pairs:
        known = pair.field in sources.get(pair.unit, {})
        name = pair.unit if known else pair.id
        unit = units.setdefault(name, _Unit(lines.get(pair.unit) if known else None))
        unit.texts += 1
        unit.source[pair.field] = tidy(pair.unit, pair.field, pair.source)
        if target := tidy(pair.unit, pair.field, pair.target):
            unit.target[pair.field] = target
            unit.states.add(pair.state)
        if known and (limit := too_long(pair.unit, pair.field, target)):
            raise Refused(
                "“%(words)s” is too long: %(id)s has at most %(limit)s characters. Nothing was taken.",
                words=f"{target[:40]}…", id=pair.id, limit=limit,
            )  # fmt: skip
    return units


class _Taking:
    """Sorts the units of a file into what changes and what does not, and writes the files once each."""

    def __init__(
        self, course_id: int, language: str, found: Translations, sources: dict[str, Fields], targets: dict[str, Fields]
    ) -> None:
        self.course_id, self.language, self.found = course_id, language, found
        self.sources, self.targets = sources, targets
        self.changes: dict[str, dict[str, Fields]] = {}  # path -> unit -> fields
        self.marks: list[tuple[str, str, Fields, str]] = []
        self.right: list[tuple[str, str]] = []

    def take(self, units: dict[str, _Unit], by: int, now: datetime) -> TranslationReport:
        rows = tuple(self._sorted(name, unit) for name, unit in units.items())
        texts = draft_texts(self.course_id, list(self.changes))
        files: dict[str, Content] = {
            path: rewritten(path, texts[path].text if path in texts else None, changed, self.sources)
            for path, changed in self.changes.items()
        }
        subject = OWN_NAMES.get(self.language, self.language)
        done = change_files(self.course_id, files, kind="import-translation", subject=subject, by=by, now=now)
        confirm_translations(self.course_id, self.right)
        mark_translations(self.course_id, self.marks)
        return TranslationReport(rows, done.change_id)

    def _sorted(self, name: str, unit: _Unit) -> UnitReport:
        if unit.line is None:
            return UnitReport(name, "", UNKNOWN, unit.texts, unit.texts - len(unit.target))
        outcome = self._outcome(unit.line, unit)
        return UnitReport(name, unit.line.label, outcome, unit.texts, unit.texts - len(unit.target))

    def _outcome(self, line: UnitLine, unit: _Unit) -> str:
        before, source = self.targets.get(line.unit, {}), self.sources[line.unit]
        target = {**before, **unit.target}
        state = line.states[self.language]
        is_older = any(_plain(source[name]) != _plain(text) for name, text in unit.source.items())
        is_finished = bool(unit.target) and unit.states <= {DONE}
        if target == before:
            if not is_older and is_finished and state in (OUTDATED, REVIEW):
                self.right.append((line.unit, self.language))
                return TAKEN
            return UNCHANGED
        place = place_of(line.path)
        assert place is not None
        self.changes.setdefault(path_in(place[0], self.language), {})[line.unit] = target
        if is_older or not is_finished:
            mark = REVIEW if not is_finished else DONE
            self.marks.append((line.unit, self.language, {**source, **unit.source}, mark))
        return OLDER if is_older else TAKEN


def _plain(text: str) -> str:
    """Tools may change spaces at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))
