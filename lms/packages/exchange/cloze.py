"""Cloze questions of Moodle: gaps inside a text. One gap makes one of our questions; several have no kind here.

A gap is `{1:MULTICHOICE:=right#feedback~wrong~%50%half}`; `\\` before `}` `#` `~` `/` `"` and `\\` makes it a letter.
"""

import html
import re
from decimal import Decimal

from lms.core.messages import Sentence
from lms.packages.exchange.numbers_text import read_decimal
from lms.packages.exchange.raw import ALL, Answer, Near, RawQuestion
from lms.packages.exchange.report import RefusedQuestion
from lms.packages.exchange.texts import Text

_GAP = re.compile(r"\{(\d{0,3}):([A-Z_]{2,20}):((?:[^\\{}]|\\[\s\S]|\{(?=[^0-9:])){1,20000}?)\}")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_HIDDEN = {"~": "\ufdd0", "=": "\ufdd1", "#": "\ufdd2", "}": "\ufdd3", "\\": "\ufdd4", ":": "\ufdd5"}
_SHOWN = str.maketrans({hidden: mark for mark, hidden in _HIDDEN.items()})
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,10})?)%")
_TEXTS = ("SHORTANSWER", "SA", "MW")
_NUMBERS = ("NUMERICAL", "NM")
_CHOICES = ("MULTICHOICE", "MC")
_SEVERAL = ("MULTIRESPONSE", "MR")


def read_cloze(raw: RawQuestion) -> None:
    """Completes a question from the gap in its prompt. Raises `RefusedQuestion`."""
    gaps = list(_GAP.finditer(raw.prompt.text))
    if len(gaps) != 1:
        if not gaps:
            raise RefusedQuestion(Sentence("It has no gap that can be read: look at its braces in the other system."))
        raise RefusedQuestion(
            Sentence(
                "It has %(count)s gaps in one text: make one question for each, or matching.", {"count": len(gaps)}
            )
        )
    gap = gaps[0]
    text = raw.prompt.text
    raw.prompt = Text(f"{text[: gap.start()]}_____{text[gap.end() :]}", raw.prompt.format)
    if gap[1].isdigit() and int(gap[1]):
        raw.points = Decimal(gap[1])
    _read_gap(raw, gap[2].removesuffix("_"), _ESCAPED.sub(lambda found: _HIDDEN.get(found[1], found[1]), gap[3]))
    raw.notes.add(Sentence("A gap in a text became a question of its own: look its text over."))


def _read_gap(raw: RawQuestion, kind: str, told: str) -> None:
    is_html = raw.prompt.format == "html"
    answers = [_answer(part, raw) for part in told.split("~") if part.strip()]
    family = kind.partition("_")[0]
    if family in _TEXTS or family in ("MWC", "SAC"):
        raw.kind = "short_text"
        raw.answers = answers
        if is_html:
            for answer in answers:
                answer.text = Text(html.unescape(answer.text.text), "plain")
    elif family in _NUMBERS:
        raw.kind = "number"
        _read_numbers(raw, answers)
    elif family.startswith(_CHOICES) or family.startswith(_SEVERAL):
        raw.kind, raw.answers, raw.several = "choices", answers, family.startswith(_SEVERAL)
        right = [answer for answer in answers if answer.percent == ALL]
        if raw.several and len(right) > 1:  # each right one is written with "=" here
            for answer in right:
                answer.percent = ALL / len(right)
    else:
        raise RefusedQuestion(Sentence("The gap %(kind)s is not known here.", {"kind": kind[:40]}))


def _answer(part: str, raw: RawQuestion) -> Answer:
    part = part.strip()
    percent = Decimal(0)
    if part.startswith("="):
        percent, part = ALL, part[1:]
    elif found := _WEIGHT.match(part):
        percent, part = max(min(Decimal(found[1].rstrip(".") or 0), ALL), -ALL), part[found.end() :]
    text, _, feedback = part.partition("#")
    return Answer(
        Text(text.translate(_SHOWN).strip(), raw.prompt.format),
        percent,
        Text(feedback.translate(_SHOWN).strip(), raw.prompt.format),
    )


def _read_numbers(raw: RawQuestion, answers: list[Answer]) -> None:
    for answer in answers:
        if answer.text.text == "*":
            continue
        number, _, margin = answer.text.text.partition(":")
        value, around = read_decimal(number), read_decimal(margin or "0")
        if value is None or around is None:
            raise RefusedQuestion(
                Sentence(
                    "%(text)s is no number: write digits, with a point before the decimals.",
                    {"text": answer.text.text[:60]},
                )
            )
        raw.numbers.append(Near(value, abs(around), answer.percent))
        if answer.feedback:
            raw.answers.append(answer)
