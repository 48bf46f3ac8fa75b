"""From what another system asks to a question of ours: the entry's body and the words, kind by kind."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lms.assessment.rules.questions import MOST_OPTIONS
from lms.assessment.rules.scoring import fold
from lms.core.messages import Sentence
from lms.packages.exchange.keys import letters
from lms.packages.exchange.raw import ALL, Answer, Near, RawQuestion, too_many
from lms.packages.exchange.report import Notes, RefusedQuestion
from lms.packages.exchange.texts import Text, TextReader

Body = dict[str, Any]
Words = dict[str, Any]
_NEARLY = Decimal("0.05")  # percent points; Moodle writes a third as 33.33333
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def build(raw: RawQuestion, read: TextReader) -> tuple[str, Body, Words]:
    """Kind, body and words (without prompt and explanation). Raises `RefusedQuestion`."""
    return _BUILDERS[raw.kind](raw, read)


def own_keys(told: str, count: int) -> list[str]:
    """The keys that a file of ours tells, when they fit; else letters."""
    keys = told.split()
    fit = len(keys) == count and len(set(keys)) == count and all(_KEY.fullmatch(key) for key in keys)
    return keys if fit else letters(count)


# choices


def _choices(raw: RawQuestion, read: TextReader) -> tuple[str, Body, Words]:
    answers = [answer for answer in raw.answers if answer.text or answer.feedback]
    if not 2 <= len(answers) <= MOST_OPTIONS:
        if len(answers) > MOST_OPTIONS:
            raise too_many(len(answers))
        raise RefusedQuestion(Sentence("It has fewer than two options: add what else could be chosen."))
    keys = own_keys(raw.keys, len(answers))
    options, feedback = {}, {}
    for key, answer in zip(keys, answers, strict=True):
        options[key] = read.phrase(answer.text)
        if not options[key].strip():
            raise RefusedQuestion(
                Sentence("An option has no words (it may be a picture of another system): write what it says.")
            )
        if said := read.phrase(answer.feedback):
            feedback[key] = said
    right = [key for key, answer in zip(keys, answers, strict=True) if answer.percent >= ALL - _NEARLY]
    words = {"options": options, **({"feedback": feedback} if feedback else {})}
    if not raw.several and len(right) == 1:
        if any(0 < answer.percent < ALL - _NEARLY for answer in answers):
            raw.notes.add(Sentence("Half-right options earn nothing here: only the right one counts."))
        if any(answer.percent < 0 for answer in answers):
            raw.notes.add(Sentence("A wrong option costs no points here; in the file it did."))
        return "single", {"options": keys, "answer": right[0]}, words
    return "multiple", {"options": keys, "answer": _right_of_several(raw, keys, answers, right)}, words


def _right_of_several(raw: RawQuestion, keys: list[str], answers: list[Answer], full: list[str]) -> list[str]:
    if not raw.several:
        if not full:
            raise RefusedQuestion(Sentence("No option is fully right: mark the right one."))
        raw.notes.add(Sentence("Several options are fully right, so all of them have to be chosen now: look it over."))
        return full
    right = [(key, answer) for key, answer in zip(keys, answers, strict=True) if answer.percent > 0]
    if not right:
        raise RefusedQuestion(Sentence("No option earns anything: mark what is right."))
    share = ALL / len(right)
    wrong = [answer.percent for answer in answers if answer.percent <= 0]
    if any(abs(answer.percent - share) > _NEARLY for _key, answer in right):
        raw.notes.add(Sentence("Right options had different weights: here each counts the same."))
    if any(abs(percent + share) > _NEARLY for percent in wrong):
        raw.notes.add(Sentence("A wrong choice takes away as much as a right one gives; in the file it was different."))
    return [key for key, _answer in right]


def _true_false(raw: RawQuestion, read: TextReader) -> tuple[str, Body, Words]:
    told = {answer.text.text.strip().lower(): answer for answer in raw.answers}
    if set(told) != {"true", "false"}:
        raise RefusedQuestion(Sentence("It is neither true nor false: say which is right."))
    is_true = told["true"].percent > told["false"].percent
    if told["true"].percent == told["false"].percent:
        raise RefusedQuestion(Sentence("It is neither true nor false: say which is right."))
    said = {key: read.phrase(told[key].feedback) for key in ("true", "false")}
    feedback = {key: text for key, text in said.items() if text}
    return "true_false", {"answer": is_true}, {"feedback": feedback} if feedback else {}


# texts and numbers


def _short_text(raw: RawQuestion, read: TextReader) -> tuple[str, Body, Words]:
    accepted: list[str] = []
    for answer in raw.answers:
        text = read.plain(answer.text)
        if text == "*" or not text:
            continue
        if answer.percent < ALL - _NEARLY:
            if answer.percent > 0:
                raw.notes.add(Sentence("Half-right answers earn nothing here and were left out."))
            continue
        if _has_wildcard(text):
            raw.notes.add(
                Sentence(
                    "The answer %(text)s stands for many texts (*): write out those that matter.", {"text": text[:100]}
                )
            )
            continue
        text = text.replace("\\*", "*")
        if not fold(text):
            raw.notes.add(
                Sentence(
                    "The answer %(text)s has no letter or digit to compare and was left out.", {"text": text[:100]}
                )
            )
            continue
        if len(text) > 200:
            raw.notes.add(Sentence("An answer of more than 200 characters was left out: nobody types it."))
        elif text not in accepted:
            accepted.append(text)
    _tell_of_feedback(raw)
    if not accepted:
        raise RefusedQuestion(Sentence("No answer can be accepted: write at least one text that is right."))
    if len(accepted) > 50:
        raw.notes.add(Sentence("Only the first 50 accepted answers were kept."))
    return "short_text", {}, {"accepted": accepted[:50]}


def _has_wildcard(text: str) -> bool:
    return "*" in text.replace("\\*", "")


def _tell_of_feedback(raw: RawQuestion) -> None:
    if any(answer.feedback for answer in raw.answers):
        raw.notes.add(Sentence("Feedback on single answers has no place in this kind: put it into the explanation."))


def number_of(value: Decimal) -> int | float | str:
    """A number as YAML keeps it; a text where a float would lose digits."""
    if value == value.to_integral_value() and abs(value) < 10**15:
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else format(value, "f")


def _number(raw: RawQuestion, _read: TextReader) -> tuple[str, Body, Words]:
    full = [near for near in raw.numbers if near.percent >= ALL - _NEARLY]
    if any(0 < near.percent < ALL - _NEARLY for near in raw.numbers):
        raw.notes.add(Sentence("Half-right answers earn nothing here and were left out."))
    _tell_of_feedback(raw)
    if not full:
        raise RefusedQuestion(Sentence("No number is fully right: mark the right one."))
    near = full[0] if len(full) == 1 else _joined(full)
    body: Body = {"answer": number_of(near.value)}
    if near.margin:
        body["tolerance_percent" if near.in_percent else "tolerance"] = number_of(near.margin)
    _add_unit(raw, body)
    return "numeric", body, {}


def _add_unit(raw: RawQuestion, body: Body) -> None:
    unit = " ".join(raw.unit.split())
    if len(unit) > 20:
        raw.notes.add(Sentence("The unit is longer than 20 characters and was left out."))
    elif unit:
        body["unit"] = unit


def _joined(full: list[Near]) -> Near:
    """Ranges that touch make one; numbers far apart can't be one answer."""
    if any(near.in_percent for near in full):
        raise _several_numbers(full)
    ranges = sorted((near.value - near.margin, near.value + near.margin) for near in full)
    low, high = ranges[0]
    for each_low, each_high in ranges[1:]:
        if each_low > high:
            raise _several_numbers(full)
        high = max(high, each_high)
    return Near((low + high) / 2, (high - low) / 2, ALL)


def _several_numbers(full: list[Near]) -> RefusedQuestion:
    return RefusedQuestion(
        Sentence("%(count)s different numbers are right; here one is: make it a choice.", {"count": len(full)})
    )


# matching, ordering, drawn numbers


def _matching(raw: RawQuestion, read: TextReader) -> tuple[str, Body, Words]:
    pairs = [(read.plain(left), read.plain(right), "<img" in left.text.lower()) for left, right in raw.pairs]
    lefts = [(left, right) for left, right, _has_picture in pairs if left]
    if any(has_picture and not left for left, _right, has_picture in pairs):
        raise RefusedQuestion(Sentence("One side of a pair has no words (it may be a picture): write what it says."))
    if any(not right for _left, right in lefts):
        raise RefusedQuestion(Sentence("A pair has no right side: write what belongs to it."))
    rights = list(dict.fromkeys(right for _left, right, _has_picture in pairs if right))
    if max(len(lefts), len(rights)) > MOST_OPTIONS:
        raise too_many(max(len(lefts), len(rights)))
    if len(lefts) < 2 or len(rights) < 2:
        raise RefusedQuestion(Sentence("It needs at least two pairs with different right sides: add one."))
    _check_side([left for left, _right in lefts] + rights)
    told_left, told_right, told_order = [*raw.keys.split("|"), "", "", ""][:3]
    left_keys, right_keys = own_keys(told_left, len(lefts)), own_keys(told_right, len(rights))
    named = dict(zip(rights, right_keys, strict=True))
    if sorted(told_order.split()) == sorted(right_keys):
        right_keys = told_order.split()
    if any(answer.feedback for answer in raw.answers):
        _tell_of_feedback(raw)
    body = {
        "left": left_keys,
        "right": right_keys,
        "answer": {key: named[right] for key, (_left, right) in zip(left_keys, lefts, strict=True)},
    }
    words = {
        "left": {key: left for key, (left, _right) in zip(left_keys, lefts, strict=True)},
        "right": {key: text for key in right_keys for text in rights if named[text] == key},
    }
    return "matching", body, words


def _check_side(texts: list[str]) -> None:
    if any(len(text) > 400 for text in texts):
        raise RefusedQuestion(Sentence("A line of it is longer than 400 characters: shorten it."))


def _ordering(raw: RawQuestion, read: TextReader) -> tuple[str, Body, Words]:
    items = [text for text in (read.plain(item) for item in raw.items) if text]
    if len(items) > MOST_OPTIONS:
        raise too_many(len(items))
    if len(items) < 2:
        raise RefusedQuestion(Sentence("It has fewer than two steps with words: add some."))
    if len(set(items)) < len(items):
        raise RefusedQuestion(Sentence("Two of its steps are the same, so no order is right: make them differ."))
    _check_side(items)
    keys = own_keys(raw.keys, len(items))
    return "ordering", {"order": keys}, {"items": dict(zip(keys, items, strict=True))}


def _calculated(raw: RawQuestion, _read: TextReader) -> tuple[str, Body, Words]:
    body = dict(raw.calculated)
    _add_unit(raw, body)
    _tell_of_feedback(raw)
    return "calculated", body, {}


_BUILDERS: dict[str, Callable[[RawQuestion, TextReader], tuple[str, Body, Words]]] = {
    "choices": _choices,
    "true_false": _true_false,
    "number": _number,
    "short_text": _short_text,
    "matching": _matching,
    "ordering": _ordering,
    "calculated": _calculated,
}


def drop_feedback(notes: Notes, *texts: Text) -> None:
    """Notes that feedback on the answer as a whole has no place here."""
    if any(texts):
        notes.add(Sentence("Feedback on the answer as a whole was left out: each option has its own here."))
