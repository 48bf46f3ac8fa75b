"""What the writers have in common."""

from decimal import Decimal
from typing import Any

from lms.assessment.rules.calculated import exact
from lms.core.messages import Sentence
from lms.packages.exchange.keys import letters
from lms.packages.exchange.numbers_text import plain_decimal
from lms.packages.exchange.report import ExchangedQuestion, Notes
from lms.packages.exchange.texts import MEDIA

PICTURES_STAY = Sentence("Its pictures are not in the file: this format carries none.")
# The shares that Moodle knows; it refuses or rounds every other.
_MOODLE_COUNTS = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20})


def number_text(value: object) -> str:
    """A number of an entry with a decimal point and without an exponent."""
    return plain_decimal(exact(value))


def margin_of(entry: dict[str, Any]) -> Decimal:
    """The tolerance of a numeric question as an amount."""
    if "tolerance_percent" in entry:
        return abs(exact(entry["answer"])) * exact(entry["tolerance_percent"]) / 100
    return exact(entry.get("tolerance", 0))


def share_text(count: int) -> str:
    """A share of 100 with the five decimals that Moodle writes."""
    return plain_decimal((Decimal(100) / count).quantize(Decimal("0.00001")))


def tell_of_shares(question: ExchangedQuestion, notes: Notes) -> None:
    """Notes shares that Moodle has no name for."""
    count = len(question.entry["answer"])
    if count not in _MOODLE_COUNTS:
        notes.add(Sentence("Moodle knows no share of one in %(count)s: set its weights there.", {"count": count}))


def matching_rows(question: ExchangedQuestion) -> tuple[list[tuple[str, str]], list[str]]:
    """Pairs of texts, the right sides without partner last with an empty left; and the right keys in that order."""
    entry, words = question.entry, question.words
    rows = [(words["left"][key], words["right"][entry["answer"][key]]) for key in entry["left"]]
    used = list(dict.fromkeys(entry["answer"][key] for key in entry["left"]))
    spare = [key for key in entry["right"] if key not in used]
    return rows + [("", words["right"][key]) for key in spare], used + spare


def keys_text(question: ExchangedQuestion) -> str:
    """The keys of options where they are not simply a, b, c: other systems pass them over."""
    entry = question.entry
    for name in ("options", "order"):
        if name in entry:
            return "" if list(entry[name]) == letters(len(entry[name])) else " ".join(entry[name])
    if "left" not in entry:
        return ""
    _rows, rights = matching_rows(question)
    left, own = list(entry["left"]), list(entry["right"])
    if left == letters(len(left)) and rights == own == letters(len(own)):
        return ""
    order = "" if rights == own else f"|{' '.join(own)}"
    return f"{' '.join(left)}|{' '.join(rights)}{order}"


def has_pictures(value: Any) -> bool:
    """Whether any of the words shows a picture."""
    if isinstance(value, str):
        return bool(MEDIA.search(value))
    return any(map(has_pictures, value.values() if isinstance(value, dict) else value))
