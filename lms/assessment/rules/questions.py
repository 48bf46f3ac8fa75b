"""What a question and a quiz may look like (docs/course-format.md); every mistake in words for the author."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from lms.assessment.rules.calculated import MOST_STEPS, MOST_VARIABLES, exact, first_failure, read_variables
from lms.assessment.rules.expressions import FUNCTIONS, BadFormula, parse, variables_of
from lms.core.messages import Fault, Told

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


def check_question(kind: str, body: Mapping[str, Any]) -> list[Fault]:
    """Every mistake of a question's body as `what is wrong: what to do`; an empty list when there is none."""
    if kind not in _FIELDS:
        return [
            Fault(
                Told("kind %(kind)s is not known", kind=repr(kind)),
                Told("use one of %(kinds)s", kinds=", ".join(KINDS)),
            )
        ]
    needed, allowed = _FIELDS[kind]
    problems = [
        Fault(Told("%(name)s is missing", name=name), Told("a %(kind)s question needs it", kind=kind))
        for name in sorted(needed - set(body))
    ]
    strange = sorted(set(body) - needed - allowed)
    problems += [
        Fault(Told("%(name)s does not belong to a %(kind)s question", name=name, kind=kind), Told("remove it"))
        for name in strange
    ]
    return problems or _CHECKS[kind](body)


def _check_keys(name: str, keys: object, fewest: int = 2) -> list[Fault]:
    if not isinstance(keys, list | tuple) or not all(isinstance(key, str) and key for key in keys):
        return [
            Fault(
                Told("%(name)s must be a list of keys", name=name),
                Told("write them in quotes when they look like numbers or yes and no"),
            )
        ]
    if not fewest <= len(keys) <= MOST_OPTIONS:
        return [
            Fault(
                Told("%(name)s has %(keys)s entries", name=name, keys=len(keys)),
                Told("give %(fewest)s to %(most_options)s", fewest=fewest, most_options=MOST_OPTIONS),
            )
        ]
    twice = sorted({key for key in keys if list(keys).count(key) > 1})
    return [Fault(Told("%(name)s names %(key)s twice", name=name, key=key), Told("keep one")) for key in twice]


def _check_single(body: Mapping[str, Any]) -> list[Fault]:
    problems = _check_keys("options", body["options"])
    if not problems and body["answer"] not in body["options"]:
        problems.append(
            Fault(
                Told("answer %(answer)s is not among the options", answer=repr(body["answer"])),
                Told("name one of them"),
            )
        )
    return problems


def _check_multiple(body: Mapping[str, Any]) -> list[Fault]:
    problems = _check_keys("options", body["options"]) + _check_keys("answer", body["answer"], fewest=1)
    if not problems:
        unknown = [key for key in body["answer"] if key not in body["options"]]
        problems += [
            Fault(Told("answer %(key)s is not among the options", key=repr(key)), Told("name only options"))
            for key in unknown
        ]
    return problems


def _check_true_false(body: Mapping[str, Any]) -> list[Fault]:
    if isinstance(body["answer"], bool):
        return []
    return [Fault(Told("answer must be true or false"), Told("write one of them without quotes"))]


def _check_number(name: str, value: object, *, negative: bool = True) -> list[Fault]:
    try:
        number = exact(value)
    except ValueError:
        return [
            Fault(
                Told("%(name)s must be a number", name=name), Told("write it with a decimal point and without spaces")
            )
        ]
    return [] if negative or number >= 0 else [Fault(Told("%(name)s is negative", name=name), Told("give 0 or more"))]


def _check_margin(body: Mapping[str, Any]) -> list[Fault]:
    problems = []
    if "tolerance" in body and "tolerance_percent" in body:
        problems.append(Fault(Told("there are two tolerances"), Told("keep tolerance or tolerance_percent")))
    for name in ("tolerance", "tolerance_percent"):
        if name in body:
            problems += _check_number(name, body[name], negative=False)
    if "unit" in body and not (isinstance(body["unit"], str) and 0 < len(body["unit"].strip()) <= 20):
        problems.append(Fault(Told("unit must be a short text"), Told("write it in quotes, or leave it out")))
    return problems


def _check_numeric(body: Mapping[str, Any]) -> list[Fault]:
    return _check_number("answer", body["answer"]) + _check_margin(body)


def _check_short_text(_body: Mapping[str, Any]) -> list[Fault]:
    return []  # what is accepted are words: they stand in the texts


def _check_matching(body: Mapping[str, Any]) -> list[Fault]:
    problems = _check_keys("left", body["left"]) + _check_keys("right", body["right"])
    if problems:
        return problems
    if not isinstance(body["answer"], dict):
        return [Fault(Told("answer must give each left key its right key"), Told("write {left: right, …}"))]
    problems += [
        Fault(Told("%(key)s has no answer", key=key), Told("name its right key"))
        for key in body["left"]
        if key not in body["answer"]
    ]
    for key, value in body["answer"].items():
        if key not in body["left"]:
            problems.append(
                Fault(Told("answer names %(key)s, which is not on the left", key=repr(key)), Told("remove it"))
            )
        if value not in body["right"]:
            problems.append(
                Fault(
                    Told("%(key)s is matched with %(value)s, which is not on the right", key=key, value=repr(value)),
                    Told("name a right key"),
                )
            )
    return problems


def _check_ordering(body: Mapping[str, Any]) -> list[Fault]:
    return _check_keys("order", body["order"])


def _check_calculated(body: Mapping[str, Any]) -> list[Fault]:
    problems = _check_margin(body) + _check_variables(body["variables"])
    decimals = body.get("decimals", 2)
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 6:
        problems.append(Fault(Told("decimals must be a whole number from 0 to 6"), Told("give one")))
    if not isinstance(body["formula"], str):
        return [*problems, Fault(Told("formula must be a text"), Told("write it in quotes"))]
    try:
        tree = parse(body["formula"])
    except BadFormula as error:
        wrong = Told("formula can't be read, %(error)s", error=error.told)
        known = ", ".join(sorted(FUNCTIONS))
        todo = Told("use + - * / ** %%, parentheses, the variables and %(functions)s", functions=known)
        return [*problems, Fault(wrong, todo)]
    if problems:
        return problems
    unknown = sorted(variables_of(tree) - set(body["variables"]))
    if unknown:
        return [
            Fault(
                Told("formula uses %(unknown)s", unknown=", ".join(unknown)),
                Told("add it to the variables or correct the name"),
            )
        ]
    failure = first_failure(tree, read_variables(body))
    return (
        [
            Fault(
                Told("formula can't always be computed, %(failure)s", failure=failure),
                Told("change the formula or the limits"),
            )
        ]
        if failure
        else []
    )


def _check_variables(variables: object) -> list[Fault]:
    if not isinstance(variables, dict) or not 1 <= len(variables) <= MOST_VARIABLES:
        return [
            Fault(
                Told("variables must name 1 to %(most_variables)s variables", most_variables=MOST_VARIABLES),
                Told("write name: {min: …, max: …, step: …}"),
            )
        ]
    problems = []
    for name, limits in variables.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name in FUNCTIONS:
            problems.append(
                Fault(
                    Told("%(name)s can't be a variable", name=repr(name)),
                    Told("use lower-case letters, and no name of a function"),
                )
            )
        elif not isinstance(limits, dict) or set(limits) != {"min", "max", "step"}:
            problems.append(Fault(Told("%(name)s must have min, max and step", name=name), Told("give the three")))
        else:
            problems += _check_limits(name, limits)
    return problems


def _check_limits(name: str, limits: Mapping[str, Any]) -> list[Fault]:
    problems = [p for part in ("min", "max", "step") for p in _check_number(f"{part} of {name}", limits[part])]
    if problems:
        return problems
    lowest, highest, step = (exact(limits[part]) for part in ("min", "max", "step"))
    if step <= 0:
        return [Fault(Told("step of %(name)s is not above 0", name=name), Told("give a positive step"))]
    if highest < lowest:
        return [Fault(Told("max of %(name)s is below its min", name=name), Told("swap them"))]
    if (highest - lowest) / step > MOST_STEPS:
        return [
            Fault(
                Told("%(name)s has more than %(most_steps)s values", name=name, most_steps=MOST_STEPS),
                Told("take a larger step"),
            )
        ]
    return []


_CHECKS: dict[str, Callable[[Mapping[str, Any]], list[Fault]]] = {
    "single": _check_single,
    "multiple": _check_multiple,
    "true_false": _check_true_false,
    "numeric": _check_numeric,
    "short_text": _check_short_text,
    "matching": _check_matching,
    "ordering": _check_ordering,
    "calculated": _check_calculated,
}


def check_quiz(settings: Mapping[str, Any]) -> list[Fault]:
    """Every mistake of a quiz's settings that its shape alone doesn't show."""
    if settings.get("feedback") == "after_last_attempt" and settings.get("attempts") is None:
        return [
            Fault(
                Told("feedback waits for the last attempt, but attempts has no limit"),
                Told("set attempts or another feedback"),
            )
        ]
    return []
