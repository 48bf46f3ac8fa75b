"""A language of a course on its way to a translator's tool and back: what XLIFF and PO have in common."""

from dataclasses import dataclass

from lms.core.messages import Sentence
from lms.packages.exchange.report import BadFile

MISSING, OUTDATED, REVIEW, DONE = "missing", "outdated", "review", "done"


@dataclass(frozen=True, slots=True)
class TextPair:
    """One text with its translation, empty where there is none.

    `unit` and `field` name it: `item:what-a-border-sees` and `text`. `before` is the source that the translation was
    written from where that is another; `notes` tell the translator where the text stands.
    """

    unit: str
    field: str
    source: str
    target: str
    state: str = DONE
    before: str = ""
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """`item:what-a-border-sees/text`, unique in the course."""
        return f"{self.unit}/{self.field}"


@dataclass(frozen=True, slots=True)
class TranslationFile:
    """What a file of a translator says. `course` is the address of the course that it came from, empty if unknown."""

    course: str
    source_language: str
    language: str
    pairs: tuple[TextPair, ...]


def pair_from(id: str, source: str, target: str, state: str) -> TextPair:
    """A text that a file names by its id; one of no course has an empty field."""
    unit, _, field = id.partition("/")
    return TextPair(unit, field, source, target, state)


def check_pairs(pairs: list[TextPair]) -> None:
    """Raises `BadFile` when there is nothing in the file, or two translations of one text."""
    if not pairs:
        raise BadFile(Sentence("There is no text in it: export the language again, and translate that file."))
    seen: set[str] = set()
    for pair in pairs:
        if pair.id in seen:
            raise BadFile(Sentence("The text %(id)s stands in it twice: keep one of them.", {"id": pair.id[:100]}))
        seen.add(pair.id)
