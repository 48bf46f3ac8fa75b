"""Two states of a course side by side, and one change between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.authoring.rules.diffs import WordCount, count_changed_words
from lms.authoring.rules.readable import SWITCH, VALUES
from lms.core.messages import Said, Sentence, phrase
from lms.packages.yaml_text import read_yaml

GROUPS = {
    "outline": phrase("Modules and items"),
    "texts": phrase("Texts"),
    "questions": phrase("Questions"),
    "settings": phrase("Settings"),
    "translations": phrase("Translations"),
    "media": phrase("Media"),
}
MOST_COUNTED = 2_000_000  # characters of all texts whose words are counted; the rest is told without a count
_LONGEST = 80  # characters of a question or a value that stand in a sentence


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence. `paths` are the files whose differences show it; `name` (see `readable.NAMES`), `before` and
    `after` are there where a value was set otherwise, sentences where it is one of our choices; `words` where a text
    was edited."""

    group: str
    said: Said
    paths: tuple[str, ...] = ()
    language: str = ""
    name: str = ""
    before: Sentence | str = ""
    after: Sentence | str = ""
    words: WordCount | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """A state of the course. `texts` has at least those that differ, course.yaml and the words of its source language;
    `titles` are those of the items, in the source language."""

    digests: Mapping[str, str]
    texts: Mapping[str, str]
    titles: Mapping[str, str]

    @property
    def course(self) -> dict[str, Any]:
        return self.mapping("course.yaml")

    @property
    def source_language(self) -> str:
        return str(self.course.get("source_language", ""))

    def mapping(self, path: str) -> dict[str, Any]:
        """A YAML file that maps; empty where there is none that can be read."""
        value = self.value(path)
        return value if isinstance(value, dict) else {}

    def value(self, path: str) -> Any:
        document = read_yaml(path, self.texts.get(path, ""), [])
        return document.value if document else None

    def title(self, key: str) -> str:
        return self.titles.get(key) or key


@dataclass
class Comparison:
    before: Side
    after: Side
    counted: int = 0
    differing: list[str] = field(default_factory=list)

    def words(self, path: str, old: str, new: str) -> WordCount | None:
        self.counted += len(old) + len(new)
        return count_changed_words(old, new) if self.counted <= MOST_COUNTED else None


def modules_of(course: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    modules = course.get("modules") or []
    return {module["key"]: module for module in modules if isinstance(module, dict) and "key" in module}


def homes_of(course: Mapping[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Each item by its key, with the key of its module."""
    return {
        item["key"]: (key, item)
        for key, module in modules_of(course).items()
        for item in module.get("items") or []
        if isinstance(item, dict) and "key" in item
    }


def set_otherwise(group: str, about: Said, name: str, paths: tuple[str, ...], old: Any, new: Any) -> Change:
    before, after = (_value(name, _text(value)) for value in (old, new))
    return Change(group, about, paths, name=name, before=before, after=after)


def _value(name: str, text: str) -> Sentence | str:
    """A choice in the words of the page on which it is made; anything else as it is written."""
    words = VALUES.get(name, SWITCH).get(text.strip())
    return Sentence(words) if words else short(text)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
