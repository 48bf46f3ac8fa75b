"""What a question and a quiz may look like (docs/course-format.md); every mistake in words for the author."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from lms.assessment.rules.calculated import MOST_STEPS, MOST_VARIABLES, exact, first_failure, read_variables
from lms.assessment.rules.expressions import FUNCTIONS, BadFormula, parse, variables_of

KINDS = ("single", "multiple", "true_false", "numeric", "short_text", "matching", "ordering", "calculated")
MOST_OPTIONS = 20

_FIELDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {  # kind -> needed, allowed besides
    "single": (frozenset({"options", "answer"}), frozenset()),
    "multiple": (frozenset({"options", "answer"}), frozenset()),
    "true_false": (frozenset({"answer"}), frozenset()),
    "numeric": (frozenset({"answer"}), frozenset({"tolerance", "tolerance_percent", "unit"})),
    "short_text": (frozenset(), frozenset()),
    "matching": (frozenset({"left", "right", "answer"}), frozenset()),
    "ordering": (frozenset({"order"}), frozenset()),
    "calculated": (
        frozenset({"variables", "formula"}),
        frozenset({"decimals", "tolerance", "tolerance_percent", "unit"}),
    ),
}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")


def check_question(kind: str, body: Mapping[str, Any]) -> list[str]:
    """Every mistake of a question's body as `what is wrong: what to do`; an empty list when there is none."""
    if kind not in _FIELDS:
        return [f"kind {kind!r} is not known: use one of {', '.join(KINDS)}"]
    needed, allowed = _FIELDS[kind]
    problems = [f"{name} is missing: a {kind} question needs it" for name in sorted(needed - set(body))]
    strange = sorted(set(body) - needed - allowed)
    problems += [f"{name} does not belong to a {kind} question: remove it" for name in strange]
    return problems or _CHECKS[kind](body)


def _check_keys(name: str, keys: object, fewest: int = 2) -> list[str]:
    if not isinstance(keys, list | tuple) or not all(isinstance(key, str) and key for key in keys):
        return [f"{name} must be a list of keys: write them in quotes when they look like numbers or yes and no"]
    if not fewest <= len(keys) <= MOST_OPTIONS:
        return [f"{name} has {len(keys)} entries: give {fewest} to {MOST_OPTIONS}"]
    twice = sorted({key for key in keys if list(keys).count(key) > 1})
    return [f"{name} names {key} twice: keep one" for key in twice]


def _check_single(body: Mapping[str, Any]) -> list[str]:
    problems = _check_keys("options", body["options"])
    if not problems and body["answer"] not in body["options"]:
        problems.append(f"answer {body['answer']!r} is not among the options: name one of them")
    return problems


def _check_multiple(body: Mapping[str, Any]) -> list[str]:
    problems = _check_keys("options", body["options"]) + _check_keys("answer", body["answer"], fewest=1)
    if not problems:
        unknown = [key for key in body["answer"] if key not in body["options"]]
        problems += [f"answer {key!r} is not among the options: name only options" for key in unknown]
    return problems


def _check_true_false(body: Mapping[str, Any]) -> list[str]:
    if isinstance(body["answer"], bool):
        return []
    return ["answer must be true or false: write one of them without quotes"]


def _check_number(name: str, value: object, *, negative: bool = True) -> list[str]:
    try:
        number = exact(value)
    except ValueError:
        return [f"{name} must be a number: write it with a decimal point and without spaces"]
    return [] if negative or number >= 0 else [f"{name} is negative: give 0 or more"]


def _check_margin(body: Mapping[str, Any]) -> list[str]:
    problems = []
    if "tolerance" in body and "tolerance_percent" in body:
        problems.append("there are two tolerances: keep tolerance or tolerance_percent")
    for name in ("tolerance", "tolerance_percent"):
        if name in body:
            problems += _check_number(name, body[name], negative=False)
    if "unit" in body and not (isinstance(body["unit"], str) and 0 < len(body["unit"].strip()) <= 20):
        problems.append("unit must be a short text: write it in quotes, or leave it out")
    return problems


def _check_numeric(body: Mapping[str, Any]) -> list[str]:
    return _check_number("answer", body["answer"]) + _check_margin(body)


def _check_short_text(_body: Mapping[str, Any]) -> list[str]:
    return []  # what is accepted are words: they stand in the texts


def _check_matching(body: Mapping[str, Any]) -> list[str]:
    problems = _check_keys("left", body["left"]) + _check_keys("right", body["right"])
    if problems:
        return problems
    if not isinstance(body["answer"], dict):
        return ["answer must give each left key its right key: write {left: right, …}"]
    problems += [f"{key} has no answer: name its right key" for key in body["left"] if key not in body["answer"]]
    for key, value in body["answer"].items():
        if key not in body["left"]:
            problems.append(f"answer names {key!r}, which is not on the left: remove it")
        if value not in body["right"]:
            problems.append(f"{key} is matched with {value!r}, which is not on the right: name a right key")
    return problems


def _check_ordering(body: Mapping[str, Any]) -> list[str]:
    return _check_keys("order", body["order"])


def _check_calculated(body: Mapping[str, Any]) -> list[str]:
    problems = _check_margin(body) + _check_variables(body["variables"])
    decimals = body.get("decimals", 2)
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 6:
        problems.append("decimals must be a whole number from 0 to 6: give one")
    if not isinstance(body["formula"], str):
        return [*problems, "formula must be a text: write it in quotes"]
    try:
        tree = parse(body["formula"])
    except BadFormula as error:
        return [*problems, f"formula can't be read, {error}: use + - * / ** %, parentheses, the variables and "
                f"{', '.join(sorted(FUNCTIONS))}"]  # fmt: skip
    if problems:
        return problems
    unknown = sorted(variables_of(tree) - set(body["variables"]))
    if unknown:
        return [f"formula uses {', '.join(unknown)}: add it to the variables or correct the name"]
    failure = first_failure(tree, read_variables(body))
    return [f"formula can't always be computed, {failure}: change the formula or the limits"] if failure else []


def _check_variables(variables: object) -> list[str]:
    if not isinstance(variables, dict) or not 1 <= len(variables) <= MOST_VARIABLES:
        return [f"variables must name 1 to {MOST_VARIABLES} variables: write name: {{min: …, max: …, step: …}}"]
    problems = []
    for name, limits in variables.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name in FUNCTIONS:
            problems.append(f"{name!r} can't be a variable: use lower-case letters, and no name of a function")
        elif not isinstance(limits, dict) or set(limits) != {"min", "max", "step"}:
            problems.append(f"{name} must have min, max and step: give the three")
        else:
            problems += _check_limits(name, limits)
    return problems


def _check_limits(name: str, limits: Mapping[str, Any]) -> list[str]:
    problems = [p for part in ("min", "max", "step") for p in _check_number(f"{part} of {name}", limits[part])]
    if problems:
        return problems
    lowest, highest, step = (exact(limits[part]) for part in ("min", "max", "step"))
    if step <= 0:
        return [f"step of {name} is not above 0: give a positive step"]
    if highest < lowest:
        return [f"max of {name} is below its min: swap them"]
    if (highest - lowest) / step > MOST_STEPS:
        return [f"{name} has more than {MOST_STEPS} values: take a larger step"]
    return []


_CHECKS: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "single": _check_single,
    "multiple": _check_multiple,
    "true_false": _check_true_false,
    "numeric": _check_numeric,
    "short_text": _check_short_text,
    "matching": _check_matching,
    "ordering": _check_ordering,
    "calculated": _check_calculated,
}


def check_quiz(settings: Mapping[str, Any]) -> list[str]:
    """Every mistake of a quiz's settings that its shape alone doesn't show."""
    if settings.get("feedback") == "after_last_attempt" and settings.get("attempts") is None:
        return ["feedback waits for the last attempt, but attempts has no limit: set attempts or another feedback"]
    return []
