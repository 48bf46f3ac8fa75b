"""Answers as they are sent and kept.

In a form, options are known by the place they are shown at (1, 2, 3 …), never by their author's key, which could
give an answer away. Kept answers name keys:

    single {"choice": key} · multiple {"choices": [keys]} · true_false {"choice": "true"}
    numeric, calculated, short_text {"text": as typed} · matching {"pairs": {left: right}}
    ordering {"places": {key: place}} · {} nothing (yet)
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lms.assessment.rules.drawing import Slot
from lms.assessment.rules.numbers import is_beginning, read_number

Answer = dict[str, Any]
LONGEST_TEXT = 500  # characters of a short text


class BadAnswer(Exception):
    """An answer that the page can't have sent: an option that was not offered, a list where one value belongs (F08)."""


class UnreadableNumber(Exception):
    """What a person typed where a number belongs; `text` is what it was."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def field_names(slot: Slot, number: int) -> list[str]:
    """The form fields of the slot with this number."""
    if slot.kind in ("matching", "ordering"):
        lines = slot.left if slot.kind == "matching" else slot.options
        return [f"answer-{number}-{place}" for place in range(1, len(lines) + 1)]
    return [f"answer-{number}"]


def read_answer(slot: Slot, number: int, given: Mapping[str, Sequence[str]]) -> Answer:
    """The answer in a form's fields (name -> values). Raises `BadAnswer` or `UnreadableNumber`."""
    values = [list(given.get(name, [])) for name in field_names(slot, number)]
    if slot.kind != "multiple" and any(len(each) > 1 for each in values):
        raise BadAnswer("several values where one belongs")
    if slot.kind == "multiple":
        chosen = {_option(slot.options, text) for text in values[0]}
        return {"choices": [key for key in sorted(slot.options) if key in chosen]} if chosen else {}
    single = [each[0] if each else "" for each in values]
    if slot.kind in ("matching", "ordering"):
        return _read_lines(slot, single)
    return _read_one(slot, single[0])


def _option(options: Sequence[str], text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= len(options)):
        raise BadAnswer("an option that was not offered")
    return options[int(text) - 1]


def _read_lines(slot: Slot, values: list[str]) -> Answer:
    if slot.kind == "matching":
        pairs = {key: _option(slot.options, text) for key, text in zip(slot.left, values, strict=True) if text}
        return {"pairs": pairs} if pairs else {}
    places = [str(place) for place in range(1, len(slot.options) + 1)]
    chosen = {key: int(_option(places, text)) for key, text in zip(slot.options, values, strict=True) if text}
    return {"places": chosen} if chosen else {}


def _read_one(slot: Slot, text: str) -> Answer:
    if slot.kind == "single":
        return {"choice": _option(slot.options, text)} if text else {}
    if slot.kind == "true_false":
        if text not in ("", "true", "false"):
            raise BadAnswer("neither true nor false")
        return {"choice": text} if text else {}
    text = text.replace("\x00", "").strip()
    if len(text) > LONGEST_TEXT:
        raise BadAnswer("the text is too long")
    if slot.kind == "short_text":
        return {"text": text} if text else {}
    if is_beginning(text, slot.unit):
        return {}
    if not read_number(text, slot.unit):
        raise UnreadableNumber(text)
    return {"text": text}


def is_answered(slot: Slot, answer: Answer) -> bool:
    """Whether nothing is left to do: every line matched, every line at a place of its own."""
    if slot.kind == "matching":
        return len(answer.get("pairs", {})) == len(slot.left)
    if slot.kind == "ordering":
        return len(set(answer.get("places", {}).values())) == len(slot.options)
    return bool(answer)
