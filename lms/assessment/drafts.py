"""What a course package hands over: questions and the sections of a quiz, checked but not yet stored."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """One question: `body` has no words, `texts` maps a language to its words (docs/course-format.md).

    In `texts`, `prompt`, `options`, `feedback` and `explanation` are safe HTML; `accepted`, `left`, `right` and
    `items` are plain text.
    """

    key: str
    kind: str
    points: int
    tags: tuple[str, ...]
    body: dict[str, Any]
    texts: dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """Some questions of a quiz: `draw` of them at random, or all of them in their order when it is None."""

    draw: int | None
    question_version_ids: tuple[int, ...]
