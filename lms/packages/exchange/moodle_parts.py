"""What most questions of Moodle XML have in common: texts with a format, answers with a share, units."""

from lms.core.messages import Sentence
from lms.packages.exchange.decoding import tidy
from lms.packages.exchange.numbers_text import read_decimal
from lms.packages.exchange.raw import ALL, Answer, RawQuestion, check_parts
from lms.packages.exchange.report import RefusedQuestion
from lms.packages.exchange.texts import Format, Text
from lms.packages.exchange.xml_tree import Element

_FORMATS: dict[str, Format] = {
    "html": "html",
    "markdown": "markdown",
    "plain_text": "plain",
    "plaintext": "plain",
    "plain": "plain",
    "moodle_auto_format": "moodle",
    "moodle": "moodle",
    "1": "html",
    "0": "moodle",
    "2": "plain",
    "4": "markdown",
}


def text_in(element: Element, name: str, default: Format) -> Text:
    """The text of a child element, in the format that it says."""
    child = element.first(name)
    return Text("", default) if child is None else text_of(child, default)


def text_of(element: Element, default: Format) -> Text:
    inner = element.first("text")
    told = element.attributes.get("format", (inner or element).attributes.get("format", ""))
    text = inner or element
    return Text(tidy(text.markup if inner else text.text).strip(), _FORMATS.get(told.strip().lower(), default))


def answers_of(element: Element, default: Format) -> list[Answer]:
    """The <answer>s with what each earns."""
    found, told = [], element.all("answer")
    check_parts(len(told))
    for answer in told:
        percent = read_decimal(answer.attributes.get("fraction", "") or answer.said("fraction") or "0")
        if percent is None or not -ALL <= percent <= ALL:
            share: dict[str, object] = {"text": answer.attributes.get("fraction", "")[:20]}
            raise RefusedQuestion(Sentence("An answer is worth %(text)s, which is no share from -100 to 100.", share))
        found.append(Answer(text_of(answer, default), percent, text_in(answer, "feedback", "html")))
    return found


def read_units(raw: RawQuestion, element: Element) -> None:
    """The unit whose multiplier is 1; the others are told."""
    units = element.first("units")
    for unit in units.all("unit") if units else ():
        name = tidy(unit.said("unit_name"))
        if read_decimal(unit.said("multiplier") or "1") == 1 and not raw.unit:
            raw.unit = name
        elif name:
            raw.notes.add(
                Sentence(
                    "Answers in %(unit)s are no longer converted: say the unit in the question.", {"unit": name[:40]}
                )
            )
    if element.said("unitgradingtype") not in ("", "0"):
        raw.notes.add(Sentence("The unit itself is not graded here."))
