"""Formulas of calculated questions: read and computed by ourselves, exactly, in decimal arithmetic.

The grammar, loosest first, each level as in Python (https://docs.python.org/3/reference/expressions.html):

    sum     = product (("+" | "-") product)*
    product = sign (("*" | "/" | "%") sign)*
    sign    = ("+" | "-") sign | power
    power   = atom ("**" sign)?
    atom    = number | name | function "(" sum ("," sum)* ")" | "(" sum ")"

An author's text is only ever compared with this grammar: nothing in it can name, call or loop anything else, and
its length, depth and the size of every number in between are bounded (C07).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, DecimalException, localcontext
from functools import lru_cache

from lms.core.messages import Told

LONGEST = 300  # characters
DEEPEST = 30  # levels of parentheses, functions and signs
MOST_NUMBERS = 100  # numbers and names in one formula
BIGGEST = Decimal(10) ** 18  # no amount of a course is larger
HIGHEST_POWER = 100
FUNCTIONS = frozenset({"min", "max", "round", "abs", "floor", "ceil"})

_CONTEXT = Context(prec=40, rounding=ROUND_HALF_UP)
_TOKEN = re.compile(r"\s*(?:(\d{1,18}(?:\.\d{1,12})?)|([A-Za-z_][A-Za-z_0-9]{0,31})|(\*\*|[-+*/%(),]))")


class BadFormula(Exception):
    """A formula that can't be read or computed; `told` says why, for the author."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function with its arguments; a leading minus is the operator `neg`."""

    name: str
    arguments: tuple["Expression", ...]


Expression = Number | Name | Call


def _tokens(formula: str) -> list[str]:
    found, at = [], 0
    text = formula.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadFormula(Told("%(strip)s is not part of a formula", strip=repr(text[at:].strip()[:10])))
        found.append(match.group(match.lastindex or 0))
        at = match.end()
    return found


class _Reader:
    """Precedence climbing, one method a level of the grammar."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.leaves = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek()
        if wanted and token != wanted:
            raise BadFormula(
                Told("%(wanted)s is missing before %(token)s", wanted=repr(wanted), token=repr(token))
                if token
                else Told("%(wanted)s is missing at the end", wanted=repr(wanted))
            )
        self.at += 1
        return token

    def sum(self) -> Expression:
        left = self.product()
        while self.peek() in ("+", "-"):
            left = _call(self.take(), left, self.product())
        return left

    def product(self) -> Expression:
        left = self.sign()
        while self.peek() in ("*", "/", "%"):
            left = _call(self.take(), left, self.sign())
        return left

    def sign(self) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadFormula(Told("it is nested more than %(deepest)s levels deep", deepest=DEEPEST))
        if self.peek() in ("+", "-"):
            inner = _call("neg", self.sign()) if self.take() == "-" else self.sign()
        else:
            inner = self.power()
        self.depth -= 1
        return inner

    def power(self) -> Expression:
        base = self.atom()
        if self.peek() == "**":
            self.take()
            return _call("**", base, self.sign())
        return base

    def atom(self) -> Expression:
        word = self.take()
        if word == "(":
            inner = self.sum()
            self.take(")")
            return inner
        self.leaves += 1
        if self.leaves > MOST_NUMBERS:
            raise BadFormula(Told("it has more than %(most_numbers)s numbers and names", most_numbers=MOST_NUMBERS))
        if word[:1].isdigit():
            return Number(Decimal(word))
        if not (word[:1].isalpha() or word[:1] == "_"):
            raise BadFormula(
                Told("a number or a name is missing before %(word)s", word=repr(word))
                if word
                else Told("it ends too early")
            )
        return self.call(word) if self.peek() == "(" else Name(word)

    def call(self, name: str) -> Expression:
        if name not in FUNCTIONS:
            raise BadFormula(
                Told(
                    "%(name)s is not a function; there are %(functions)s",
                    name=repr(name),
                    functions=", ".join(sorted(FUNCTIONS)),
                )
            )
        self.take("(")
        arguments = [self.sum()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.sum())
        self.take(")")
        most = {"min": 20, "max": 20, "round": 2}.get(name, 1)
        if len(arguments) > most:
            raise BadFormula(
                Told("%(name)s takes at most %(most)s values", name=name, most=most)
                if most > 1
                else Told("%(name)s takes at most 1 value", name=name)
            )
        if name == "round" and len(arguments) == 2:
            digits = arguments[1]
            if not (isinstance(digits, Number) and digits.value in range(10)):
                raise BadFormula(Told("the second value of round is a whole number from 0 to 9"))
        return _call(name, *arguments)


def _call(name: str, *arguments: Expression) -> Expression:
    """The call, or its value at once when nothing in it varies: `9**9**9` is refused while it is read."""
    constants = [a.value for a in arguments if isinstance(a, Number)]
    if len(constants) == len(arguments):
        with localcontext(_CONTEXT):
            return Number(_apply(name, constants))
    return Call(name, arguments)


@lru_cache(maxsize=512)
def parse(formula: str) -> Expression:
    """The formula as a tree. Raises `BadFormula` with a sentence for its author."""
    if not formula.isascii():
        raise BadFormula(Told("only plain letters, digits and signs are read"))
    if len(formula) > LONGEST:
        raise BadFormula(Told("it is longer than %(longest)s characters", longest=LONGEST))
    reader = _Reader(_tokens(formula))
    tree = reader.sum()
    if reader.peek():
        raise BadFormula(Told("%(peek)s was not expected here", peek=repr(reader.peek())))
    return tree


def variables_of(tree: Expression) -> frozenset[str]:
    """The names that a formula needs values for."""
    if isinstance(tree, Name):
        return frozenset({tree.name})
    if isinstance(tree, Call):
        return frozenset().union(*(variables_of(argument) for argument in tree.arguments))
    return frozenset()


def evaluate(tree: Expression, values: Mapping[str, Decimal]) -> Decimal:
    """The value, to 40 significant digits. Raises `BadFormula` (division by zero, too large, unknown name)."""
    with localcontext(_CONTEXT):
        return _value(tree, values)


def _value(tree: Expression, values: Mapping[str, Decimal]) -> Decimal:
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Name):
        if tree.name not in values:
            raise BadFormula(Told("%(name)s has no value", name=repr(tree.name)))
        return values[tree.name]
    return _apply(tree.name, [_value(argument, values) for argument in tree.arguments])


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Rounds as in trade: 0.005 becomes 0.01, -0.005 becomes -0.01."""
    with localcontext(_CONTEXT):
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _remainder(left: Decimal, right: Decimal) -> Decimal:
    """As in Python: the sign of the divisor."""
    rest = left % right
    return rest + right if rest and (rest < 0) != (right < 0) else rest


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if abs(exponent) > HIGHEST_POWER:
        raise BadFormula(Told("a power is higher than %(highest_power)s", highest_power=HIGHEST_POWER))
    whole = exponent == exponent.to_integral_value()
    if base < 0 and not whole:
        raise BadFormula(Told("a negative number has no broken power"))
    if base == 0 and exponent < 0:
        raise BadFormula(Told("it divides by zero"))
    if base == 0 and exponent == 0:
        return Decimal(1)
    return Decimal(base**exponent)


_OPERATIONS: dict[str, Callable[..., Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": _remainder,
    "**": _power,
    "neg": lambda a: -a,
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    "abs": abs,
    "floor": lambda a: a.to_integral_value(rounding=ROUND_FLOOR),
    "ceil": lambda a: a.to_integral_value(rounding=ROUND_CEILING),
    "round": lambda a, digits=Decimal(0): round_half_up(a, int(digits)),
}


def _apply(name: str, values: list[Decimal]) -> Decimal:
    if name in ("/", "%") and values[1] == 0:
        raise BadFormula(Told("it divides by zero"))
    try:
        result = Decimal(_OPERATIONS[name](*values))
    except DecimalException as error:
        raise BadFormula(Told("a number in it becomes too large")) from error
    if not result.is_finite() or abs(result) > BIGGEST:
        raise BadFormula(Told("a number in it becomes too large"))
    return result
