"""Moodle's calculated questions: formulas, and the data sets from which their numbers come."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lms.assessment.rules.calculated import MOST_STEPS, MOST_VARIABLES
from lms.assessment.rules.expressions import BadFormula, parse, variables_of
from lms.core.messages import Sentence
from lms.packages.exchange.formulas import new_names, our_formula
from lms.packages.exchange.kinds import number_of
from lms.packages.exchange.moodle_parts import answers_of, read_units
from lms.packages.exchange.numbers_text import read_decimal
from lms.packages.exchange.raw import ALL, Answer, RawQuestion
from lms.packages.exchange.report import RefusedQuestion
from lms.packages.exchange.texts import Text
from lms.packages.exchange.xml_tree import Element

_PLACE = re.compile(r"\{([^{}=]{1,60})\}")
_COMPUTED = re.compile(r"\{=[^\n]{1,1000}\}")
_MOST_DECIMALS = 6
_MOST_DEFINITIONS = 10 * MOST_VARIABLES  # some are never used


def read_calculated(raw: RawQuestion, element: Element) -> None:
    """Completes a question with a formula and variables. Raises `RefusedQuestion`."""
    raw.kind = "calculated"
    if raw.prompt.text and _COMPUTED.search(raw.prompt.text):
        raise RefusedQuestion(Sentence("Its text computes something ({=…}), which only answers do here: write it out."))
    sets = _definitions(element)
    _check_count(len(sets), _MOST_DEFINITIONS)
    names = new_names(list(sets))
    answer, source = _right_answer(raw, element)
    formula = answer.text.text.strip()
    if formula.startswith("{=") and formula.endswith("}"):
        formula = formula[2:-1]
    formula = our_formula(formula, names)
    try:
        used = variables_of(parse(formula))
    except BadFormula as error:
        told: dict[str, object] = {"problem": str(error)[:200]}
        raise RefusedQuestion(Sentence("Its formula can't be read here (%(problem)s): simplify it.", told)) from error
    shown = {place.strip() for place in _PLACE.findall(raw.prompt.text)}
    wanted = [name for name in sets if names[name] in used or name in shown]
    if not wanted:
        raise RefusedQuestion(Sentence("Its formula has no drawn number: make it a question for a number."))
    if missing := sorted(name for name in wanted if name not in shown):
        told = {"name": missing[0][:60]}
        raise RefusedQuestion(Sentence("It never shows its number {%(name)s}: write it into the question.", told))
    _check_count(len(wanted), MOST_VARIABLES)
    raw.calculated = {
        "variables": {names[name]: _limits(raw, name, sets[name]) for name in wanted},
        "formula": formula,
        **_precision(raw, source),
    }
    raw.prompt = _renamed(raw.prompt, names)
    raw.explanation = _explanation(raw, names, wanted)
    read_units(raw, element)


def _check_count(count: int, limit: int) -> None:
    if count > limit:
        raise RefusedQuestion(
            Sentence("It draws %(count)s numbers; %(most)s are the most.", {"count": count, "most": MOST_VARIABLES})
        )


def _definitions(element: Element) -> dict[str, Element]:
    around = element.first("dataset_definitions")
    found: dict[str, Element] = {}
    for definition in around.all("dataset_definition") if around else ():
        found.setdefault(definition.said("name").strip(), definition)
    return found


def _right_answer(raw: RawQuestion, element: Element) -> tuple[Answer, Element]:
    pairs = list(zip(answers_of(element, "plain"), element.all("answer"), strict=True))
    full = [pair for pair in pairs if pair[0].percent == ALL]
    if not full:
        raise RefusedQuestion(Sentence("No formula is fully right: mark the right one."))
    is_choice = element.attributes.get("type") == "calculatedmulti"
    if len(full) > 1:
        raise RefusedQuestion(Sentence("Several formulas are right; here one is: keep one."))
    if is_choice:
        raw.notes.add(Sentence("Its computed options were left out: now the trainee types the number."))
    elif len(pairs) > 1:
        raw.notes.add(Sentence("Half-right answers earn nothing here and were left out."))
    if not is_choice and any(answer.feedback for answer, _source in pairs):
        raw.answers = [answer for answer, _source in pairs]
    return full[0]


def _limits(raw: RawQuestion, name: str, definition: Element) -> dict[str, Any]:
    """From where to where, and in which steps, a number is drawn."""
    lowest, highest = read_decimal(definition.said("minimum")), read_decimal(definition.said("maximum"))
    decimals = read_decimal(definition.said("decimals") or "0")
    if lowest is None or highest is None or decimals is None or not 0 <= decimals <= 10:
        raise RefusedQuestion(
            Sentence("The range of {%(name)s} can't be read: give it a minimum and a maximum.", {"name": name[:60]})
        )
    if highest < lowest:
        lowest, highest = highest, lowest
    step = read_decimal(definition.said("step") or "") or Decimal(1).scaleb(-int(decimals))
    if definition.said("distribution") == "loguniform":
        raw.notes.add(Sentence("Its numbers are drawn evenly here; in the file small ones were drawn more often."))
    elif _are_others(definition, lowest, highest):
        raw.notes.add(
            Sentence(
                "Numbers of {%(name)s} are drawn from %(low)s to %(high)s; the list in the file was different.",
                {"name": name[:60], "low": lowest, "high": highest},
            )
        )
    while step > 0 and (highest - lowest) / step > MOST_STEPS:
        step *= 10
        raw.notes.add(Sentence("Its numbers are drawn in larger steps: a range has at most a million values here."))
    return {"min": number_of(lowest), "max": number_of(highest), "step": number_of(step)}


def _are_others(definition: Element, lowest: Decimal, highest: Decimal) -> bool:
    """Whether the list of values goes beyond the range, as in files that a script has made."""
    items = definition.first("dataset_items")
    values = [read_decimal(item.said("value")) for item in items.all("dataset_item")] if items else []
    return any(value is not None and not lowest <= value <= highest for value in values)


def _precision(raw: RawQuestion, answer: Element) -> dict[str, Any]:
    """Decimals and tolerance; Moodle's relative tolerance is a share of the answer."""
    length = read_decimal(answer.said("correctanswerlength") or "2") or Decimal(0)
    decimals = int(min(max(length, Decimal(0)), Decimal(_MOST_DECIMALS)))
    if answer.said("correctanswerformat") == "2":
        decimals = _MOST_DECIMALS
        raw.notes.add(
            Sentence(
                "The answer is rounded to %(count)s decimals; significant figures are not known here.",
                {"count": decimals},
            )
        )
    found: dict[str, Any] = {"decimals": decimals}
    tolerance = abs(read_decimal(answer.said("tolerance") or "0") or Decimal(0))
    kind = answer.said("tolerancetype") or "1"
    if kind == "2":
        return found | ({"tolerance": number_of(tolerance)} if tolerance else {})
    if kind == "3":
        raw.notes.add(Sentence("The tolerance is a share of the answer here; in the file it was geometric."))
    return found | ({"tolerance_percent": number_of(tolerance * 100)} if tolerance else {})


def _renamed(text: Text, names: Mapping[str, str]) -> Text:
    changed = _PLACE.sub(lambda found: f"{{{names.get(found[1].strip(), found[1])}}}", text.text)
    return Text(changed, text.format)


def _explanation(raw: RawQuestion, names: Mapping[str, str], wanted: list[str]) -> Text:
    text = raw.explanation
    known = {names[name] for name in wanted}
    renamed = _renamed(text, names)
    places = {place.strip() for place in _PLACE.findall(renamed.text)}
    if _COMPUTED.search(text.text) or not places <= known:
        raw.notes.add(Sentence("The explanation computes something ({=…}) and was left out: write it anew."))
        return Text()
    return renamed
