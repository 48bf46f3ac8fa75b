"""Writing GIFT as Moodle reads it; Markdown is marked as such, so no formatting is lost."""

import re
from collections.abc import Callable
from typing import Any

from lms.core.messages import Sentence
from lms.packages.exchange.report import ExchangedQuestion, Notes, RefusedQuestion
from lms.packages.exchange.writing_parts import (
    PICTURES_STAY,
    has_pictures,
    keys_text,
    margin_of,
    matching_rows,
    number_text,
    share_text,
    tell_of_shares,
)

_MARKS = re.compile(r"([\\~=#{}:])")
_FORMAT = re.compile(r"\s*\[(?:html|moodle|plain|markdown)\]")


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text.strip()).replace("\n", "\\n")


def _marked(text: str) -> str:
    """Markdown inside a question whose texts are Markdown."""
    return f"[markdown]{_escaped(text)}" if _FORMAT.match(text) else _escaped(text)


def _plain(text: str) -> str:
    return f"[plain]{_escaped(text)}" if _FORMAT.match(text) else _escaped(text)


class GiftWriter:
    """Collects questions; a line with the category goes before those of another bank."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._bank = ""
        self._count = 0

    def write(self, question: ExchangedQuestion, notes: Notes) -> None:
        """Adds a question. Raises `RefusedQuestion` for what GIFT can't say."""
        answers = _ANSWERS[question.entry["kind"]](question, notes)
        self._count += 1
        if question.category != self._bank:
            self._bank = question.category
            self._parts.append(f"$CATEGORY: $course$/top/{self._bank}\n")
        entry, words = question.entry, question.words
        if entry.get("points", 1) != 1:
            notes.add(Sentence("GIFT knows no points: it counts as one there."))
        if has_pictures(words):
            notes.add(PICTURES_STAY)
        meta = [f"[id:{question.key}]", *(f"[tag:{tag}]" for tag in entry.get("tags", ()))]
        if keys := keys_text(question):
            meta.append(f"[keys:{keys}]")
        explanation = f"\n\t####{_marked(words['explanation'])}" if "explanation" in words else ""
        self._parts.append(
            f"// question: {self._count}  name: {question.key}\n// {' '.join(meta)}\n"
            f"::{question.key}::[markdown]{_escaped(words['prompt'])}{{{answers}{explanation}\n}}\n"
        )

    def finish(self) -> bytes:
        """The whole file."""
        return ("\n".join(self._parts)).encode()


def _feedback(words: dict[str, Any], key: str) -> str:
    text = words.get("feedback", {}).get(key, "")
    return f"#{_marked(text)}" if text else ""


def _single(question: ExchangedQuestion, _notes: Notes) -> str:
    entry, words = question.entry, question.words
    lines = []
    for key in entry["options"]:
        text = _marked(words["options"][key])
        mark, share = ("=", "%100%") if key == entry["answer"] else ("~", "%0%")
        mark += share if text.startswith("%") else ""
        lines.append(f"\n\t{mark}{text}{_feedback(words, key)}")
    return "".join(lines)


def _multiple(question: ExchangedQuestion, notes: Notes) -> str:
    entry, words = question.entry, question.words
    tell_of_shares(question, notes)
    share = share_text(len(entry["answer"]))
    return "".join(
        f"\n\t~%{'' if key in entry['answer'] else '-'}{share}%{_marked(words['options'][key])}{_feedback(words, key)}"
        for key in entry["options"]
    )


def _true_false(question: ExchangedQuestion, _notes: Notes) -> str:
    is_true = question.entry["answer"]
    right = _feedback(question.words, "true" if is_true else "false")
    wrong = _feedback(question.words, "false" if is_true else "true")
    return f"{'TRUE' if is_true else 'FALSE'}{wrong or ('#' if right else '')}{right}"


def _numeric(question: ExchangedQuestion, notes: Notes) -> str:
    entry = question.entry
    if "unit" in entry:
        notes.add(Sentence("GIFT knows no units: %(unit)s was left out.", {"unit": entry["unit"]}))
    if "tolerance_percent" in entry:
        notes.add(Sentence("The tolerance in percent became an amount."))
    margin = margin_of(entry)
    return f"#{number_text(entry['answer'])}{f':{number_text(margin)}' if margin else ''}"


def _arrowless(text: str, notes: Notes) -> str:
    if "->" in text:
        notes.add(Sentence("An arrow -> parts the sides of a pair in GIFT: it became →."))
    return text.replace("->", "→")


def _short_text(question: ExchangedQuestion, notes: Notes) -> str:
    lines = []
    for accepted in question.words["accepted"]:
        text = _plain(_arrowless(accepted, notes).replace("*", "\\*"))
        lines.append(f"\n\t={'%100%' if text.startswith('%') else ''}{text}")
    return "".join(lines)


def _matching(question: ExchangedQuestion, notes: Notes) -> str:
    rows, _keys = matching_rows(question)
    return "".join(
        f"\n\t={f'[plain]{_escaped(_arrowless(left, notes))}' if left else ''} -> {_escaped(_arrowless(right, notes))}"
        for left, right in rows
    )


def _ordering(question: ExchangedQuestion, _notes: Notes) -> str:
    items = [question.words["items"][key] for key in question.entry["order"]]
    lines = "".join(f"\n{_plain(item)}" for item in items)
    return f">{len(items)} ALL VERTICAL ABSOLUTE_POSITION{lines}"


def _calculated(_question: ExchangedQuestion, _notes: Notes) -> str:
    raise RefusedQuestion(Sentence("GIFT has no questions with drawn numbers: write it as Moodle XML or CSV."))


_ANSWERS: dict[str, Callable[[ExchangedQuestion, Notes], str]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "numeric": _numeric,
    "short_text": _short_text,
    "matching": _matching,
    "ordering": _ordering,
    "calculated": _calculated,
}
