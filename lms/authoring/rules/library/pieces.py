"""A piece of a course: a module or an item with all that belongs to it, as a package of one module.

A piece has the files of a package (docs/course-format.md), so whatever reads, checks, compares or renders packages
does the same with pieces. Its module is called `piece`, also where the piece is one item. What only a course can say
is left out: categories of its gradebook, and what waits for something outside of the piece.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.authoring.rules.facts import BANK_WORDS, ITEM_SETTINGS
from lms.authoring.rules.library.names import language_of_medium
from lms.authoring.rules.settings import NO_WORDS
from lms.authoring.rules.units import place_of, words_of_file
from lms.packages.pages import split_page
from lms.packages.writing import write_yaml
from lms.packages.yaml_text import read_yaml

COURSE = "course.yaml"
MODULE = "piece"  # the key of its module, whatever it is called in a course


@dataclass(frozen=True, slots=True)
class Medium:
    """A file in the store."""

    digest: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Texts and media by their paths."""

    texts: Mapping[str, str]
    media: Mapping[str, Medium]

    @property
    def course(self) -> dict[str, Any]:
        return words_of_file(COURSE, self.texts[COURSE])

    @property
    def items(self) -> list[dict[str, Any]]:
        """As its course.yaml has them."""
        return list(self.course["modules"][0]["items"])

    @property
    def languages(self) -> list[str]:
        """The source language first."""
        return [str(tag) for tag in self.course["languages"]]

    def titles(self, language: str) -> dict[str, str]:
        """Of its items in one language, by their keys."""
        pages = {item["key"]: self.texts.get(f"items/{item['key']}.{language}.md") for item in self.items}
        return {key: split_page(text)[0] for key, text in pages.items() if text is not None}

    def title_in(self, language: str) -> str | None:
        """Its own title."""
        text = self.texts.get(f"course.{language}.yaml")
        return str(words_of_file(COURSE, text)["title"]) if text else None

    @property
    def title(self) -> str:
        """In its source language."""
        return self.title_in(self.languages[0]) or ""

    @property
    def size_bytes(self) -> int:
        return sum(len(text.encode()) for text in self.texts.values()) + sum(m.size_bytes for m in self.media.values())

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of each file."""
        texts = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in self.texts.items()}
        return texts | {path: medium.digest for path, medium in self.media.items()}

    @property
    def digest(self) -> str:
        """The same for equal pieces."""
        lines = "".join(f"{path}\0{digest}\n" for path, digest in sorted(self.digests.items()))
        return hashlib.sha256(lines.encode()).hexdigest()


def structure(items: Iterable[Mapping[str, Any]], languages: Iterable[str]) -> str:
    """course.yaml of a piece with these items; the first language is its source."""
    tags = list(languages)
    return write_yaml(
        {
            "format": 1,
            "course": "library",
            "number": 1,
            "level": "basic",
            "hours": 1,
            "source_language": tags[0],
            "languages": tags,
            "enrolment": {"mode": "open"},
            "completion": {"required_items": "all"},
            "certificate": {"issue": "none"},
            "modules": [{"key": MODULE, "items": [dict(item) for item in items]}],
        }
    )


def title_words(title: str, *, is_module: bool) -> str:
    """course.LANGUAGE.yaml of a piece; the title of an item stands in its page too, that of a module only here."""
    return write_yaml({**NO_WORDS, "title": title, "modules": {MODULE: title} if is_module else {}})


def canonical(path: str, text: str) -> str:
    """A YAML file as the studio writes it; one that can't be read stays as it is, and its check tells why."""
    document = read_yaml(path, text, [])
    return write_yaml(document.value) if document else text


def _language(path: str) -> str | None:
    """The language of a file of words or of a medium; None for what is said in none."""
    if path.startswith("media/"):
        return language_of_medium(path)
    place = place_of(path)
    return place[1] if place else None


def in_languages(piece: Piece, languages: Collection[str], source: str) -> Piece:
    """Only what is said in these languages, of which `source` leads."""
    tags = [source, *(tag for tag in piece.languages if tag in languages and tag != source)]
    texts = {path: text for path, text in piece.texts.items() if _language(path) in (None, *tags)}
    texts[COURSE] = structure(piece.items, tags)
    for path in texts:
        if ITEM_SETTINGS.fullmatch(path):
            texts[path] = _with_captions(path, texts[path], tags)
    media = {path: medium for path, medium in piece.media.items() if _language(path) in (None, *tags)}
    return Piece(texts, media)


def _with_captions(path: str, text: str, languages: Collection[str]) -> str:
    settings = words_of_file(path, text)
    captions = settings.get("captions")
    if not isinstance(captions, dict) or set(captions) <= set(languages):
        return text
    return write_yaml({**settings, "captions": {tag: name for tag, name in captions.items() if tag in languages}})


def comparable(piece: Piece, languages: Collection[str], source: str) -> Piece:
    """What two copies are compared by: in these languages, and without what each course decides by itself."""
    chosen = in_languages(piece, languages, source)
    items = [{name: value for name, value in item.items() if name != "required"} for item in chosen.items]
    texts = {**chosen.texts, COURSE: structure(items, chosen.languages)}
    return Piece(texts, chosen.media)


def without_title(piece: Piece) -> Piece:
    """Without the title that its page or its module says already, so that a change of it is told once."""
    titles = {path for path in piece.texts if path.startswith("course.") and path != COURSE}
    untitled = {path: write_yaml({**words_of_file(path, piece.texts[path]), "title": ""}) for path in titles}
    return Piece({**piece.texts, **untitled}, piece.media)


def lacks(piece: Piece, language: str) -> list[str]:
    """The paths that a course written in this language misses."""
    own = piece.languages[0]
    wanted = {path: path.replace(f".{own}.", f".{language}.", 1) for path in piece.texts if _language(path) == own}
    missing = []
    for path, other in wanted.items():
        if other not in piece.texts:
            missing.append(other)
        elif BANK_WORDS.fullmatch(path):
            keys, theirs = (set(words_of_file(name, piece.texts[name])) for name in (path, other))
            missing += [other] if keys - theirs else []
    return sorted(missing)


def questions_in(text: str) -> list[dict[str, Any]]:
    """Those of a bank's file; none where it can't be read."""
    document = read_yaml("", text, [])
    value = document.value if document else None
    return [q for q in value if isinstance(q, dict) and "key" in q] if isinstance(value, list) else []
