"""How far the languages of a draft are, and its units side by side.

What a file of words says is remembered by its digest, so that the matrix of a large course reads only what changed.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from lms.authoring.models import DraftFile, DraftTranslation
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import CourseFiles, course_files
from lms.authoring.queries.files import FileFacts, draft_files, draft_texts
from lms.authoring.rules.marks import percent_of
from lms.authoring.rules.units import (
    DONE,
    REVIEW,
    STATES,
    Fields,
    digest_of_fields,
    label_of,
    path_in,
    place_of,
    state_of,
    units_of,
)
from lms.core.cache import RememberedMany
from lms.core.db import db


@dataclass(frozen=True, slots=True)
class _Mark:
    """A unit in one language, without its texts."""

    fields: frozenset[str]
    digest: str
    label: str


_NOTHING = _Mark(frozenset(), "", "")
_FileKey = tuple[int, str, str]  # course, path, digest
_Marks = dict[str, _Mark]


def _load(keys: list[_FileKey]) -> dict[_FileKey, _Marks]:
    """The units of files of one course: one statement."""
    course_id, paths = keys[0][0], [path for _course, path, _digest in keys]
    rows = db.session.execute(
        select(DraftFile.path, DraftFile.digest, DraftFile.text).where(
            DraftFile.course_id == course_id, DraftFile.path.in_(paths)
        )
    )
    return {(course_id, path, digest): _marks(path, text) for path, digest, text in rows}


def _marks(path: str, text: str | None) -> _Marks:
    return {
        unit: _Mark(frozenset(fields), digest_of_fields(fields), label_of(fields))
        for unit, fields in units_of(path, text).items()
    }


_known: RememberedMany[_FileKey, _Marks] = RememberedMany(_load, maxsize=20_000)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit. `part`: course | items | questions; `group` the title of its module or the name of its bank;
    `states` by language; `hints` are languages in which a film has no captions.
    """

    unit: str
    kind: str
    part: str
    group: str
    label: str
    path: str
    states: dict[str, str]
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LanguageBar:
    """How far one language is; `counts` by state, `percent` of the units that are done, rounded down."""

    language: str
    counts: dict[str, int]
    percent: int

    @property
    def whole(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Translations:
    """The matrix of a draft. `languages` are those that follow the source."""

    title: str
    source_language: str
    languages: tuple[str, ...]
    lines: tuple[UnitLine, ...]
    bars: tuple[LanguageBar, ...]

    def line(self, unit: str) -> UnitLine | None:
        return next((line for line in self.lines if line.unit == unit), None)

    def chosen(self, *, language: str = "", state: str = "", part: str = "") -> list[UnitLine]:
        """The lines that are so in this language, or in any."""
        languages = [language] if language in self.languages else self.languages
        return [
            line
            for line in self.lines
            if part in ("", line.part) and (not state or any(line.states[tag] == state for tag in languages))
        ]

    def after(self, unit: str, language: str) -> UnitLine | None:
        """The next unit that is not done in this language, from the beginning again after the last; None at the end."""
        at = next((index for index, line in enumerate(self.lines) if line.unit == unit), -1)
        around = [*self.lines[at + 1 :], *self.lines[: max(at, 0)]]
        return next((line for line in around if line.states[language] != DONE), None)


def translations_of(course: StudioCourse) -> Translations:
    """Five statements at most, fewer once the process knows the files."""
    return translations_in(course.id, course_files(course.id), draft_files(course.id))


def translations_in(course_id: int, files: CourseFiles, kept: dict[str, FileFacts]) -> Translations:
    """The same of files that were read already: two statements at most, one once the process knows the files."""
    return _Matrix(course_id, files, kept).made()


class _Matrix:
    """Brings together what the files say and from which sources their translations were written."""

    def __init__(self, course_id: int, files: CourseFiles, kept: dict[str, FileFacts]) -> None:
        self.files, self.kept = files, kept
        self.source = files.source_language
        self.languages = tuple(files.languages[1:])
        wanted = [path for path in kept if (place := place_of(path)) and place[1] in files.languages]
        marks = _known((course_id, path, kept[path].digest) for path in wanted)
        self.marks = {path: units for (_course, path, _digest), units in marks.items()}
        self.records = {
            (unit, language): (digest, state)
            for unit, language, digest, state in db.session.execute(
                select(
                    DraftTranslation.unit,
                    DraftTranslation.language,
                    DraftTranslation.source_digest,
                    DraftTranslation.state,
                ).where(DraftTranslation.course_id == course_id)
            )
        }

    def made(self) -> Translations:
        lines = tuple(self._lines())
        words = self.files.words.get(self.source, {})
        return Translations(
            title=str(words.get("title") or "").strip(),
            source_language=self.source,
            languages=self.languages,
            lines=lines,
            bars=tuple(_bar(language, lines) for language in self.languages),
        )

    def _lines(self) -> Iterator[UnitLine]:
        course = f"course.{self.source}.yaml"
        yield from self._of_file(course, "course", "", only="course")
        for module in self.files.course["modules"]:
            group = self._label(course, f"module:{module['key']}") or module["key"]
            yield from self._of_file(course, "items", group, only=f"module:{module['key']}")
            for item in module["items"]:
                yield from self._of_file(f"items/{item['key']}.{self.source}.md", "items", group)
                yield from self._of_file(f"items/{item['key']}.{self.source}.yaml", "items", group)
        for category in self.files.course.get("grading", {}).get("categories", []):
            yield from self._of_file(course, "course", "", only=f"category:{category['key']}")
        for path in self.marks:
            if path.startswith("questions/") and path.endswith(f".{self.source}.yaml"):
                yield from self._of_file(path, "questions", path.removeprefix("questions/").split(".")[0])

    def _label(self, path: str, unit: str) -> str:
        return self.marks.get(path, {}).get(unit, _NOTHING).label

    def _of_file(self, path: str, part: str, group: str, only: str | None = None) -> Iterator[UnitLine]:
        place = place_of(path)
        for unit, mark in self.marks.get(path, {}).items():
            if place is None or only not in (None, unit):
                continue
            kind, _, key = unit.partition(":")
            yield UnitLine(
                unit=unit,
                kind=kind,
                part=part,
                group=group,
                label=self._label(f"items/{key}.{self.source}.md", f"item:{key}") if kind == "rubric" else mark.label,
                path=path,
                states={tag: self._state(unit, mark, path_in(place[0], tag), tag) for tag in self.languages},
                hints=self._without_captions(key) if kind == "item" else (),
            )

    def _state(self, unit: str, source: _Mark, path: str, language: str) -> str:
        target = self.marks.get(path, {}).get(unit, _NOTHING)
        against, state = self.records.get((unit, language), (None, DONE))
        return state_of(source.fields, target.fields, source.digest, against, wants_review=state == REVIEW)

    def _without_captions(self, key: str) -> tuple[str, ...]:
        settings = self.kept.get(f"items/{key}.yaml")
        captions = settings.facts.get("captions") if settings else None
        return tuple(tag for tag in self.languages if tag not in captions) if captions else ()


def _bar(language: str, lines: Iterable[UnitLine]) -> LanguageBar:
    counts = dict.fromkeys(STATES, 0)
    for line in lines:
        counts[line.states[language]] += 1
    return LanguageBar(language, counts, percent_of(counts[DONE], sum(counts.values())))


def outdated_items(course_id: int) -> dict[str, Collection[str]]:
    """The items, by language, whose words are older than their source, for the outline: at most three statements."""
    records = db.session.execute(
        select(DraftTranslation.unit, DraftTranslation.language, DraftTranslation.source_digest).where(
            DraftTranslation.course_id == course_id, DraftTranslation.unit.like("item:%")
        )
    ).all()
    if not records:
        return {}
    source = course_files(course_id).source_language
    paths = sorted({f"items/{record.unit.partition(':')[2]}.{source}.md" for record in records})
    digests = {
        unit: digest_of_fields(fields)
        for path, file in draft_texts(course_id, paths).items()
        for unit, fields in units_of(path, file.text).items()
    }
    found: dict[str, set[str]] = {}
    for unit, language, digest in records:
        if digests.get(unit, digest) != digest:
            found.setdefault(language, set()).add(unit.partition(":")[2])
    return dict(found)


@dataclass(frozen=True, slots=True)
class UnitTexts:
    """A unit in the source and in one language.

    `before` is the source as it was when the translation was written, None when it is the present one. `seen` and
    `source_seen` are digests to send back. `media` are the names in media/.
    """

    line: UnitLine
    state: str
    source: Fields
    target: Fields
    before: Fields | None
    wants_review: bool
    media: frozenset[str]

    @property
    def seen(self) -> str:
        return digest_of_fields(self.target)

    @property
    def source_seen(self) -> str:
        return digest_of_fields(self.source)


def unit_texts(course_id: int, line: UnitLine, language: str) -> UnitTexts:
    """Three statements."""
    place = place_of(line.path)
    assert place is not None
    path = path_in(place[0], language)
    texts = draft_texts(course_id, [line.path, path])
    source = units_of(line.path, texts[line.path].text if line.path in texts else None).get(line.unit, {})
    target = units_of(path, texts[path].text if path in texts else None).get(line.unit, {})
    record = db.session.execute(
        select(DraftTranslation.source, DraftTranslation.source_digest, DraftTranslation.state).where(
            DraftTranslation.course_id == course_id,
            DraftTranslation.unit == line.unit,
            DraftTranslation.language == language,
        )
    ).one_or_none()
    is_older = record is not None and record.source_digest != digest_of_fields(source)
    media = db.session.scalars(
        select(DraftFile.path).where(DraftFile.course_id == course_id, DraftFile.path.like("media/%"))
    )
    return UnitTexts(
        line=line,
        state=line.states[language],
        source=source,
        target=target,
        before=dict(record.source) if record is not None and is_older and target else None,
        wants_review=record is not None and record.state == REVIEW,
        media=frozenset(each.removeprefix("media/") for each in media),
    )
