"""The questions of one file, one after the other: each becomes one of ours, or a row that says why not."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lms.core.messages import Sentence
from lms.packages.exchange.gate import problems_of
from lms.packages.exchange.keys import Keys, bank_and_tags, key_from, tags_from
from lms.packages.exchange.kinds import build
from lms.packages.exchange.pictures import Pictures
from lms.packages.exchange.raw import Found, RawQuestion, Refusal
from lms.packages.exchange.report import (
    MOST_CHARACTERS,
    MOST_PICTURES,
    BadFile,
    Exchange,
    ExchangedQuestion,
    RefusedQuestion,
    Row,
    taken,
)
from lms.packages.exchange.texts import TextReader

MOST_POINTS = 100
_LONGEST_NAME = 100  # characters of a question's name in the report


class Collector:
    """Collects what can be used, and says row by row what became of each question."""

    def __init__(self, language: str, default_bank: str) -> None:
        self.language, self.default_bank = language, default_bank
        self.keys, self.pictures = Keys(), Pictures()
        self.characters = 0
        self.questions: list[ExchangedQuestion] = []
        self.rows: list[Row] = []

    def collect(self, found: Found) -> None:
        """Takes every question that can come in. Raises `BadFile` when there is more than one file may hold."""
        for each in found:
            if isinstance(each, Refusal):
                self.rows.append(Row(each.number, each.line, _shown(each.name), "refused", each.sentence))
                continue
            self._count(each)
            try:
                self._take(each)
            except RefusedQuestion as refused:
                self.rows.append(Row(each.number, each.line, _shown(each.name), "refused", refused.sentence))

    def exchange(self, file_format: str) -> Exchange:
        return Exchange(tuple(self.questions), tuple(self.rows), self.pictures.media, file_format)

    def _count(self, raw: RawQuestion) -> None:
        self.characters += raw.characters
        if self.characters > MOST_CHARACTERS:
            told: dict[str, object] = {"most": MOST_CHARACTERS // 10**6}
            sentence = Sentence(
                "It has more than %(most)s million characters of text: export one category at a time.", told
            )
            raise BadFile(sentence, raw.line)
        if len(self.pictures.media) > MOST_PICTURES:
            sentence = Sentence(
                "It has more than %(most)s pictures: export one category at a time.", {"most": MOST_PICTURES}
            )
            raise BadFile(sentence, raw.line)

    def _take(self, raw: RawQuestion) -> None:
        self.pictures.begin()
        read = TextReader(self.language, self.pictures, raw.notes, raw.files)
        kind, body, words = build(raw, read)
        prompt, explanation = read.block(raw.prompt), read.block(raw.explanation)
        if not prompt:
            raise RefusedQuestion(Sentence("It asks nothing: write its question."))
        bank, tags = (raw.bank, []) if raw.bank else bank_and_tags(raw.category, self.default_bank)
        entry: dict[str, Any] = {"key": "", "kind": kind, **body}
        if (points := self._points(raw)) != 1:
            entry["points"] = points
        if all_tags := list(dict.fromkeys([*tags, *tags_from(raw.tags)]))[:20]:
            entry["tags"] = all_tags
        words = {"prompt": prompt, **words, **({"explanation": explanation} if explanation else {})}
        name = raw.name or " ".join(prompt.replace("\\", "").split())
        wanted = key_from(raw.idnumber or name)
        self._check(ExchangedQuestion(wanted, bank, {**entry, "key": wanted}, words))
        key = self.keys.give(wanted)
        self.questions.append(ExchangedQuestion(key, bank, {**entry, "key": key}, words))
        self.pictures.take()
        said = raw.notes.sentences
        sentence, also = (said[0], tuple(said[1:])) if said else (taken(kind), ())
        self.rows.append(Row(raw.number, raw.line, _shown(name), "changed" if said else "taken", sentence, also))

    def _check(self, question: ExchangedQuestion) -> None:
        if problems := problems_of(question, self.language, self.pictures.waiting()):
            told = f"{problems[0].wrong}: {problems[0].todo}"
            raise RefusedQuestion(Sentence("A course can't hold it: %(problem)s.", {"problem": told}))

    def _points(self, raw: RawQuestion) -> int:
        whole = raw.points.quantize(Decimal(1), rounding=ROUND_HALF_UP) if raw.points < 10**6 else raw.points
        points = int(min(max(whole, Decimal(1)), Decimal(MOST_POINTS)))
        if raw.points != points:
            raw.notes.add(
                Sentence(
                    "Points are whole here, from 1 to %(most)s: %(before)s became %(after)s.",
                    {"most": MOST_POINTS, "before": format(raw.points.normalize(), "f")[:20], "after": points},
                )
            )
        return points


def _shown(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
