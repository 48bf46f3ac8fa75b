"""A question as other systems think of it, before it becomes one of ours; every reader makes these."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from lms.assessment.rules.questions import MOST_OPTIONS
from lms.core.messages import Sentence
from lms.packages.exchange.pictures import Files
from lms.packages.exchange.report import Notes, RefusedQuestion
from lms.packages.exchange.texts import Text

Kind = Literal["choices", "true_false", "number", "short_text", "matching", "ordering", "calculated"]
ALL = Decimal(100)
_MOST_PARTS = 1000  # answers, pairs or steps of one question that are looked at at all


@dataclass(slots=True)
class Answer:
    """An option or an accepted answer: `percent` of the points, from -100 to 100, that it earns."""

    text: Text
    percent: Decimal
    feedback: Text = field(default_factory=Text)


@dataclass(slots=True)
class Near:
    """A right number with its margin (absolute, or in percent of the number)."""

    value: Decimal
    margin: Decimal
    percent: Decimal
    in_percent: bool = False


@dataclass(slots=True)
class RawQuestion:
    """`number` counts questions of the file, `line` its lines. `keys` are keys of options that our own files carry."""

    number: int
    line: int
    name: str
    kind: Kind
    prompt: Text
    explanation: Text = field(default_factory=Text)
    idnumber: str = ""
    category: str = ""
    bank: str = ""
    tags: list[str] = field(default_factory=list)
    points: Decimal = Decimal(1)
    several: bool = False
    answers: list[Answer] = field(default_factory=list)
    numbers: list[Near] = field(default_factory=list)
    unit: str = ""
    pairs: list[tuple[Text, Text]] = field(default_factory=list)  # an empty left side: a right side without partner
    items: list[Text] = field(default_factory=list)
    calculated: dict[str, Any] = field(default_factory=dict)  # body of the entry, ready but for its checks
    keys: str = ""
    files: Files = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)

    @property
    def characters(self) -> int:
        """Of all its texts, pictures in them apart."""
        texts = [self.prompt, self.explanation, *self.items, *(side for pair in self.pairs for side in pair)]
        texts += [text for answer in self.answers for text in (answer.text, answer.feedback)]
        return sum(map(len, texts))


@dataclass(slots=True)
class Refusal:
    """A question that a reader already had to turn away."""

    number: int
    line: int
    name: str
    sentence: Sentence


def too_many(count: int) -> RefusedQuestion:
    return RefusedQuestion(
        Sentence(
            "It has %(count)s options; %(most)s are the most: make two questions of it.",
            {"count": count, "most": MOST_OPTIONS},
        )
    )


def check_parts(count: int) -> None:
    """Before so many answers, pairs or steps are taken apart. Raises `RefusedQuestion`."""
    if count > _MOST_PARTS:
        raise too_many(count)


Found = Iterator[RawQuestion | Refusal]
