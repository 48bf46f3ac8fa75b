"""Reading what a quiz page sends. The page is not a WTForms form: its fields follow from what was drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.assessment.rules.answers import Answer, BadAnswer, UnreadableNumber, field_names, read_answer
from lms.assessment.rules.drawing import Slot

Given = Mapping[str, Sequence[str]]
_FURTHER = frozenset({"csrf_token", "action", "language", "slot", "seq"})


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """The answers of a whole page by slot number; `unreadable` holds what was typed where a number belongs."""

    answers: dict[int, Answer]
    base_seqs: dict[int, int]
    unreadable: dict[int, str]


def read_one(slot: Slot, number: int, given: Given) -> tuple[Answer, int]:
    """One answer and the `seq` that the page had seen. Raises `BadAnswer` or `UnreadableNumber`."""
    _refuse_strange(given, {*field_names(slot, number), f"seq-{number}"})
    return read_answer(slot, number, given), _read_seq(given, "seq")


def read_page(slots: Sequence[Slot], given: Given) -> GivenAnswers:
    """All answers of the page: each question there is has its `seq-3`. Raises `BadAnswer`, and then nothing counts."""
    names = {number: field_names(slot, number) for number, slot in enumerate(slots, 1)}
    here = [number for number in names if f"seq-{number}" in given]
    _refuse_strange(given, {name for number in here for name in (*names[number], f"seq-{number}")})
    found = GivenAnswers({}, {}, {})
    for number in here:
        found.base_seqs[number] = _read_seq(given, f"seq-{number}")
        try:
            found.answers[number] = read_answer(slots[number - 1], number, given)
        except UnreadableNumber as error:
            found.unreadable[number] = error.text
    return found


def _refuse_strange(given: Given, expected: set[str]) -> None:
    """A field that the page can't have sent: another question's answer, a score, anything (A07, F08)."""
    if strange := set(given) - expected - _FURTHER:
        raise BadAnswer(f"unknown fields: {sorted(strange)[:3]}")


def _read_seq(given: Given, name: str) -> int:
    values = given.get(name, [])
    if len(values) != 1 or not (values[0].isascii() and values[0].isdigit() and len(values[0]) < 9):
        raise BadAnswer(f"{name} is not a count")
    return int(values[0])
