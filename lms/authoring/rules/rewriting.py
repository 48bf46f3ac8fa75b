"""Putting the words of one translated unit into its file, and leaving everything else there as it is."""

from collections.abc import Iterable
from typing import Any

from lms.authoring.rules.facts import PAGE
from lms.authoring.rules.settings import NO_WORDS
from lms.authoring.rules.units import COURSE_FIELDS, Fields, words_of_file
from lms.packages.pages import write_page
from lms.packages.writing import write_yaml

_LISTS = frozenset({"outcomes", "sources", "accepted"})


def with_unit(path: str, text: str | None, unit: str, fields: Fields, order: Iterable[str] = ()) -> str | None:
    """The file (None: there is none) with these fields as the words of the unit; None when nothing is left in it.

    `order` are the fields of the source, whose order the new words follow; so do the keys of a new unit.
    """
    kind, _, key = unit.partition(":")
    filled = _ordered({field: words for field, words in fields.items() if words}, order)
    if PAGE.fullmatch(path):
        return write_page(filled.get("title", ""), filled.get("text", "")) if filled else None
    words = words_of_file(path, text) if text else {}
    if kind == "rubric":
        return write_yaml(_nested(filled)) if filled else None
    if kind == "question":
        changed = {**words, key: _nested(filled)} if filled else {k: v for k, v in words.items() if k != key}
        return write_yaml(changed) if changed else None
    changed = _course(words, kind, key, filled)
    return write_yaml(changed) if _says_anything(changed) else None


def _course(words: dict[str, Any], kind: str, key: str, filled: Fields) -> dict[str, Any]:
    changed = {**NO_WORDS, **words}
    if kind == "course":
        own = _nested(filled)
        return {**changed, **{name: own.get(name, NO_WORDS[name]) for name in COURSE_FIELDS}}
    name = {"module": "modules", "category": "categories"}[kind]
    titles = {k: title for k, title in dict(changed.get(name) or {}).items() if k != key}
    titles |= {key: filled["title"]} if filled else {}
    changed[name] = titles
    if name == "categories" and not titles:
        del changed[name]
    return changed


def _says_anything(words: dict[str, Any]) -> bool:
    return any(words.values())


def _ordered(fields: Fields, order: Iterable[str]) -> Fields:
    first = {field: fields[field] for field in order if field in fields}
    return {**first, **fields}


def _nested(fields: Fields) -> dict[str, Any]:
    """`{"options.a": "…"}` as `{"options": {"a": "…"}}`; fields of lines as lists."""
    found: dict[str, Any] = {}
    for field, text in fields.items():
        *around, last = field.split(".")
        home = found
        for name in around:
            home = home.setdefault(name, {})
        home[last] = text.split("\n") if not around and last in _LISTS else _value(field, text)
    return found


def _value(field: str, text: str) -> str:
    """A block ends with a line break, as YAML writes one."""
    return f"{text}\n" if "\n" in text and field not in ("summary", "audience") else text
