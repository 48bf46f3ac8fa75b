"""What an exchange hands over: questions, their pictures, and a report row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lms.core.messages import Sentence

Outcome = Literal["taken", "changed", "refused"]
FORMATS = ("gift", "moodle-xml", "csv")
# In one file: how long reading it takes grows with each of these (G13).
MOST_QUESTIONS = 2000
MOST_CHARACTERS = 3_000_000  # of all texts, pictures apart
MOST_PICTURES = 1000


class BadFile(Exception):
    """A file in which no question can be found; `sentence` says why and what to do, `line` where (None: as a whole)."""

    def __init__(self, sentence: Sentence, line: int | None = None) -> None:
        super().__init__(sentence.text % sentence.values)
        self.sentence, self.line = sentence, line


@dataclass(frozen=True, slots=True)
class ExchangedQuestion:
    """One question as a course package keeps it (docs/course-format.md).

    `category` is the name of its bank, `entry` its entry of questions/BANK.yaml, `words` those of
    questions/BANK.LANGUAGE.yaml.
    """

    key: str
    category: str
    entry: dict[str, Any]
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one question.

    `number` counts the questions of the file from 1 (0: the file itself), `line` its lines; `also` are further
    sentences about the same question.
    """

    number: int
    line: int
    name: str
    outcome: Outcome
    sentence: Sentence
    also: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a file of another system brought. `media` are pictures by the name they have in media/."""

    questions: tuple[ExchangedQuestion, ...]
    rows: tuple[Row, ...]
    media: dict[str, bytes]
    format: str


@dataclass(frozen=True, slots=True)
class WrittenQuestions:
    """A file for another system; `rows` tell what it can't say."""

    data: bytes
    rows: tuple[Row, ...]


class RefusedQuestion(Exception):
    """One question can't come in, or can't be written; the others can."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text % sentence.values)
        self.sentence = sentence


@dataclass(slots=True)
class Notes:
    """What had to be adapted in one question; each sentence once, in the order in which it was noticed."""

    sentences: list[Sentence] = field(default_factory=list)

    def add(self, sentence: Sentence) -> None:
        if sentence not in self.sentences:
            self.sentences.append(sentence)


def taken(kind: str) -> Sentence:
    """The sentence about a question that came in as it was."""
    return _TAKEN[kind]


_TAKEN: Mapping[str, Sentence] = {
    "single": Sentence("Came in as a question with one right answer."),
    "multiple": Sentence("Came in as a question with several right answers."),
    "true_false": Sentence("Came in as true or false."),
    "numeric": Sentence("Came in as a question for a number."),
    "short_text": Sentence("Came in as a question for a short text."),
    "matching": Sentence("Came in as matching."),
    "ordering": Sentence("Came in as ordering."),
    "calculated": Sentence("Came in as a question with drawn numbers."),
}
