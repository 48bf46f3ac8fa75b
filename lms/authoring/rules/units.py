"""What of a course is translated: its units, each a few fields of words that belong together.

A unit is named by what it is and its key: `course`, `module:valuation`, `category:final`, `item:what-a-border-sees`,
`rubric:the-claim`, `question:cotton-shirt`. Its fields are named by their place: `title`, `options.a`.
A field of lines (`outcomes`, `accepted`) holds one thing a line.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.authoring.rules.facts import BANK_WORDS, COURSE_WORDS, PAGE, RUBRIC_WORDS
from lms.packages.pages import split_page
from lms.packages.yaml_text import read_yaml

Fields = dict[str, str]  # field -> text, in the order of the page; empty ones are left out

COURSE_FIELDS = ("title", "summary", "audience", "description", "outcomes", "sources")
LINES = frozenset({"outcomes", "sources", "accepted"})
_BLOCKS = frozenset({"description", "text", "prompt", "explanation"})  # Markdown of several paragraphs
_PHRASES = frozenset({"options", "feedback"})  # Markdown of one phrase, in a mapping by option
_LONGEST = {  # characters, as docs/course-format.md limits them; of a field of lines, of each line
    "title": 160, "summary": 600, "audience": 600, "description": 10_000, "outcomes": 400, "sources": 1000,
    "prompt": 4000, "explanation": 4000, "options": 1000, "feedback": 2000, "left": 400, "right": 400, "items": 400,
    "accepted": 200, "levels": 600,
}  # fmt: skip
_LONGEST_TEXT = 1_000_000
_LONGEST_CRITERION = 200


@dataclass(frozen=True, slots=True)
class Shape:
    """How a field is written: `one_line` | `block` | `lines`; whether as Markdown; how many characters it may have."""

    form: str
    is_markdown: bool
    longest: int


def shape_of(unit: str, field: str) -> Shape:
    """`title` of an item is one line, its `text` a block of Markdown."""
    name, _, rest = field.partition(".")
    if unit.startswith("rubric:"):
        is_level = ".levels." in field
        return Shape("block" if is_level else "one_line", False, _LONGEST["levels"] if is_level else _LONGEST_CRITERION)
    if name in LINES:
        return Shape("lines", name == "sources", _LONGEST[name])
    if name in _BLOCKS:
        return Shape("block", True, _LONGEST.get(name, _LONGEST_TEXT))
    is_phrase = bool(rest) and name in _PHRASES
    is_block = is_phrase or name in ("summary", "audience")
    return Shape("block" if is_block else "one_line", is_phrase, _LONGEST.get(name, _LONGEST_TEXT))


def tidy(unit: str, field: str, text: str) -> str:
    """The text as its field takes it: plain line ends, no control characters, one line where it is one line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    form = shape_of(unit, field).form
    if form == "block":
        return _trimmed(text)
    if form == "lines":
        return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
    return " ".join(text.split())


def too_long(unit: str, field: str, text: str) -> int | None:
    """The number of characters that it may have, when it has more."""
    shape = shape_of(unit, field)
    parts = text.split("\n") if shape.form == "lines" else [text]
    return shape.longest if any(len(part) > shape.longest for part in parts) else None


def place_of(path: str) -> tuple[str, str] | None:
    """(the file without its language, the language) of a file of words; None for any other file."""
    for pattern in (COURSE_WORDS, PAGE, BANK_WORDS, RUBRIC_WORDS):
        if match := pattern.fullmatch(path):
            language = match[match.lastindex or 1]
            return path.replace(f".{language}.", ".*.", 1) if path.count(".") > 1 else path, language
    return None


def path_in(stem: str, language: str) -> str:
    """The file of words in this language: `items/welcome.*.md` is `items/welcome.ru.md`."""
    return stem.replace(".*.", f".{language}.", 1)


def units_of(path: str, text: str | None) -> dict[str, Fields]:
    """The units of one file of words, by their names; what can't be read has none."""
    if text is None:
        return {}
    if match := PAGE.fullmatch(path):
        title, body = split_page(text)
        return _filled({f"item:{match[1]}": {"title": title, "text": body}})
    words = words_of_file(path, text)
    if COURSE_WORDS.fullmatch(path):
        return _filled(_units_of_course(words))
    if match := RUBRIC_WORDS.fullmatch(path):
        return _filled({f"rubric:{match[1]}": flat(words)})
    if BANK_WORDS.fullmatch(path):
        return _filled({f"question:{key}": flat(value) for key, value in words.items() if isinstance(value, dict)})
    return {}


def words_of_file(path: str, text: str) -> dict[str, Any]:
    """A YAML file as plain values; empty where it can't be read."""
    document = read_yaml(path, text, [])
    return dict(document.value) if document and isinstance(document.value, dict) else {}


def _units_of_course(words: dict[str, Any]) -> dict[str, Fields]:
    found = {"course": {name: _text(words.get(name)) for name in COURSE_FIELDS}}
    for kind, name in (("module", "modules"), ("category", "categories")):
        titles = words.get(name)
        if isinstance(titles, dict):
            found |= {f"{kind}:{key}": {"title": _text(title)} for key, title in titles.items()}
    return found


def flat(words: Any, before: str = "") -> Fields:
    """`{"options": {"a": "…"}}` as `{"options.a": "…"}`."""
    found: Fields = {}
    for name, value in words.items() if isinstance(words, dict) else ():
        if isinstance(value, dict):
            found |= flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = _text(value)
    return found


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(" ".join(str(each).split()) for each in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _filled(units: Mapping[str, Fields]) -> dict[str, Fields]:
    """Without empty fields and without units that have none; texts compare without what surrounds them."""
    tidied = {
        unit: {field: _trimmed(text.replace("\r\n", "\n")) for field, text in fields.items() if text.strip()}
        for unit, fields in units.items()
    }
    return {unit: fields for unit, fields in tidied.items() if fields}


def _trimmed(text: str) -> str:
    """Spaces at the beginning stay: they may be Markdown."""
    return text.rstrip().lstrip("\n")


def digest_of_fields(fields: Fields) -> str:
    """SHA-256 over fields and texts, whatever their order; empty fields count for nothing."""
    said = sorted((field, text) for field, text in fields.items() if text)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


_LONGEST_LABEL = 80
_DECORATION = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)|[*`#]+")


def label_of(fields: Fields) -> str:
    """What to call the unit: its title, else the beginning of what it asks."""
    text = fields.get("title") or fields.get("prompt") or next(iter(fields.values()), "")
    words = " ".join(_DECORATION.sub(" ", text[:1000]).split())
    return words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1]}…"


MISSING, OUTDATED, REVIEW, DONE = "missing", "outdated", "review", "done"
STATES = (MISSING, OUTDATED, REVIEW, DONE)


def state_of(
    source_fields: frozenset[str], target_fields: frozenset[str], source_digest: str, written_against: str | None,
    *, wants_review: bool = False,
) -> str:  # fmt: skip
    """How a translation stands.

    `written_against` is the digest of the source that it was written from, None when that is the present one.
    """
    if not target_fields & source_fields:
        return MISSING
    if written_against is not None and written_against != source_digest:
        return OUTDATED
    if source_fields - target_fields:
        return MISSING
    return REVIEW if wants_review else DONE
