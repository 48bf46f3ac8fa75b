"""Formulas of Moodle's calculated questions, `pow({x}, 2) * pi()`, as formulas of ours, `(x) ** (2) * 3.14…`."""

import re
from collections.abc import Mapping
from decimal import Decimal

from lms.assessment.rules.expressions import FUNCTIONS, BadFormula, parse, variables_of
from lms.core.messages import Sentence
from lms.packages.exchange.report import RefusedQuestion

_LONGEST = 1000  # characters
_DEEPEST = 30
_TOKEN = re.compile(
    r"\s{0,50}(?:\{([^{}]{1,60})\}|(\d{1,18}(?:\.\d{0,15})?(?:[eE][-+]?\d{1,2})?|\.\d{1,15})"
    r"|([A-Za-z_][A-Za-z_0-9]{0,30})|(\*\*|[-+*/%(),]))"
)
_PLACE = re.compile(r"\{([^{}]{1,60})\}")
_CONSTANTS = {"pi": "3.141592653590"}
_E = "2.718281828459"
_NAME = re.compile(r"[^a-z0-9_]+")


def new_names(names: list[str]) -> dict[str, str]:
    """A name of ours for each variable: lower-case, no name of a function, each different."""
    given: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = _NAME.sub("_", name.strip().lower()).strip("_")[:28]
        plain = plain if plain[:1].isalpha() else f"x{plain}"
        plain = f"{plain}_value" if plain in FUNCTIONS else plain
        wanted, number = plain, 1
        while wanted in taken:
            number += 1
            wanted = f"{plain}{number}"
        given[name] = wanted
        taken.add(wanted)
    return given


def our_formula(formula: str, names: Mapping[str, str]) -> str:
    """The formula in our notation. Raises `RefusedQuestion` for what ours doesn't know."""
    replaced = _PLACE.sub(lambda found: names.get(found[1].strip(), found[0]), formula.strip().removeprefix("="))
    if _is_ours(replaced, names):
        return replaced
    tokens = _tokens(formula.strip().removeprefix("="), names)
    text, at = _sequence(tokens, 0, 0)
    if at < len(tokens):
        raise _unreadable(formula)
    return text


def _is_ours(formula: str, names: Mapping[str, str]) -> bool:
    try:
        return variables_of(parse(formula)) <= set(names.values())
    except BadFormula:
        return False


def _unreadable(formula: str) -> RefusedQuestion:
    return RefusedQuestion(
        Sentence(
            "Its formula %(formula)s can't be read here: write it with + - * / and parentheses.",
            {"formula": formula[:100]},
        )
    )


def _tokens(formula: str, names: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    at, text = 0, formula.rstrip()
    if len(text) > _LONGEST:
        raise _unreadable(formula)
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(formula)
        name, number, word, sign = match.groups()
        if name is not None:
            if name.strip() not in names:
                raise RefusedQuestion(
                    Sentence("Its formula uses %(name)s, whose range the file does not tell.", {"name": name[:60]})
                )
            found.append(names[name.strip()])
        elif number is not None:
            value = Decimal(number)
            found.append(format(value, "f"))
        else:
            found.append(word or sign)
        at = match.end()
    return found


def _sequence(tokens: list[str], at: int, depth: int) -> tuple[str, int]:
    """Tokens up to a comma or a closing parenthesis, functions rewritten."""
    if depth > _DEEPEST:
        raise _unreadable("".join(tokens))
    parts: list[str] = []
    while at < len(tokens) and tokens[at] not in (",", ")"):
        now = tokens[at]
        follows = tokens[at + 1] if at + 1 < len(tokens) else ""
        if now == "(":
            inner, at = _sequence(tokens, at + 1, depth + 1)
            at = _closed(tokens, at)
            parts.append(f"({inner})")
        elif follows == "(" and (now[0].isalpha() or now[0] == "_"):
            arguments, at = _arguments(tokens, at + 2, depth)
            parts.append(_call(now.lower(), arguments))
        else:
            parts.append(now)
            at += 1
    return _joined(parts), at


def _joined(parts: list[str]) -> str:
    """With spaces around signs that stand between two values."""
    text = ""
    for index, part in enumerate(parts):
        is_sign = part in ("+", "-", "*", "/", "%", "**")
        after_value = index > 0 and parts[index - 1] not in ("+", "-", "*", "/", "%", "**")
        text += f" {part} " if is_sign and after_value else part
    return text.strip()


def _closed(tokens: list[str], at: int) -> int:
    if at >= len(tokens) or tokens[at] != ")":
        raise _unreadable("".join(tokens))
    return at + 1


def _arguments(tokens: list[str], at: int, depth: int) -> tuple[list[str], int]:
    arguments: list[str] = []
    while at < len(tokens) and tokens[at] != ")":
        argument, at = _sequence(tokens, at, depth + 1)
        arguments.append(argument)
        if at < len(tokens) and tokens[at] == ",":
            at += 1
    return arguments, _closed(tokens, at)


def _call(name: str, arguments: list[str]) -> str:
    count = len(arguments)
    if name in _CONSTANTS and not count:
        return _CONSTANTS[name]
    if name == "pow" and count == 2:
        return f"(({arguments[0]}) ** ({arguments[1]}))"
    if name == "sqrt" and count == 1:
        return f"(({arguments[0]}) ** 0.5)"
    if name == "exp" and count == 1:
        return f"({_E} ** ({arguments[0]}))"
    if name in FUNCTIONS and count:
        return f"{name}({', '.join(arguments)})"
    raise RefusedQuestion(
        Sentence(
            "Its formula uses %(name)s, which formulas here don't know: there are %(known)s.",
            {"name": name[:40], "known": ", ".join(sorted(FUNCTIONS))},
        )
    )


_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


def their_formula(formula: str) -> str:
    """Our formula with each variable in braces, as Moodle writes it."""
    return _VARIABLE.sub(lambda found: found[0] if found[0] in FUNCTIONS else f"{{{found[0]}}}", formula)
