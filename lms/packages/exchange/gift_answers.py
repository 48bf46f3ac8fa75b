"""What stands in the braces of a GIFT question, and which kind of question it makes."""

import re
from decimal import Decimal

from lms.core.messages import Sentence
from lms.packages.exchange.gift_text import show, text_of
from lms.packages.exchange.numbers_text import read_decimal
from lms.packages.exchange.raw import ALL, Answer, Near, RawQuestion, check_parts
from lms.packages.exchange.report import RefusedQuestion
from lms.packages.exchange.texts import Text

_WEIGHT = re.compile(r"%(-?\d{1,3}(?:[.,]\d{0,10})?)%")
_ORDERING = re.compile(r">[ \t]{0,9}\d{1,4}(?:[ \t]{1,9}[A-Za-z_0-9]{1,40}){0,6}[ \t]{0,9}\n")
_SPACES = re.compile(r"\s+")
_NOTHING = Decimal(0)


def read_answers(raw: RawQuestion, answers: str) -> None:
    """Completes a question with its kind and answers. Raises `RefusedQuestion`."""
    word = answers.partition("#")[0].strip().upper()
    if not answers:
        raise RefusedQuestion(
            Sentence("It is an essay, which a person grades: make it an assignment, or give it answers.")
        )
    if answers.startswith("#"):
        _numbers(raw, answers[1:].strip())
    elif ordering := _ORDERING.match(answers):
        raw.kind = "ordering"
        check_parts(answers.count("\n"))
        raw.items = [text_of(line, "plain") for line in answers[ordering.end() :].split("\n") if line.strip()]
    elif "~" in answers:
        _choices(raw, answers)
    elif "=" in answers and "->" in answers:
        raw.kind = "matching"
        for part in _parts(answers, "="):
            left, _, right = part.partition("->")
            right, _, feedback = right.partition("#")
            raw.pairs.append((text_of(left, raw.prompt.format), Text(show(right).strip(), "plain")))
            if feedback.strip():
                raw.answers.append(Answer(Text(), ALL, text_of(feedback, raw.prompt.format)))
    elif word in ("T", "TRUE", "F", "FALSE"):
        _true_false(raw, word[0] == "T", answers)
    else:
        raw.kind = "short_text"
        for part in _parts(answers, "="):
            percent, text = _weight(part, ALL)
            text, _, feedback = text.partition("#")
            bare = text_of(text, "plain")
            raw.answers.append(Answer(bare, percent, text_of(feedback, raw.prompt.format)))


def _parts(answers: str, mark: str) -> list[str]:
    check_parts(answers.count(mark))
    return [part.strip() for part in answers.split(mark) if part.strip()]


def _weight(part: str, default: Decimal) -> tuple[Decimal, str]:
    part = part.strip()
    found = _WEIGHT.match(part)
    if not found:
        return default, part
    percent = Decimal(found[1].replace(",", ".").rstrip(".") or 0)
    return max(min(percent, ALL), -ALL), part[found.end() :]


def _choices(raw: RawQuestion, answers: str) -> None:
    raw.kind, raw.several = "choices", True
    for part in _parts(answers.replace("=", "~="), "~"):
        if part.startswith("="):
            percent, text = _weight(part[1:], ALL)
            raw.several = raw.several and percent < ALL  # no option is marked as the only right one
        else:
            percent, text = _weight(part, _NOTHING)
        text, _, feedback = text.partition("#")
        default = raw.prompt.format
        raw.answers.append(Answer(text_of(text, default), percent, text_of(feedback, default)))


def _true_false(raw: RawQuestion, is_true: bool, answers: str) -> None:
    """`TRUE#when wrong#when right`: the feedback belongs to what the trainee said."""
    raw.kind = "true_false"
    _word, wrong, right = [*answers.split("#", 2), "", ""][:3]
    for said, feedback in ((is_true, right), (not is_true, wrong)):
        text = Text("true" if said else "false")
        percent = ALL if said == is_true else _NOTHING
        raw.answers.append(Answer(text, percent, text_of(feedback, raw.prompt.format)))


def _numbers(raw: RawQuestion, answers: str) -> None:
    raw.kind = "number"
    for part in _parts(answers.replace("~", "="), "="):
        percent, text = _weight(part, ALL)
        number, _, feedback = text.partition("#")
        number = _SPACES.sub("", show(number))
        if feedback.strip():
            raw.answers.append(Answer(Text(number), percent, text_of(feedback, raw.prompt.format)))
        if not number or number == "*":
            continue
        raw.numbers.append(_near(number, percent))


def _near(text: str, percent: Decimal) -> Near:
    """`3.14`, `3.14:0.005` or `3.13..3.15`."""
    low, is_range, high = text.partition("..")
    if is_range:
        lowest, highest = read_decimal(low), read_decimal(high)
        if lowest is not None and highest is not None and lowest <= highest:
            return Near((lowest + highest) / 2, (highest - lowest) / 2, percent)
    else:
        number, _, margin = text.partition(":")
        value, around = read_decimal(number), read_decimal(margin or "0")
        if value is not None and around is not None and around >= 0:
            return Near(value, around, percent)
    raise RefusedQuestion(
        Sentence("%(text)s is no number: write 3.14, 3.14:0.005 or 3.13..3.15.", {"text": text[:60] or "…"})
    )
