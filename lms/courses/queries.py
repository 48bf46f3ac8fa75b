"""What courses say to the rooms above: a published course, its outline, words and media.

Rows of a revision never change, so what is known by a revision's or version's id is remembered.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select

from lms.core.cache import remembered
from lms.core.db import db
from lms.core.languages import best_language
from lms.courses.models import Course, Item, ItemMedia, ItemVersion, Module, Revision, RevisionText
from lms.courses.models import ItemText as StoredText
from lms.courses.models import RevisionFile as StoredFile


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A published course as its current revision has it; `minutes` is the sum over its items."""

    id: int
    slug: str
    revision_id: int
    revision_number: int
    level: str
    hours: int
    position: int
    source_language: str
    languages: list[str]
    prerequisites: list[str]
    required_items: int | None
    final_quiz: str | None
    certificate_issue: str
    minutes: int
    item_count: int


def _courses() -> Select[Any]:
    return (
        select(
            Course.id,
            Course.slug,
            Revision.id,
            Revision.number,
            Revision.level,
            Revision.hours,
            Revision.position,
            Revision.source_language,
            Revision.languages,
            Revision.prerequisites,
            Revision.completion_required_items,
            Revision.final_quiz_key,
            Revision.certificate_issue,
            Revision.minutes,
            Revision.item_count,
        )
        .join(Revision, Revision.id == Course.revision_id)
        .where(Course.state == "published")
    )


def published_course(slug: str) -> CourseFacts | None:
    row = db.session.execute(_courses().where(Course.slug == slug)).one_or_none()
    return CourseFacts(*row) if row else None


def course_by_id(course_id: int) -> CourseFacts | None:
    row = db.session.execute(_courses().where(Course.id == course_id)).one_or_none()
    return CourseFacts(*row) if row else None


def course_of_digest(digest: str) -> CourseFacts | None:
    """The course whose current revision was made from the package with this SHA-256."""
    row = db.session.execute(_courses().where(Revision.digest == digest)).first()
    return CourseFacts(*row) if row else None


@dataclass(frozen=True, slots=True)
class CourseText:
    """A course's words in one language; `sources` and `description_html` are sanitised HTML."""

    language: str
    title: str
    summary: str
    audience: str
    description_html: str
    outcomes: list[str]
    sources: list[str]


def course_text(revision_id: int, wanted: list[str]) -> CourseText:
    """The words in the first wanted language there is, else in the source language."""
    texts, source = _course_texts(revision_id)
    return texts[best_language(wanted, list(texts)) or source]


@remembered(maxsize=256)
def _course_texts(revision_id: int) -> tuple[dict[str, CourseText], str]:
    rows = db.session.execute(
        select(
            RevisionText.language,
            RevisionText.title,
            RevisionText.summary,
            RevisionText.audience,
            RevisionText.description_html,
            RevisionText.outcomes,
            RevisionText.sources,
            Revision.source_language,
        )
        .join(Revision, Revision.id == RevisionText.revision_id)
        .where(RevisionText.revision_id == revision_id)
        .order_by(RevisionText.language)
    ).all()
    return {row.language: CourseText(*row[:7]) for row in rows}, rows[0].source_language


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One item of a revision: `id` is its identity, `version_id` what this revision says about it."""

    id: int
    version_id: int
    key: str
    kind: str
    minutes: int
    required: bool
    after: str | None
    rule: dict[str, Any]
    settings: dict[str, Any]
    titles: dict[str, str]
    module_key: str
    position: int
    media_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    key: str
    position: int
    after: str | None
    titles: dict[str, str]
    items: tuple[ItemFacts, ...]


@dataclass(frozen=True)
class Outline:
    """The modules and items of a revision in order."""

    modules: tuple[ModuleFacts, ...]
    items: tuple[ItemFacts, ...] = field(init=False)
    _by_key: dict[str, ItemFacts] = field(init=False, repr=False)
    _by_id: dict[int, ItemFacts] = field(init=False, repr=False)
    _modules: dict[str, ModuleFacts] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        items = tuple(item for module in self.modules for item in module.items)
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "_by_key", {item.key: item for item in items})
        object.__setattr__(self, "_by_id", {item.id: item for item in items})
        object.__setattr__(self, "_modules", {module.key: module for module in self.modules})

    def item(self, key: str) -> ItemFacts | None:
        return self._by_key.get(key)

    def item_by_id(self, item_id: int) -> ItemFacts | None:
        return self._by_id.get(item_id)

    def module(self, key: str) -> ModuleFacts | None:
        return self._modules.get(key)

    def module_of(self, item: ItemFacts) -> ModuleFacts:
        return self._modules[item.module_key]


@remembered(maxsize=256)
def outline(revision_id: int) -> Outline:
    """The outline of a revision: three statements the first time, none later."""
    modules = db.session.execute(
        select(Module.id, Module.key, Module.position, Module.after_key, Module.titles)
        .where(Module.revision_id == revision_id)
        .order_by(Module.position)
    ).all()
    keys = {row.id: row.key for row in modules}
    media = db.session.execute(
        select(ItemMedia.item_version_id, ItemMedia.name)
        .join(ItemVersion, ItemVersion.id == ItemMedia.item_version_id)
        .where(ItemVersion.revision_id == revision_id)
        .order_by(ItemMedia.name)
    ).all()
    names: dict[int, list[str]] = {}
    for version_id, name in media:
        names.setdefault(version_id, []).append(name)
    items: dict[str, list[ItemFacts]] = {}
    for row in db.session.execute(_items(revision_id)):
        fact = ItemFacts(*row[:10], keys[row.module_id], row.position, tuple(names.get(row.version_id, ())))
        items.setdefault(fact.module_key, []).append(fact)
    return Outline(
        tuple(ModuleFacts(m.key, m.position, m.after_key, m.titles, tuple(items.get(m.key, ()))) for m in modules)
    )


def _items(revision_id: int) -> Select[Any]:
    return (
        select(
            Item.id,
            ItemVersion.id.label("version_id"),
            Item.key,
            Item.kind,
            ItemVersion.minutes,
            ItemVersion.required,
            ItemVersion.after_key,
            ItemVersion.rule,
            ItemVersion.settings,
            ItemVersion.titles,
            ItemVersion.module_id,
            ItemVersion.position,
        )
        .join(Item, Item.id == ItemVersion.item_id)
        .where(ItemVersion.revision_id == revision_id)
        .order_by(ItemVersion.position)
    )


@dataclass(frozen=True, slots=True)
class ItemText:
    """The words of an item in one language, as sanitised HTML."""

    language: str
    html: str
    word_count: int


def item_text(version_id: int, wanted: list[str]) -> ItemText | None:
    """The words in the first wanted language there is, else in the source language; None when there are none."""
    language = best_language(wanted, list(_text_languages(version_id))) or next(iter(_text_languages(version_id)), None)
    return _item_text(version_id, language) if language else None


@remembered(maxsize=4096)
def _text_languages(version_id: int) -> tuple[str, ...]:
    """The source language stands first."""
    rows = db.session.execute(
        select(StoredText.language, Revision.source_language)
        .join(ItemVersion, ItemVersion.id == StoredText.item_version_id)
        .join(Revision, Revision.id == ItemVersion.revision_id)
        .where(StoredText.item_version_id == version_id)
    ).all()
    return tuple(sorted((row.language for row in rows), key=lambda tag: (tag != rows[0].source_language, tag)))


@remembered(maxsize=1024)
def _item_text(version_id: int, language: str) -> ItemText | None:
    row = db.session.execute(
        select(StoredText.language, StoredText.html, StoredText.word_count).where(
            StoredText.item_version_id == version_id, StoredText.language == language
        )
    ).one_or_none()
    return ItemText(*row) if row else None


@dataclass(frozen=True, slots=True)
class MediaFacts:
    name: str
    digest: str
    content_type: str
    size_bytes: int


@remembered(maxsize=4096)
def media(version_id: int, name: str) -> MediaFacts | None:
    """A file that this version of the item uses; no other name is known, whatever it looks like."""
    row = db.session.execute(
        select(ItemMedia.name, ItemMedia.digest, ItemMedia.content_type, ItemMedia.size_bytes).where(
            ItemMedia.item_version_id == version_id, ItemMedia.name == name
        )
    ).one_or_none()
    return MediaFacts(*row) if row else None


@dataclass(frozen=True, slots=True)
class CourseTitle:
    course_id: int
    slug: str
    title: str
    language: str
    level: str
    hours: int
    position: int


def course_titles(course_ids: list[int], wanted: list[str]) -> dict[int, CourseTitle]:
    """What to call these courses, in the first wanted language each has, else in its source language."""
    rows = db.session.execute(
        select(
            Course.id,
            Course.slug,
            RevisionText.title,
            RevisionText.language,
            Revision.level,
            Revision.hours,
            Revision.position,
            Revision.source_language,
        )
        .join(Revision, Revision.id == Course.revision_id)
        .join(RevisionText, RevisionText.revision_id == Revision.id)
        .where(Course.id.in_(course_ids))
    ).all()
    by_course: dict[int, dict[str, Any]] = {}
    for row in rows:
        by_course.setdefault(row.id, {})[row.language] = row
    chosen = (texts[_best(wanted, texts)] for texts in by_course.values())
    return {row.id: CourseTitle(*row[:7]) for row in chosen}


def _best(wanted: list[str], texts: dict[str, Any]) -> str:
    return best_language(wanted, list(texts)) or str(next(iter(texts.values())).source_language)


def course_ids_by_slug(slugs: list[str]) -> dict[str, int]:
    """The ids of those that exist, published or not."""
    rows = db.session.execute(select(Course.slug, Course.id).where(Course.slug.in_(slugs)))
    return {slug: id for slug, id in rows}


@dataclass(frozen=True, slots=True)
class RevisionFileFacts:
    path: str
    digest: str
    size_bytes: int


def revision_files(slug: str, number: int | None = None) -> list[RevisionFileFacts] | None:
    """The files of a course's package, of the current revision or the numbered one; None when there is none."""
    chosen = select(Revision.id).join(Course, Course.id == Revision.course_id).where(Course.slug == slug)
    chosen = chosen.where(Revision.id == Course.revision_id if number is None else Revision.number == number)
    revision_id = db.session.scalar(chosen)
    if revision_id is None:
        return None
    rows = db.session.execute(
        select(StoredFile.path, StoredFile.digest, StoredFile.size_bytes)
        .where(StoredFile.revision_id == revision_id)
        .order_by(StoredFile.path)
    )
    return [RevisionFileFacts(*row) for row in rows]
