"""How much of its points an answer earns: nothing less than 0, nothing more than all."""

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.assessment.rules.answers import Answer
from lms.assessment.rules.calculated import exact, right_value
from lms.assessment.rules.drawing import Slot
from lms.assessment.rules.numbers import read_number

NOTHING, ALL = Fraction(0), Fraction(1)
_SAME_LETTERS = str.maketrans({"ё": "е", "ي": "ی", "ى": "ی", "ك": "ک", "ە": "ه", "ـ": ""})


def share(slot: Slot, body: Mapping[str, Any], texts: Mapping[str, Any], answer: Answer) -> Fraction:
    """The share of the points, 0 to 1 (docs/course-format.md).

    several answers: (right choices - wrong choices) / all right choices, never below 0; matching: the share of
    right pairs; ordering: the share of items in their place; the others all or nothing.
    """
    if not answer:
        return NOTHING
    if slot.kind == "single":
        return _all(answer["choice"] == body["answer"])
    if slot.kind == "true_false":
        return _all(answer["choice"] == str(body["answer"]).lower())
    if slot.kind == "multiple":
        right = set(body["answer"])
        chosen = set(answer["choices"])
        return max(NOTHING, Fraction(len(chosen & right) - len(chosen - right), len(right)))
    if slot.kind == "matching":
        pairs = answer["pairs"]
        return Fraction(sum(pairs.get(left) == right for left, right in body["answer"].items()), len(body["left"]))
    if slot.kind == "ordering":
        places = answer["places"]
        return Fraction(sum(places.get(key) == n for n, key in enumerate(body["order"], 1)), len(body["order"]))
    if slot.kind == "short_text":
        return _all(fold(answer["text"]) in {fold(text) for text in accepted_texts(texts)} - {""})
    return _all(is_near(answer["text"], right_number(slot, body), body))


def _all(right: bool) -> Fraction:
    return ALL if right else NOTHING


def right_number(slot: Slot, body: Mapping[str, Any]) -> Decimal:
    """The right answer of a numeric or calculated question as this slot drew it."""
    return right_value(body, slot.variables) if slot.kind == "calculated" else exact(body["answer"])


def is_near(text: str, right: Decimal, body: Mapping[str, Any]) -> bool:
    """Whether a typed number is the right one within the tolerance, bounds included.

    Raises nothing: what is no number is not near.
    """
    margin = exact(body.get("tolerance", 0))
    if "tolerance_percent" in body:
        margin = abs(right) * exact(body["tolerance_percent"]) / 100
    return any(abs(value - right) <= margin for value in read_number(text, body.get("unit")))


def accepted_texts(texts: Mapping[str, Any]) -> Iterable[str]:
    """What is accepted in any language: "WCO" is right in a Russian course too."""
    return (str(text) for words in texts.values() for text in words.get("accepted", ()))


def fold(text: str) -> str:
    """A short text without what should not decide: case, width, spaces, punctuation, vowel marks of Arabic script."""
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_SAME_LETTERS)
    return "".join(c for c in wide if not c.isspace() and _decides(c))


def _decides(character: str) -> bool:
    category = unicodedata.category(character)
    return not (category.startswith("P") or category in ("Cf", "Cc") or "\u064b" <= character <= "\u0652")
