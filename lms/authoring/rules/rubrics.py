"""A rubric as its author sees it: criteria with their levels, words and points together.

The format keeps points and words apart, under keys that grades and translations refer to; new rows get theirs here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.authoring.rules.keys import key_from

Words = dict[str, dict[str, Any]]  # criterion -> {"title", "levels": {level: words}}


@dataclass(frozen=True, slots=True)
class Level:
    """`key` is empty for a new one; `points` is -1 for what is no number."""

    key: str
    points: int
    words: str


@dataclass(frozen=True, slots=True)
class Criterion:
    key: str
    title: str
    levels: tuple[Level, ...]


def criteria_of(rubric: Sequence[Mapping[str, Any]], words: Mapping[str, Any]) -> list[Criterion]:
    """From the two files; a criterion or level without words has empty ones."""
    found = []
    for entry in rubric:
        said = words.get(entry["key"]) or {}
        levels = said.get("levels") or {}
        rows = tuple(Level(one["key"], one["points"], levels.get(one["key"], "")) for one in entry["levels"])
        found.append(Criterion(entry["key"], said.get("title", ""), rows))
    return found


def with_keys(criteria: Iterable[Criterion]) -> list[Criterion]:
    """Every criterion and level with a key: the one it had, or one that its words give."""
    done: list[Criterion] = []
    rows = list(criteria)
    taken = {criterion.key for criterion in rows if criterion.key}
    for criterion in rows:
        key = criterion.key or key_from(criterion.title, taken, "criterion")
        taken.add(key)
        levels: list[Level] = []
        known = {level.key for level in criterion.levels if level.key}
        for level in criterion.levels:
            name = level.key or key_from(" ".join(level.words.split()[:4]), known, "level")
            known.add(name)
            levels.append(Level(name, level.points, level.words))
        done.append(Criterion(key, criterion.title, tuple(levels)))
    return done


def rubric_of(criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """What the settings say: keys and points."""
    return [
        {"key": one.key, "levels": [{"key": level.key, "points": level.points} for level in one.levels]}
        for one in criteria
    ]


def words_of(criteria: Iterable[Criterion], before: Words | None = None) -> Words:
    """What the words of a language say: those it had, and the author's own where it has none yet.

    Without `before` all words are the author's: the source language.
    """
    before = before or {}
    found: Words = {}
    for one in criteria:
        had = before.get(one.key) or {}
        levels = had.get("levels") or {}
        found[one.key] = {
            "title": had.get("title", one.title),
            "levels": {level.key: levels.get(level.key, level.words) for level in one.levels},
        }
    return found
