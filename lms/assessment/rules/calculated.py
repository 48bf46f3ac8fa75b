"""Calculated questions: drawing the variables, the right answer, and proof that every draw can be computed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import product
from math import prod
from random import Random
from typing import Any

from lms.assessment.rules.expressions import (
    BIGGEST,
    HIGHEST_POWER,
    BadFormula,
    Expression,
    Name,
    Number,
    evaluate,
    parse,
    round_half_up,
    variables_of,
)
from lms.core.messages import Told

MOST_VARIABLES = 10
MOST_STEPS = 1_000_000
ALL_DRAWS = 2_000  # so many are simply all computed; above that, intervals prove it


@dataclass(frozen=True, slots=True)
class Variable:
    """Drawn from `lowest` in steps, up to `lowest + step * steps`."""

    lowest: Decimal
    step: Decimal
    steps: int

    @property
    def highest(self) -> Decimal:
        return self.lowest + self.step * self.steps

    def at(self, step: int) -> Decimal:
        return self.lowest + self.step * step


def exact(value: object) -> Decimal:
    """A number of a package as its author wrote it: 0.1 is one tenth. Raises `ValueError`."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError(f"{value!r} is not a number")
    try:
        number = Decimal(str(value))
    except ArithmeticError as error:
        raise ValueError(f"{value!r} is not a number") from error
    if not number.is_finite() or abs(number) > BIGGEST:
        raise ValueError(f"{value!r} is not a number that can be used")
    return number


def read_variables(body: Mapping[str, Any]) -> dict[str, Variable]:
    """The variables of a checked body, by name."""
    found = {}
    for name, limits in body["variables"].items():
        lowest, highest, step = exact(limits["min"]), exact(limits["max"]), exact(limits["step"])
        found[name] = Variable(lowest, step, int((highest - lowest) / step))
    return found


def draw_variables(body: Mapping[str, Any], random: Random) -> dict[str, str]:
    """One draw, as decimal texts for `slots`."""
    return {name: str(v.at(random.randint(0, v.steps))) for name, v in sorted(read_variables(body).items())}


def right_value(body: Mapping[str, Any], variables: Mapping[str, str]) -> Decimal:
    """The answer for one draw, rounded half up to the question's `decimals`."""
    values = {name: Decimal(text) for name, text in variables.items()}
    return round_half_up(evaluate(parse(body["formula"]), values), int(body.get("decimals", 2))) + 0


def first_failure(tree: Expression, variables: Mapping[str, Variable]) -> str | None:
    """Why some draw can't be computed, or None when every draw can: all of them are tried when they are few;
    else their corners are tried and interval arithmetic must prove the rest (it may refuse, never wrongly allow)."""
    names = sorted(variables_of(tree) & set(variables))
    count = prod(variables[name].steps + 1 for name in names)
    tried = _all_draws(variables, names) if count <= ALL_DRAWS else _corners(variables, names)
    for draw in tried:
        try:
            evaluate(tree, draw)
        except BadFormula as error:
            where = ", ".join(f"{name} = {value}" for name, value in draw.items())
            return Told("%(error)s when %(where)s", error=error.told, where=where) if where else error.told
    if count <= ALL_DRAWS:
        return None
    try:
        _range(tree, {name: (v.lowest, v.highest) for name, v in variables.items()})
    except BadFormula as error:
        return Told("%(error)s for some draw", error=error.told)
    return None


def _all_draws(variables: Mapping[str, Variable], names: list[str]) -> Iterator[dict[str, Decimal]]:
    for steps in product(*(range(variables[name].steps + 1) for name in names)):
        yield {name: variables[name].at(step) for name, step in zip(names, steps, strict=True)}


def _corners(variables: Mapping[str, Variable], names: list[str]) -> Iterator[dict[str, Decimal]]:
    for ends in product((False, True), repeat=len(names)):
        yield {n: variables[n].highest if end else variables[n].lowest for n, end in zip(names, ends, strict=True)}


Range = tuple[Decimal, Decimal]


def _range(tree: Expression, given: Mapping[str, Range]) -> Range:
    """Between which values a formula lies (Moore, Interval Analysis, 1966); `BadFormula` where it may have none."""
    if isinstance(tree, Number):
        return tree.value, tree.value
    if isinstance(tree, Name):
        return given[tree.name]
    ranges = [_range(argument, given) for argument in tree.arguments]
    low, high = _range_of(tree.name, ranges)
    if max(abs(low), abs(high)) > BIGGEST:
        raise BadFormula(Told("a number in it becomes too large"))
    return low, high


def _range_of(name: str, ranges: list[Range]) -> Range:
    (a, b), *rest = ranges
    if name in ("min", "max"):
        choose = min if name == "min" else max
        return choose(low for low, _ in ranges), choose(high for _, high in ranges)
    if name == "neg":
        return -b, -a
    if name == "abs":
        return (Decimal(0) if a <= 0 <= b else min(abs(a), abs(b))), max(abs(a), abs(b))
    if name in ("floor", "ceil"):
        how = ROUND_FLOOR if name == "floor" else ROUND_CEILING
        return a.to_integral_value(rounding=how), b.to_integral_value(rounding=how)
    if name == "round":
        digits = int(rest[0][0]) if rest else 0
        return round_half_up(a, digits), round_half_up(b, digits)
    c, d = rest[0]
    if name == "+":
        return a + c, b + d
    if name == "-":
        return a - d, b - c
    if name in ("/", "%") and c <= 0 <= d:
        raise BadFormula(Told("it may divide by zero"))
    if name == "%":
        return min(c, Decimal(0)), max(d, Decimal(0))
    if name == "**":
        return _range_of_power((a, b), (c, d))
    ends = [x * y if name == "*" else x / y for x in (a, b) for y in (c, d)]
    return min(ends), max(ends)


def _range_of_power(base: Range, exponent: Range) -> Range:
    (a, b), (c, d) = base, exponent
    if max(abs(c), abs(d)) > HIGHEST_POWER:
        raise BadFormula(Told("a power may be higher than %(highest_power)s", highest_power=HIGHEST_POWER))
    whole = c == d == c.to_integral_value()
    if a <= 0 and not (whole and c >= 0):
        raise BadFormula(Told("a power of zero or of a negative number may have no value"))
    if not whole or a > 0:
        ends = [x**y for x in (a, b) for y in (c, d)]
        return min(ends), max(ends)
    if c == 0:
        return Decimal(1), Decimal(1)
    low, high = a**c, b**c
    if int(c) % 2:
        return low, high
    return (Decimal(0) if a <= 0 <= b else min(low, high)), max(low, high)
