"""Putting the words of one translated unit into its file, and leaving everything else there as it is."""

from collections.abc import Iterable, Mapping
from typing import Any

from lms.authoring.rules.facts import PAGE
from lms.authoring.rules.settings import NO_WORDS
from lms.authoring.rules.units import COURSE_FIELDS, LINES, Fields, words_of_file
from lms.packages.pages import write_page
from lms.packages.writing import write_yaml


def with_units(path: str, text: str | None, units: Mapping[str, Fields], sources: Mapping[str, Fields]) -> str | None:
    """The file (None: there is none) with these fields as the words of these units; None when nothing is left in it.

    `sources` are the units in the source language, whose order new words follow.
    """
    filled = {unit: _ordered(fields, sources.get(unit, {})) for unit, fields in units.items()}
    if PAGE.fullmatch(path):
        (page,) = filled.values()
        return write_page(page.get("title", ""), page.get("text", "")) if page else None
    words = words_of_file(path, text) if text else {}
    for unit, fields in filled.items():
        words = _with_unit(words, unit, fields)
    return write_yaml(words) if any(words.values()) else None


def _with_unit(words: dict[str, Any], unit: str, filled: Fields) -> dict[str, Any]:
    kind, _, key = unit.partition(":")
    if kind == "rubric":
        return _nested(filled)
    if kind == "question":
        return {**words, key: _nested(filled)} if filled else {k: v for k, v in words.items() if k != key}
    return _course(words, kind, key, filled)


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


def _ordered(fields: Fields, order: Iterable[str]) -> Fields:
    """Without empty fields, in this order; what it does not name comes last."""
    first = {field: fields[field] for field in order if field in fields}
    return {field: text for field, text in {**first, **fields}.items() if text}


def _nested(fields: Fields) -> dict[str, Any]:
    """`{"options.a": "…"}` as `{"options": {"a": "…"}}`; fields of lines as lists."""
    found: dict[str, Any] = {}
    for field, text in fields.items():
        *around, last = field.split(".")
        home = found
        for name in around:
            home = home.setdefault(name, {})
        home[last] = text.split("\n") if not around and last in LINES else _value(field, text)
    return found


def _value(field: str, text: str) -> str:
    """A block ends with a line break, as YAML writes one."""
    return f"{text}\n" if "\n" in text and field not in ("summary", "audience") else text
