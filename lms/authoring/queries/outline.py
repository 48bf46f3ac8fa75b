"""The outline of a draft as its authors see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.accounts.queries import person_names
from lms.authoring.queries.courses import StudioCourse
from lms.authoring.queries.documents import CourseFiles, course_files
from lms.authoring.queries.files import FileFacts, draft_files
from lms.authoring.queries.titles import titles_in
from lms.authoring.queries.translations import Translations, translations_in
from lms.authoring.rules import marks
from lms.core.messages import Said
from lms.courses.queries import Outline
from lms.courses.queries import outline as published_outline
from lms.courses.queries.identities import revision_digests
from lms.enrolment.rules import certificate_in_words, completion_in_words


@dataclass(frozen=True, slots=True)
class LanguageMark:
    """How an item stands in one language: done | outdated | review | missing."""

    language: str
    state: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item. `state` is new | changed | published; `after` the title of what it waits for.

    `captions` are the languages of a video's; `drawn` how many questions a quiz asks of how many, where that is plain.
    """

    key: str
    kind: str
    title: str
    minutes: int
    required: bool
    after: str | None
    state: str
    languages: tuple[LanguageMark, ...]
    captions: tuple[str, ...]
    drawn: tuple[int, int] | None
    pass_percent: int | None
    is_final: bool


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """One module; `after` is the key of the module it waits for."""

    key: str
    number: int
    title: str
    minutes: int
    after: str | None
    after_title: str | None
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class LanguageBar:
    """How much of the course a language has, in percent of what has to be said."""

    language: str
    percent: int
    is_source: bool


@dataclass(frozen=True, slots=True)
class OutlinePage:
    """`seen` is the digest of course.yaml, to send back with a whole order."""

    title: str
    source_language: str
    seen: str
    modules: tuple[ModuleLine, ...]
    languages: tuple[LanguageBar, ...]
    completion: tuple[Said, ...]
    certificate: Said
    changes: int
    changed_at: datetime | None
    changed_by: str | None

    @property
    def count(self) -> int:
        return sum(len(module.items) for module in self.modules)


def outline_page(course: StudioCourse) -> OutlinePage:
    """At most eight statements, six once the process knows the files."""
    files, kept = course_files(course.id), draft_files(course.id)
    published: dict[str, str] = {}
    known: Outline | None = None
    if course.revision_id is not None:
        published, known = revision_digests(course.revision_id), published_outline(course.revision_id)
    digests = {path: file.digest for path, file in kept.items()}
    translations = translations_in(course.id, files, kept)
    states = {line.unit: line.states for line in translations.lines}
    titles = titles_in(kept, files.source_language)
    modules = _Lines(files, kept, digests, published, known, states, titles).modules()
    names = person_names([course.changed_by]) if course.changed_by is not None else {}
    return OutlinePage(
        title=title_of_course(files) or course.slug,
        source_language=files.source_language,
        seen=files.digest,
        modules=modules,
        languages=_bars(files, modules, translations),
        completion=tuple(_completion(files, kept)),
        certificate=certificate_in_words(files.course["certificate"]["issue"]),
        changes=marks.count_changes(digests, published) if published else 0,
        changed_at=course.changed_at,
        changed_by=next((person.printed_name for person in names.values()), None),
    )


def title_of_course(files: CourseFiles) -> str:
    """In the source language; empty while there is none."""
    return str(files.words.get(files.source_language, {}).get("title") or "").strip()


@dataclass(frozen=True, slots=True)
class _Lines:
    """Makes the lines of the outline out of what was read."""

    files: CourseFiles
    kept: dict[str, FileFacts]
    digests: dict[str, str]
    published: dict[str, str]
    known: Outline | None
    translated: Mapping[str, Mapping[str, str]]  # unit -> language -> state
    titles: Mapping[str, str]  # of items in the source language

    def modules(self) -> tuple[ModuleLine, ...]:
        changed = marks.changed_items(self.digests, self.published)
        banks = marks.changed_banks(self.digests, self.published)
        sizes = {path[10:-5]: f.facts["questions"] for path, f in self.kept.items() if "questions" in f.facts}
        titles = self.files.words.get(self.files.source_language, {}).get("modules", {})
        lines = []
        for number, module in enumerate(self.files.course["modules"], 1):
            items = tuple(self._item(module, item, changed, banks, sizes) for item in module["items"])
            after = module.get("after")
            lines.append(
                ModuleLine(
                    key=module["key"],
                    number=number,
                    title=titles.get(module["key"]) or module["key"],
                    minutes=sum(item.minutes for item in items),
                    after=after,
                    after_title=(titles.get(after) or after) if after else None,
                    items=items,
                )
            )
        return tuple(lines)

    def _item(
        self, module: dict[str, Any], item: dict[str, Any], changed: set[str], banks: set[str], sizes: dict[str, int]
    ) -> ItemLine:
        key = item["key"]
        settings = self._facts(f"items/{key}.yaml")
        sections = settings.get("sections", [])
        was = self.known.item(key) if self.known else None
        differs = (
            key in changed
            or (was is not None and marks.outline_facts(module, item) != _published_facts(was))
            or any(bank in banks for bank, _tag, _draw in sections)
        )
        return ItemLine(
            key=key,
            kind=item["kind"],
            title=self._title(key),
            minutes=item["minutes"],
            required=item.get("required", True),
            after=self._title(item["after"]) if item.get("after") else None,
            state=marks.state_of(is_published=was is not None, has_changed=differs),
            languages=tuple(self._mark(key, tag) for tag in self.files.languages),
            captions=tuple(settings.get("captions", ())),
            drawn=marks.count_drawn(sections, sizes) if sections else None,
            pass_percent=settings.get("pass_percent"),
            is_final=self.files.course["completion"].get("final_quiz") == key,
        )

    def _facts(self, path: str) -> dict[str, Any]:
        return self.kept[path].facts if path in self.kept else {}

    def _title(self, key: str) -> str:
        return self.titles.get(key, key)

    def _mark(self, key: str, tag: str) -> LanguageMark:
        if tag != self.files.source_language:
            return LanguageMark(tag, self.translated.get(f"item:{key}", {}).get(tag, "missing"))
        facts = self._facts(f"items/{key}.{tag}.md")
        return LanguageMark(tag, "done" if facts.get("title") and facts.get("words") else "missing")


def _published_facts(item: Any) -> tuple[object, ...]:
    """The same as `marks.outline_facts`, of a published item."""
    return (item.module_key, item.kind, item.minutes, item.required, item.after, item.category)


def _bars(files: CourseFiles, modules: tuple[ModuleLine, ...], translations: Translations) -> tuple[LanguageBar, ...]:
    """Of the source language the items that have a text, of the others what is translated."""
    items = [item for module in modules for item in module.items]
    written = sum(item.languages[0].state == "done" for item in items)
    source = LanguageBar(files.source_language, marks.percent_of(written, len(items)), is_source=True)
    return (source, *(LanguageBar(bar.language, bar.percent, is_source=False) for bar in translations.bars))


def _completion(files: CourseFiles, kept: dict[str, FileFacts]) -> list[Said]:
    rules = files.course["completion"]
    items = [item for module in files.course["modules"] for item in module["items"]]
    required = sum(item.get("required", True) for item in items)
    final = rules.get("final_quiz")
    facts = kept[f"items/{final}.yaml"].facts if final and f"items/{final}.yaml" in kept else {}
    return completion_in_words(
        required_count=required,
        required_items=None if rules["required_items"] == "all" else rules["required_items"],
        final_percent=facts.get("pass_percent") if final else None,
    )


def titles_in_draft(course_id: int) -> dict[str, str]:
    """`module:<key>` and `item:<key>` to titles in the source language, or their keys: three statements."""
    files = course_files(course_id)
    words = files.words.get(files.source_language, {}).get("modules", {})
    titles = titles_in(draft_files(course_id), files.source_language)
    found = {}
    for module in files.course["modules"]:
        found[f"module:{module['key']}"] = str(words.get(module["key"]) or module["key"])
        found |= {f"item:{item['key']}": titles.get(item["key"], item["key"]) for item in module["items"]}
    return found


def module_sums(course_id: int) -> dict[str, tuple[int, int]]:
    """How many items each module has, and their minutes together: two statements."""
    modules = course_files(course_id).course["modules"]
    return {each["key"]: (len(each["items"]), sum(item["minutes"] for item in each["items"])) for each in modules}
