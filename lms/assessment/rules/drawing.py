"""Which questions an attempt gets, in which order, with which numbers: decided once, by a seed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any, Protocol

from lms.assessment.rules.calculated import draw_variables


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of an attempt. `options` (and `left` of a matching) are keys in the order they are shown."""

    question_version_id: int
    kind: str
    points: int
    options: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)
    unit: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in ((), {}, None)}


def slot_from_json(kept: Mapping[str, Any]) -> Slot:
    """The slot that `as_json` wrote."""
    return Slot(
        question_version_id=kept["question_version_id"],
        kind=kept["kind"],
        points=kept["points"],
        options=tuple(kept.get("options", ())),
        left=tuple(kept.get("left", ())),
        variables=dict(kept.get("variables", {})),
        unit=kept.get("unit"),
    )


class Drawable(Protocol):
    """What drawing needs to know of a question version."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def points(self) -> int: ...
    @property
    def body(self) -> Mapping[str, Any]: ...


def draw_slots(
    sections: Sequence[tuple[int | None, Sequence[Drawable]]],
    *,
    shuffle_questions: bool,
    shuffle_options: bool,
    seed: int,
) -> list[Slot]:
    """The slots of one attempt. The same seed gives the same slots.

    A section is (how many to draw or None for all, its questions); a question comes at most once in an attempt,
    though several sections may offer it. The right side of a matching and the lines of an ordering are always
    shuffled: their order in the package is the answer.
    """
    random = Random(seed)  # noqa: S311 - fairness, not secrecy: what was drawn stays on the server
    chosen: dict[int, Drawable] = {}
    for draw, questions in sections:
        offered = [question for question in questions if question.id not in chosen]
        drawn = offered if draw is None else random.sample(offered, min(draw, len(offered)))
        chosen.update((question.id, question) for question in drawn)
    ordered = list(chosen.values())
    if shuffle_questions:
        random.shuffle(ordered)
    return [_fill(question, shuffle_options, random) for question in ordered]


def _fill(question: Drawable, shuffle_options: bool, random: Random) -> Slot:
    body, kind = question.body, question.kind
    options: Sequence[str] = ()
    left: Sequence[str] = ()
    if kind in ("single", "multiple"):
        options = _shuffled(body["options"], random) if shuffle_options else body["options"]
    elif kind == "matching":
        left = _shuffled(body["left"], random) if shuffle_options else body["left"]
        options = _shuffled(body["right"], random)
    elif kind == "ordering":
        options = _shuffled(body["order"], random)
        if list(options) == list(body["order"]):
            options = [*options[1:], options[0]]  # what is shown first must not be the answer already
    return Slot(
        question_version_id=question.id,
        kind=kind,
        points=question.points,
        options=tuple(options),
        left=tuple(left),
        variables=draw_variables(body, random) if kind == "calculated" else {},
        unit=body.get("unit"),
    )


def _shuffled(keys: Sequence[str], random: Random) -> list[str]:
    return random.sample(list(keys), len(keys))
