"""The outline of a revision, and the words and media of its items."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select

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
        fact = ItemFacts(
            id=row.id,
            version_id=row.version_id,
            key=row.key,
            kind=row.kind,
            minutes=row.minutes,
            required=row.required,
            after=row.after_key,
            rule=row.rule,
            settings=row.settings,
            titles=row.titles,
            module_key=keys[row.module_id],
            position=row.position,
            media_names=tuple(names.get(row.version_id, ())),
        )
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
