"""Writing Moodle XML.

What only we know (keys of options, steps of drawn numbers, tolerance in percent) stands in elements of their own,
which Moodle passes over.
"""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from random import Random
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lms.assessment.rules.calculated import read_variables
from lms.core.messages import Sentence
from lms.packages.exchange.formulas import their_formula
from lms.packages.exchange.numbers_text import plain_decimal
from lms.packages.exchange.report import ExchangedQuestion, Notes
from lms.packages.exchange.texts import MEDIA
from lms.packages.exchange.writing_parts import (
    keys_text,
    margin_of,
    matching_rows,
    number_text,
    share_text,
    tell_of_shares,
)

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DRAWS = 20  # sample values of each variable; Moodle draws new ones when it is told to
_TYPES = {
    "single": "multichoice", "multiple": "multichoice", "true_false": "truefalse", "numeric": "numerical",
    "short_text": "shortanswer", "matching": "matching", "ordering": "ordering", "calculated": "calculatedsimple",
}  # fmt: skip


def _x(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def _plain(name: str, text: str) -> str:
    return f"<{name}><text>{_x(text)}</text></{name}>"


class XmlWriter:
    """Collects questions; a category goes before those of another bank."""

    def __init__(self, media: Mapping[str, bytes], language: str) -> None:
        self._media, self._language = media, language
        self._parts: list[str] = []
        self._bank = ""

    def write(self, question: ExchangedQuestion, notes: Notes) -> None:
        """Adds a question."""
        entry, words = question.entry, question.words
        if question.category != self._bank:
            self._bank = question.category
            category = _plain("category", f"$course$/top/{self._bank}")
            self._parts.append(f'  <question type="category">\n    {category}\n  </question>\n')
        lines = [
            _plain("name", question.key),
            self._text("questiontext", words["prompt"], notes),
            self._text("generalfeedback", words.get("explanation", ""), notes),
            f"<defaultgrade>{entry.get('points', 1)}.0000000</defaultgrade>",
            "<penalty>0.0000000</penalty>",
            "<hidden>0</hidden>",
            f"<idnumber>{_x(question.key)}</idnumber>",
            *_BODIES[entry["kind"]](self, question, notes),
        ]
        if keys := keys_text(question):
            lines.append(f"<keys>{_x(keys)}</keys>")
        if tags := entry.get("tags"):
            lines.append("<tags>" + "".join(f"<tag><text>{_x(tag)}</text></tag>" for tag in tags) + "</tags>")
        body = "\n".join(f"    {line}" for line in lines)
        self._parts.append(f'  <question type="{_TYPES[entry["kind"]]}">\n{body}\n  </question>\n')

    def finish(self) -> bytes:
        """The whole file."""
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(self._parts)}</quiz>\n'.encode()

    def _text(self, name: str, text: str, notes: Notes, attributes: str = "") -> str:
        """A text of Markdown, the pictures that it shows beside it."""
        files = []
        for picture in dict.fromkeys(MEDIA.findall(text)):
            stem, _, ending = picture.rpartition(".")
            data = self._media.get(f"{stem}.{self._language}.{ending}", self._media.get(picture))
            if data is None:
                notes.add(Sentence("The picture %(name)s is not in the file: add it there.", {"name": picture}))
                continue
            text = text.replace(f"../media/{picture}", f"@@PLUGINFILE@@/{picture}")
            content = base64.b64encode(data).decode()
            files.append(f'<file name={quoteattr(picture)} path="/" encoding="base64">{content}</file>')
        inner = f"<text>{_x(text)}</text>{''.join(files)}"
        return f'<{name}{attributes} format="markdown">{inner}</{name}>'

    def answer(self, text: str, share: str, feedback: str, notes: Notes, *, plain: bool = False, more: str = "") -> str:
        """An <answer> with its share in percent."""
        said = self._text("feedback", feedback, notes)
        if plain:
            return f'<answer fraction="{share}" format="plain_text"><text>{_x(text)}</text>{more}{said}</answer>'
        whole = self._text("answer", text, notes, f' fraction="{share}"')
        return whole.removesuffix("</answer>") + f"{more}{said}</answer>"


def _choices(writer: XmlWriter, question: ExchangedQuestion, notes: Notes) -> Iterator[str]:
    entry, words = question.entry, question.words
    is_single = entry["kind"] == "single"
    right = {entry["answer"]} if is_single else set(entry["answer"])
    if not is_single:
        tell_of_shares(question, notes)
    share = share_text(len(right))
    yield f"<single>{'true' if is_single else 'false'}</single>"
    yield "<shuffleanswers>true</shuffleanswers>"
    yield "<answernumbering>abc</answernumbering>"
    for key in entry["options"]:
        earned = share if key in right else "0" if is_single else f"-{share}"
        yield writer.answer(words["options"][key], earned, words.get("feedback", {}).get(key, ""), notes)


def _true_false(writer: XmlWriter, question: ExchangedQuestion, notes: Notes) -> Iterator[str]:
    for said in ("true", "false"):
        earned = "100" if (said == "true") == question.entry["answer"] else "0"
        yield writer.answer(said, earned, question.words.get("feedback", {}).get(said, ""), notes, plain=True)


def _numeric(writer: XmlWriter, question: ExchangedQuestion, notes: Notes) -> Iterator[str]:
    entry = question.entry
    more = f"<tolerance>{number_text(margin_of(entry))}</tolerance>"
    if "tolerance_percent" in entry:
        more += f"<tolerancepercent>{number_text(entry['tolerance_percent'])}</tolerancepercent>"
    yield writer.answer(number_text(entry["answer"]), "100", "", notes, plain=True, more=more)
    yield from _units(entry)


def _units(entry: Mapping[str, Any]) -> Iterator[str]:
    if "unit" in entry:
        yield f"<units><unit><multiplier>1</multiplier><unit_name>{_x(entry['unit'])}</unit_name></unit></units>"
    yield "<unitgradingtype>0</unitgradingtype>"
    yield "<unitpenalty>0.1000000</unitpenalty>"
    yield f"<showunits>{0 if 'unit' in entry else 3}</showunits>"
    yield "<unitsleft>0</unitsleft>"


def _short_text(writer: XmlWriter, question: ExchangedQuestion, notes: Notes) -> Iterator[str]:
    yield "<usecase>0</usecase>"
    for text in question.words["accepted"]:
        yield writer.answer(text.replace("*", "\\*"), "100", "", notes, plain=True)


def _matching(_writer: XmlWriter, question: ExchangedQuestion, _notes: Notes) -> Iterator[str]:
    yield "<shuffleanswers>true</shuffleanswers>"
    rows, _keys = matching_rows(question)
    for left, right in rows:
        answer = f"<answer><text>{_x(right)}</text></answer>"
        yield f'<subquestion format="plain_text"><text>{_x(left)}</text>{answer}</subquestion>'


def _ordering(writer: XmlWriter, question: ExchangedQuestion, notes: Notes) -> Iterator[str]:
    yield "<layouttype>VERTICAL</layouttype>"
    yield "<selecttype>ALL</selecttype>"
    yield f"<selectcount>{len(question.entry['order'])}</selectcount>"
    yield "<gradingtype>ABSOLUTE_POSITION</gradingtype>"
    yield "<showgrading>SHOW</showgrading>"
    yield "<shownumcorrect/>"
    for place, key in enumerate(question.entry["order"], start=1):
        yield writer.answer(question.words["items"][key], f"{place}", "", notes, plain=True)


def _calculated(writer: XmlWriter, question: ExchangedQuestion, notes: Notes) -> Iterator[str]:
    entry = question.entry
    if "tolerance_percent" in entry:
        tolerance, kind = Decimal(number_text(entry["tolerance_percent"])) / 100, 1
    else:
        tolerance, kind = Decimal(number_text(entry.get("tolerance", 0))), 2
    more = (
        f"<tolerance>{plain_decimal(tolerance)}</tolerance><tolerancetype>{kind}</tolerancetype>"
        f"<correctanswerformat>1</correctanswerformat>"
        f"<correctanswerlength>{entry.get('decimals', 2)}</correctanswerlength>"
    )
    yield "<synchronize>0</synchronize>"
    yield writer.answer(their_formula(entry["formula"]), "100", "", notes, plain=True, more=more)
    yield from _units(entry)
    yield "<dataset_definitions>"
    random = Random(question.key)  # noqa: S311 - sample values, the same each time
    variables = read_variables(entry)
    for name, limits in entry["variables"].items():
        variable = variables[name]
        decimals = max(0, -int(variable.step.normalize().as_tuple().exponent))
        drawn = [variable.at(random.randint(0, variable.steps)) for _ in range(_DRAWS)]
        items = "".join(
            f"<dataset_item><number>{number}</number><value>{value}</value></dataset_item>"
            for number, value in enumerate(drawn, start=1)
        )
        yield (
            f"<dataset_definition>{_plain('status', 'private')}{_plain('name', name)}<type>calculatedsimple</type>"
            f"{_plain('distribution', 'uniform')}{_plain('minimum', number_text(limits['min']))}"
            f"{_plain('maximum', number_text(limits['max']))}{_plain('decimals', str(decimals))}"
            f"{_plain('step', number_text(limits['step']))}<itemcount>{_DRAWS}</itemcount>"
            f"<dataset_items>{items}</dataset_items><number_of_items>{_DRAWS}</number_of_items></dataset_definition>"
        )
    yield "</dataset_definitions>"


_BODIES: dict[str, Callable[[XmlWriter, ExchangedQuestion, Notes], Iterator[str]]] = {
    "single": _choices,
    "multiple": _choices,
    "true_false": _true_false,
    "numeric": _numeric,
    "short_text": _short_text,
    "matching": _matching,
    "ordering": _ordering,
    "calculated": _calculated,
}
