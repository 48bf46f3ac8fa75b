"""Cutting a piece out of a course."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.authoring.rules.facts import BANK_WORDS, ITEM_SETTINGS, PAGE, RUBRIC_WORDS
from lms.authoring.rules.library.pieces import (
    COURSE,
    Medium,
    Piece,
    canonical,
    questions_in,
    structure,
    title_words,
)
from lms.authoring.rules.needed import media_named
from lms.authoring.rules.outline import item_of, module_of
from lms.authoring.rules.units import words_of_file
from lms.packages.pages import split_page, write_page
from lms.packages.writing import write_yaml


@dataclass(frozen=True, slots=True)
class Source:
    """What a piece is cut out of. `texts` has at least the files of the items and of the banks they draw from.

    `words` are those about the course by language, the source language first.
    """

    course: Mapping[str, Any]
    words: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]
    media: Mapping[str, Medium]

    @property
    def languages(self) -> list[str]:
        source = str(self.course["source_language"])
        return [source, *(tag for tag in self.course["languages"] if tag != source)]


def items_in(course: dict[str, Any], of: str) -> list[dict[str, Any]]:
    """The items of `module:KEY`, or the one `item:KEY`, as course.yaml has them. Raises `KeyError`."""
    sort, _, key = of.partition(":")
    return list(module_of(course, key)["items"]) if sort == "module" else [item_of(course, key)]


def cut(source: Source, of: str, only: Collection[str] | None = None) -> Piece:
    """The piece under the names of its course; `only` leaves out other items of the module. Raises `KeyError`."""
    sort, _, key = of.partition(":")
    items = [item for item in items_in(dict(source.course), of) if only is None or item["key"] in only]
    texts = {path: text for item in items for path, text in _files_of(source, item["key"])}
    texts |= _banks(source, texts)
    tags = _languages(source, texts)
    texts[COURSE] = structure(_entries(items), tags)
    for tag in tags:
        page = texts.get(f"items/{key}.{tag}.md")
        title = source.words.get(tag, {}).get("modules", {}).get(key) if sort == "module" else split_page(page or "")[0]
        if title or tag == tags[0]:
            texts[f"course.{tag}.yaml"] = title_words(str(title or key), is_module=sort == "module")
    settings = [text for path, text in texts.items() if ITEM_SETTINGS.fullmatch(path)]
    named = media_named(texts.values(), settings, source.media)
    return Piece(texts, {path: source.media[path] for path in named})


def _entries(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without categories, which are the course's, and without waiting for what is not in the piece."""
    keys = {item["key"] for item in items}
    return [
        {name: value for name, value in item.items() if name != "category" and (name != "after" or value in keys)}
        for item in items
    ]


def _files_of(source: Source, key: str) -> Iterable[tuple[str, str]]:
    for path, text in source.texts.items():
        if path.startswith(f"items/{key}."):
            if PAGE.fullmatch(path):
                yield path, write_page(*split_page(text))
            elif ITEM_SETTINGS.fullmatch(path) or RUBRIC_WORDS.fullmatch(path):
                yield path, canonical(path, text)


def _languages(source: Source, texts: Mapping[str, str]) -> list[str]:
    """Those in which some item has a page; the source language in any case."""
    present = {match[2] for path in texts if (match := PAGE.fullmatch(path))}
    first, *others = source.languages
    return [first, *(tag for tag in others if tag in present)]


def sections_in(texts: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """Bank and tag (None: the whole bank) of each section of the quizzes among these files."""
    found: list[tuple[str, str | None]] = []
    for path, text in texts.items():
        if ITEM_SETTINGS.fullmatch(path):
            sections = words_of_file(path, text).get("questions")
            usable = [each for each in sections if isinstance(each, dict)] if isinstance(sections, list) else []
            found += [(str(section["bank"]), section.get("tag")) for section in usable if "bank" in section]
    return found


def is_drawn(question: Mapping[str, Any], bank: str, sections: Iterable[tuple[str, str | None]]) -> bool:
    """Whether one of the sections can draw this question of this bank."""
    return any(name == bank and (tag is None or tag in question.get("tags", ())) for name, tag in sections)


def _banks(source: Source, texts: Mapping[str, str]) -> dict[str, str]:
    """The questions that the quizzes can draw, with their words."""
    sections = sections_in(texts)
    found: dict[str, str] = {}
    for name in dict.fromkeys(bank for bank, _tag in sections):
        bank = questions_in(source.texts.get(f"questions/{name}.yaml", ""))
        chosen = [question for question in bank if is_drawn(question, name, sections)]
        if not chosen:
            continue
        found[f"questions/{name}.yaml"] = write_yaml(chosen)
        for path, text in source.texts.items():
            if (match := BANK_WORDS.fullmatch(path)) and match[1] == name:
                words = words_of_file(path, text)
                mine = {q["key"]: words[q["key"]] for q in chosen if q["key"] in words}
                if mine:
                    found[path] = write_yaml(mine)
    return found
