"""One question as a page shows it: first without, then with its result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext, ngettext
from markupsafe import Markup

from lms.assessment.queries import QuestionFacts, ResponseFacts
from lms.assessment.rules.answers import is_answered
from lms.assessment.rules.attempts import Shown
from lms.assessment.rules.calculated import exact
from lms.assessment.rules.drawing import Slot
from lms.assessment.rules.scoring import right_number
from lms.assessment.wording import (
    in_plain_words,
    inline,
    points_in_words,
    result_in_words,
    with_numbers,
    words_of,
    written,
)
from lms.core.languages import direction
from lms.web.language import number as localised


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """`kind` is choice, text, matching or ordering: what the page draws. Options are (value, text)."""

    number: int
    seq: int
    kind: str
    name: str
    language: str
    direction: str
    prompt: Markup
    points: str
    hint: str
    is_answered: bool
    multiple: bool = False
    options: tuple[tuple[str, Markup | str], ...] = ()
    chosen: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str, str], ...] = ()  # field, text, chosen value
    lines: tuple[tuple[str, str, int | None], ...] = ()  # field, text, chosen place
    text: str = ""
    is_number: bool = False
    unit: str | None = None
    result: tuple[str, str] | None = None  # tone, words
    marks: dict[str, str] = field(default_factory=dict)  # option value -> good | bad
    given: tuple[str, ...] = ()  # the person's answer in lines, of a graded question without options
    right: tuple[str, ...] = ()  # the right answer in lines, unless it was given or the options show it
    remarks: tuple[tuple[Markup | str, Markup], ...] = ()  # (option, what its author says to it)
    explanation: Markup | None = None

    def graded(
        self,
        slot: Slot,
        question: QuestionFacts,
        response: ResponseFacts | None,
        shown: Shown,
    ) -> "QuestionPage":
        """The same question with as much of its result as may be shown."""
        earned = (response.points if response else None) or 0.0
        share = earned / slot.points if slot.points else 1.0
        page = replace(self, given=_given_lines(self))
        if shown.points:
            result = result_in_words(share, bool(response and response.answer))
            page = replace(page, result=result, points=points_in_words(earned, slot.points))
        if not shown.answers:
            return page
        words = question.texts[self.language]
        explanation = words.get("explanation")
        return replace(
            page,
            marks=_marks(page, slot, question.body),
            right=_right_lines(slot, question.body, words) if share < 1 else (),
            remarks=_remarks(page, slot, question.body, words),
            explanation=with_numbers(explanation, slot, self.language) if explanation else None,
        )


def question_page(
    slot: Slot, number: int, question: QuestionFacts, response: ResponseFacts | None, languages: Sequence[str]
) -> QuestionPage:
    """The question in the best of these languages, with the answer so far and nothing that tells the right one."""
    language, words = words_of(question.texts, languages)
    answer = response.answer if response else {}
    page = QuestionPage(
        number=number,
        seq=response.seq if response else 0,
        kind="text",
        name=f"answer-{number}",
        language=language,
        direction=direction(language),
        prompt=with_numbers(words["prompt"], slot, language),
        points=points_in_words(slot.points),
        hint=_hint(slot, question.body),
        is_answered=is_answered(slot, answer),
    )
    if slot.kind in ("single", "multiple", "true_false"):
        return _choice(page, slot, words, answer)
    if slot.kind == "matching":
        return _matching(page, slot, words, answer)
    if slot.kind == "ordering":
        places = answer.get("places", {})
        lines = [(f"{page.name}-{n}", words["items"][key], places.get(key)) for n, key in enumerate(slot.options, 1)]
        if page.is_answered:
            lines.sort(key=lambda line: line[2] or 0)
        return replace(page, kind="ordering", lines=tuple(lines))
    is_number = slot.kind in ("numeric", "calculated")
    return replace(page, text=answer.get("text", ""), is_number=is_number, unit=slot.unit)


def _choice(page: QuestionPage, slot: Slot, words: Mapping[str, Any], answer: Mapping[str, Any]) -> QuestionPage:
    options: tuple[tuple[str, Markup | str], ...]
    if slot.kind == "true_false":
        keys: tuple[str, ...] = ("true", "false")
        options = (("true", str(gettext("True"))), ("false", str(gettext("False"))))
    else:
        keys = slot.options
        options = tuple((str(n), inline(words["options"][key], slot, page.language)) for n, key in enumerate(keys, 1))
    taken = set(answer.get("choices", [answer.get("choice")]))
    chosen = tuple(value for key, (value, _text) in zip(keys, options, strict=True) if key in taken)
    return replace(page, kind="choice", multiple=slot.kind == "multiple", options=options, chosen=chosen)


def _matching(page: QuestionPage, slot: Slot, words: Mapping[str, Any], answer: Mapping[str, Any]) -> QuestionPage:
    pairs = answer.get("pairs", {})
    values = {key: str(n) for n, key in enumerate(slot.options, 1)}
    return replace(
        page,
        kind="matching",
        options=tuple((values[key], words["right"][key]) for key in slot.options),
        pairs=tuple(
            (f"{page.name}-{n}", words["left"][key], values.get(pairs.get(key, ""), ""))
            for n, key in enumerate(slot.left, 1)
        ),
    )


def _hint(slot: Slot, body: Mapping[str, Any]) -> str:
    if slot.kind == "multiple":
        return str(gettext("Choose all that are right."))
    if slot.kind == "matching":
        return str(gettext("Choose what belongs to each line."))
    if slot.kind == "ordering":
        return str(gettext("Give each line its place: 1 comes first."))
    if slot.kind == "calculated":
        decimals = int(body.get("decimals", 2))
        if decimals == 0:
            return str(gettext("Round to a whole number."))
        return str(
            ngettext("Round to %(count)s decimal.", "Round to %(count)s decimals.", decimals, count=localised(decimals))
        )
    return ""


def _right_keys(slot: Slot, body: Mapping[str, Any]) -> set[str]:
    """The options that are right, of a question that has options."""
    if slot.kind == "multiple":
        return set(body["answer"])
    return {str(body["answer"]).lower() if slot.kind == "true_false" else body["answer"]}


def _keys(page: QuestionPage, slot: Slot) -> list[tuple[str, str]]:
    """(key, value in the form) of each option."""
    keys = ("true", "false") if slot.kind == "true_false" else slot.options
    return [(key, value) for key, (value, _text) in zip(keys, page.options, strict=True)]


def _marks(page: QuestionPage, slot: Slot, body: Mapping[str, Any]) -> dict[str, str]:
    if page.kind != "choice":
        return {}
    right = _right_keys(slot, body)
    marks = {value: "good" for key, value in _keys(page, slot) if key in right}
    return marks | {value: "bad" for key, value in _keys(page, slot) if key not in right and value in page.chosen}


def answer_lines(page: QuestionPage) -> tuple[str, ...]:
    """The answer in plain words, a line for each option that was chosen, pair or place; none where there is none.

    Options stand in the words that were shown, never by their author's key, which could give an answer away.
    """
    if page.kind == "choice":
        return tuple(in_plain_words(text) for value, text in page.options if value in page.chosen)
    return _given_lines(page)


def _given_lines(page: QuestionPage) -> tuple[str, ...]:
    if page.kind == "matching":
        texts = {value: str(text) for value, text in page.options}
        return tuple(f"{left} – {texts[chosen]}" for _name, left, chosen in page.pairs if chosen)
    if page.kind == "ordering":
        placed = sorted((place, text) for _name, text, place in page.lines if place)
        return tuple(text if page.is_answered else f"{place}: {text}" for place, text in placed)
    if page.text and page.unit and page.text.strip()[-1].isdigit():
        return (f"{page.text} {page.unit}",)
    return (page.text,) if page.text else ()


def _right_lines(slot: Slot, body: Mapping[str, Any], words: Mapping[str, Any]) -> tuple[str, ...]:
    if slot.kind == "matching":
        return tuple(f"{words['left'][key]} – {words['right'][body['answer'][key]]}" for key in slot.left)
    if slot.kind == "ordering":
        return tuple(words["items"][key] for key in body["order"])
    if slot.kind == "short_text":
        return tuple(str(text) for text in words.get("accepted", ())[:3])
    if slot.kind in ("numeric", "calculated"):
        value = written(right_number(slot, body))
        margin = body.get("tolerance")
        shown = f"{value} {slot.unit}" if slot.unit else value
        return (f"{shown} (±{written(exact(margin))})" if margin else shown,)
    return ()


def _remarks(
    page: QuestionPage, slot: Slot, body: Mapping[str, Any], words: Mapping[str, Any]
) -> tuple[tuple[Markup | str, Markup], ...]:
    """What the author says to the options that were chosen or are right."""
    feedback = words.get("feedback") or {}
    if page.kind != "choice" or not isinstance(feedback, Mapping):
        return ()
    right, texts = _right_keys(slot, body), dict(page.options)
    return tuple(
        (texts[value], inline(feedback[key], slot, page.language))
        for key, value in _keys(page, slot)
        if feedback.get(key) and (key in right or value in page.chosen)
    )
