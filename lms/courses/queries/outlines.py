"""The outline of a revision, and the words and media of its items."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, and_, bindparam, select

from lms.core.cache import remembered
from lms.core.db import db
from lms.core.languages import best_language
from lms.courses.models import Item, ItemMedia, ItemVersion, Module, Revision
from lms.courses.models import ItemText as StoredText


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
    category: str | None = None


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """A module of a revision; `after` is the key of the module to complete before it."""

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
    """The outline of a revision: one statement the first time, none later."""
    modules: dict[int, Any] = {}
    items: dict[int, Any] = {}
    media: dict[int, list[str]] = {}
    for row in db.session.execute(_outline(revision_id)):
        modules.setdefault(row.module_id, row)
        if row.version_id is not None:
            items.setdefault(row.version_id, row)
            media.setdefault(row.version_id, []).extend([row.media_name] if row.media_name else [])
    facts: dict[int, list[ItemFacts]] = {module_id: [] for module_id in modules}
    for row in items.values():
        facts[row.module_id].append(_item_facts(row, tuple(media[row.version_id])))
    return Outline(
        tuple(
            ModuleFacts(m.module_key, m.module_position, m.module_after, m.module_titles, tuple(facts[m.module_id]))
            for m in modules.values()
        )
    )


def _item_facts(row: Any, media_names: tuple[str, ...]) -> ItemFacts:
    return ItemFacts(
        id=row.item_id,
        version_id=row.version_id,
        key=row.item_key,
        kind=row.kind,
        minutes=row.minutes,
        required=row.required,
        after=row.after_key,
        rule=row.rule,
        settings=row.settings,
        titles=row.titles,
        module_key=row.module_key,
        position=row.position,
        media_names=media_names,
        category=row.category,
    )


def _outline(revision_id: int) -> Select[Any]:
    """Modules with their items with their media, in the order of the course: a row for each file of an item."""
    return (
        select(
            Module.id.label("module_id"),
            Module.key.label("module_key"),
            Module.position.label("module_position"),
            Module.after_key.label("module_after"),
            Module.titles.label("module_titles"),
            ItemVersion.id.label("version_id"),
            ItemVersion.minutes,
            ItemVersion.required,
            ItemVersion.after_key,
            ItemVersion.rule,
            ItemVersion.category,
            ItemVersion.settings,
            ItemVersion.titles,
            ItemVersion.position,
            Item.id.label("item_id"),
            Item.key.label("item_key"),
            Item.kind,
            ItemMedia.name.label("media_name"),
        )
        .select_from(Module)
        .outerjoin(ItemVersion, and_(ItemVersion.revision_id == revision_id, ItemVersion.module_id == Module.id))
        .outerjoin(Item, Item.id == ItemVersion.item_id)
        .outerjoin(ItemMedia, ItemMedia.item_version_id == ItemVersion.id)
        .where(Module.revision_id == revision_id)
        .order_by(Module.position, ItemVersion.position, ItemMedia.name)
    )


def titles_in(language: str, source_language: str) -> Callable[[dict[str, str]], str]:
    """A function that picks the title of a module or item: in this language, else the source's, else any there is."""

    def choose(titles: dict[str, str]) -> str:
        tag = best_language([language, source_language], list(titles))
        return titles[tag] if tag else next(iter(titles.values()), "")

    return choose


def tongue_in(language: str, source_language: str) -> Callable[[dict[str, str]], str]:
    """The language of the title that `titles_in` picks; empty where there is none."""

    def choose(titles: dict[str, str]) -> str:
        return best_language([language, source_language], list(titles)) or next(iter(titles), "")

    return choose


@dataclass(frozen=True, slots=True)
class ItemText:
    """The words of an item in one language, as sanitised HTML."""

    language: str
    html: str
    word_count: int


def item_text(version_id: int, wanted: list[str]) -> ItemText | None:
    """The words in the first wanted language there is, else in the source language; None when there are none."""
    texts = _item_texts(version_id)
    language = best_language(wanted, list(texts)) or next(iter(texts), None)
    return texts[language] if language else None


_ITEM_TEXTS = (
    select(StoredText.language, StoredText.html, StoredText.word_count, Revision.source_language)
    .join(ItemVersion, ItemVersion.id == StoredText.item_version_id)
    .join(Revision, Revision.id == ItemVersion.revision_id)
    .where(StoredText.item_version_id == bindparam("version_id"))
)


@remembered(maxsize=1024)
def _item_texts(version_id: int) -> dict[str, ItemText]:
    """By language; the source language stands first."""
    rows = db.session.execute(_ITEM_TEXTS, {"version_id": version_id}).all()
    rows = sorted(rows, key=lambda row: (row.language != row.source_language, row.language))
    return {row.language: ItemText(row.language, row.html, row.word_count) for row in rows}


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """A file in the store; `digest` is its SHA-256."""

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
