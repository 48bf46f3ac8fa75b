"""Putting a piece into a course: for the first time, and in a newer version.

Both work on the piece under the course's names. What a course decides by itself stays as it is: whether an item is
required, its category, what it waits for outside of the piece; items and questions that it added; translations into
languages that the piece does not have.
"""

from collections.abc import Collection, Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lms.authoring.rules import outline
from lms.authoring.rules.facts import BANK, BANK_WORDS, ITEM_SETTINGS, RUBRIC_WORDS
from lms.authoring.rules.library.cutting import Source, is_drawn
from lms.authoring.rules.library.names import medium_of
from lms.authoring.rules.library.pieces import COURSE, Medium, Piece, questions_in
from lms.authoring.rules.units import words_of_file
from lms.packages.writing import write_yaml

Contents = dict[str, str | Medium | None]  # None: the file goes
Sections = Iterable[tuple[str, str | None]]  # bank and tag
_OF_COURSE = ("required", "category")  # what the course says of an item that is there already


@dataclass(frozen=True, slots=True)
class Place:
    """The module `module:KEY` or item `item:KEY` that the piece is in its course, or shall be."""

    of: str

    @property
    def is_module(self) -> bool:
        return self.of.startswith("module:")

    @property
    def key(self) -> str:
        return self.of.partition(":")[2]


def taken_names(source: Source, paths: Collection[str], ever: Collection[str]) -> dict[str, set[str]]:
    """The names that a piece may not have in this course, whose files are `paths`; no new item gets a key of `ever`."""
    keys = outline.item_keys(dict(source.course))
    files = {path.removeprefix("items/").split(".")[0] for path in paths if path.startswith("items/")}
    banks = {match[1] for path in paths if (match := BANK.fullmatch(path) or BANK_WORDS.fullmatch(path))}
    texts = [source.texts.get(f"questions/{bank}.yaml", "") for bank in banks]
    return {
        "items": {*ever, *keys, *files},
        "banks": banks,
        "questions": {question["key"] for text in texts for question in questions_in(text)},
        "media": {medium_of(path.removeprefix("media/")) for path in source.media},
    }


def put(source: Source, piece: Piece, place: Place, module: str) -> Contents:
    """The files to write so that the piece stands in the course: as a module at the end, or an item at the end of
    `module`. Raises `KeyError` where there is no such module.
    """
    course = deepcopy(dict(source.course))
    if place.is_module:
        course = outline.add_module(course, {"key": place.key, "items": piece.items})
    else:
        course = outline.add_item(course, module, piece.items[0])
    changes: Contents = {COURSE: write_yaml(course), **_titles(source, piece, place)}
    changes |= {path: text for path, text in piece.texts.items() if "/" in path}
    return changes | dict(piece.media)


def replaced(source: Source, old: Piece, new: Piece, place: Place, elsewhere: Sections) -> Contents:
    """The files to change so that the course has `new` where it had `old`. `elsewhere` are the sections of quizzes
    that are not of the piece: a question that they can draw stays. Raises `KeyError` where the piece is gone.
    """
    course = _outline(dict(source.course), old, new, place)
    changes: Contents = {COURSE: write_yaml(course), **_titles(source, new, place)}
    for path, text in new.texts.items():
        if path.startswith("items/"):
            changes[path] = _settings(source, new, path, text) if ITEM_SETTINGS.fullmatch(path) else text
    changes |= _gone_files(source, old, new)
    changes |= _banks(source, old, new, list(elsewhere))
    return changes | dict(new.media)


def _titles(source: Source, piece: Piece, place: Place) -> Contents:
    """The titles of the module, in the languages that the course and the piece have."""
    changes: Contents = {}
    for language, words in source.words.items():
        title = piece.title_in(language)
        if place.is_module and title:
            changes[f"course.{language}.yaml"] = write_yaml(
                {**words, "modules": {**words["modules"], place.key: title}}
            )
    return changes


def _outline(course: outline.Course, old: Piece, new: Piece, place: Place) -> outline.Course:
    """Items keep their places and what the course says of them; new ones stand behind what they follow in the piece."""
    changed = deepcopy(course)
    mine = {item["key"] for item in (*old.items, *new.items)}
    if place.is_module:
        _add_missing(changed, outline.module_of(changed, place.key), new)
    for item in new.items:
        present = outline.item_of(changed, item["key"])
        kept = {name: present[name] for name in _OF_COURSE if name in present}
        if present.get("after") not in (None, *mine):
            kept["after"] = present["after"]
        present.clear()
        present |= {name: value for name, value in item.items() if name not in _OF_COURSE} | kept
    for key in {item["key"] for item in old.items} - {item["key"] for item in new.items}:
        if key in outline.item_keys(changed):
            changed = outline.delete_item(changed, key)
    return changed


def _add_missing(course: outline.Course, home: dict[str, Any], new: Piece) -> None:
    """Into the module itself (it is part of `course`), in the order of the piece, the course's own items among them."""
    items = home["items"]
    known = set(outline.item_keys(course))
    here = [item["key"] for item in items]
    wanted = [item["key"] for item in new.items if item["key"] in here or item["key"] not in known]
    entries = {item["key"]: item for item in items} | {
        i["key"]: deepcopy(i) for i in new.items if i["key"] not in known
    }
    order = list(wanted)
    for index, key in enumerate(here):
        if key not in wanted:
            before = next((other for other in reversed(here[:index]) if other in order), None)
            order.insert(order.index(before) + 1 if before else 0, key)
    items[:] = [entries[key] for key in order]


def _settings(source: Source, new: Piece, path: str, text: str) -> str:
    """With the captions in languages that the piece does not have."""
    settings = words_of_file(path, text)
    before = words_of_file(path, source.texts.get(path, "")).get("captions")
    if not isinstance(before, dict) or not isinstance(settings.get("captions"), dict):
        return text
    own = {tag: name for tag, name in before.items() if tag not in new.languages and tag in source.languages}
    return write_yaml({**settings, "captions": {**settings["captions"], **own}}) if own else text


def _gone_files(source: Source, old: Piece, new: Piece) -> Contents:
    """Files of items that the piece no longer has, and the words of a rubric that is gone."""
    keys = {item["key"] for item in new.items}
    gone: Contents = {}
    for item in old.items:
        key = item["key"]
        own = [path for path in source.texts if path.startswith(f"items/{key}.")]
        if key not in keys:
            gone |= dict.fromkeys(own)
        elif not any(RUBRIC_WORDS.fullmatch(path) and path.startswith(f"items/{key}.") for path in new.texts):
            gone |= dict.fromkeys(path for path in own if RUBRIC_WORDS.fullmatch(path))
    return gone


def _banks(source: Source, old: Piece, new: Piece, elsewhere: list[tuple[str, str | None]]) -> Contents:
    changes: Contents = {}
    names = [match[1] for path in (*new.texts, *old.texts) if (match := BANK.fullmatch(path))]
    for name in dict.fromkeys(names):
        path = f"questions/{name}.yaml"
        theirs = questions_in(new.texts.get(path, ""))
        was = {question["key"] for question in questions_in(old.texts.get(path, ""))}
        mine = questions_in(source.texts.get(path, ""))
        questions = _questions(name, mine, was, theirs, elsewhere)
        changes[path] = write_yaml(questions) if questions else None
        changes |= _bank_words(source, new, name, {question["key"] for question in questions})
    return changes


def _questions(
    name: str, mine: list[dict[str, Any]], was: set[str], theirs: list[dict[str, Any]], elsewhere: Sections
) -> list[dict[str, Any]]:
    """The questions of the piece in its order; among the course's own ones each keeps its place."""
    new = {question["key"]: question for question in theirs}
    kept = [q for q in mine if q["key"] in new or q["key"] not in was or is_drawn(q, name, elsewhere)]
    if all(question["key"] in new for question in kept):
        return theirs
    present = {question["key"] for question in kept}
    return [new.get(q["key"], q) for q in kept] + [q for q in theirs if q["key"] not in present]


def _bank_words(source: Source, new: Piece, name: str, keys: set[str]) -> Contents:
    """The piece's words where it has the language; the course's own for everything else that is still there."""
    changes: Contents = {}
    theirs = {match[2]: path for path in new.texts if (match := BANK_WORDS.fullmatch(path)) and match[1] == name}
    mine = {match[2]: path for path in source.texts if (match := BANK_WORDS.fullmatch(path)) and match[1] == name}
    for language in dict.fromkeys([*mine, *theirs]):
        path = f"questions/{name}.{language}.yaml"
        here, there = (words_of_file(path, texts.get(path, "")) for texts in (source.texts, new.texts))
        words = {key: value for key, value in {**here, **there}.items() if key in keys}
        changes[path] = write_yaml(words) if words else None
    return changes
