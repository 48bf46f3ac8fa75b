"""What the studio says of a question: its kind, and what its key means, so that an author notices a wrong one."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from flask_babel import gettext

from lms.assessment.drafts import QuestionDraft
from lms.assessment.rules.calculated import draw_variables, exact, read_variables, right_value
from lms.assessment.wording import written
from lms.authoring.rules.questions import first_words

_SAMPLES = 5


def key_in_words(draft: QuestionDraft, words: Mapping[str, Any]) -> list[str]:
    """What is right, and how an answer is judged; `words` are the author's, in the source language."""
    return [str(line) for line in _WORDS[draft.kind](draft.body, words)]


def _listed(texts: list[str]) -> str:
    return " · ".join(texts)


def _single(body: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    return [gettext("Right: %(options)s", options=first_words(words["options"][body["answer"]]))]


def _multiple(body: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    right = [first_words(words["options"][key]) for key in body["answer"]]
    return [
        gettext("Right: %(options)s", options=_listed(right)),
        gettext("Each wrong choice takes away what a right one gives; nobody falls below 0."),
    ]


def _true_false(body: Mapping[str, Any], _words: Mapping[str, Any]) -> list[str]:
    return [gettext("Right: %(options)s", options=gettext("True") if body["answer"] else gettext("False"))]


def in_range(right: Decimal, body: Mapping[str, Any]) -> str:
    """Which numbers count as this one: `25 USD`, or from … to …, bounds included."""
    margin = exact(body.get("tolerance", 0))
    if "tolerance_percent" in body:
        margin = abs(right) * exact(body["tolerance_percent"]) / 100
    unit = f" {body['unit']}" if body.get("unit") else ""
    if not margin:
        return f"{written(right)}{unit}"
    return str(
        gettext("from %(low)s to %(high)s", low=written(right - margin), high=f"{written(right + margin)}{unit}")
    )


def _numeric(body: Mapping[str, Any], _words: Mapping[str, Any]) -> list[str]:
    shown = in_range(exact(body["answer"]), body)
    return [gettext("Right: %(options)s", options=shown), gettext("The unit may be written or left out.")][
        : 2 if body.get("unit") else 1
    ]


def _short_text(_body: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    return [
        gettext("Right: %(options)s", options=_listed(list(map(str, words["accepted"])))),
        gettext("Capital letters, spaces and punctuation don't count. What another language accepts is right too."),
    ]


def _matching(body: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    left, right = words["left"], words["right"]
    pairs = [f"{left[key]} – {right[body['answer'][key]]}" for key in body["left"]]
    return [*pairs, gettext("Each right pair gives its share of the points.")]


def _ordering(body: Mapping[str, Any], words: Mapping[str, Any]) -> list[str]:
    lines = [f"{number}. {words['items'][key]}" for number, key in enumerate(body["order"], 1)]
    return [*lines, gettext("Each line in its place gives its share of the points.")]


def _calculated(body: Mapping[str, Any], _words: Mapping[str, Any]) -> list[str]:
    return [gettext("The formula can be computed for every draw.")]


_WORDS = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "numeric": _numeric,
    "short_text": _short_text,
    "matching": _matching,
    "ordering": _ordering,
    "calculated": _calculated,
}


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw of a calculated question: its numbers in the order of the variables, the answer, what is accepted."""

    numbers: tuple[str, ...]
    answer: str
    accepted: str


def sample_draws(body: Mapping[str, Any]) -> list[Draw]:
    """All smallest, all largest, and a few by chance, the same each time."""
    variables = read_variables(body)
    smallest = {name: str(variable.lowest) for name, variable in variables.items()}
    largest = {name: str(variable.highest) for name, variable in variables.items()}
    by_chance = [draw_variables(body, Random(seed)) for seed in range(1, _SAMPLES + 1)]  # noqa: S311 - only shown
    found = []
    for draw in (smallest, largest, *by_chance):
        right = right_value(body, draw)
        numbers = tuple(written(draw[name]) for name in variables)
        found.append(Draw(numbers, written(right), in_range(right, body)))
    return found
