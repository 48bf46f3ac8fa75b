"""The questions of a draft, over all its banks, and what draws from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.assessment.queries.bank import question_keys_ever
from lms.authoring.models import DraftChange
from lms.authoring.queries.files import FileFacts, draft_files, texts_like
from lms.authoring.rules.facts import ITEM_SETTINGS
from lms.authoring.rules.questions import BankValues, banks_in, digest_of_question, first_words, section_keys
from lms.core.db import db

FOLDER = "questions/"
LONGEST_TITLE = 70  # characters of a prompt in a heading
# Steps of the history whose subject is the key of a question.
QUESTION_STEPS = ("add-question", "edit-question", "restore-question", "move-question", "delete-question")


def banks_of(course_id: int) -> dict[str, BankValues]:
    """Every bank by its name: one statement."""
    return banks_in({path: file.text for path, file in texts_like(course_id, FOLDER).items()})


def keys_taken(course_id: int, banks: Iterable[BankValues]) -> set[str]:
    """Keys that a new question can't have: those of the draft, and of every question that was ever published."""
    return {entry["key"] for bank in banks for entry in bank.entries} | question_keys_ever(course_id)


@dataclass(frozen=True, slots=True)
class QuizUse:
    """A quiz of the draft with its sections as bank, tag and number drawn (None: all)."""

    key: str
    title: str
    sections: tuple[tuple[str, str | None, int | None], ...]


def quizzes_in(files: Mapping[str, FileFacts], source_language: str) -> list[QuizUse]:
    """The quizzes, from what was noted when they were saved."""
    found = []
    for path, file in files.items():
        match = ITEM_SETTINGS.fullmatch(path)
        if match is None or "sections" not in file.facts:
            continue
        page = files.get(f"items/{match[1]}.{source_language}.md")
        title = page.facts.get("title") if page else ""
        found.append(QuizUse(match[1], title or match[1], tuple(map(_section, file.facts["sections"]))))
    return found


def _section(noted: Sequence[Any]) -> tuple[str, str | None, int | None]:
    bank, tag, draw = noted
    return str(bank), tag, draw if isinstance(draw, int) else None


def quiz_uses(course_id: int, source_language: str) -> list[QuizUse]:
    """The same for a course: one statement."""
    return quizzes_in(draft_files(course_id), source_language)


def quiz_named(key: str, quizzes: Iterable[QuizUse]) -> QuizUse | None:
    """The one with this key."""
    return next((quiz for quiz in quizzes if quiz.key == key), None)


def quizzes_drawing(bank: BankValues, key: str, quizzes: Iterable[QuizUse]) -> list[QuizUse]:
    """Those that may draw this question."""
    return [
        quiz
        for quiz in quizzes
        if any(name == bank.name and key in section_keys(bank, tag) for name, tag, _draw in quiz.sections)
    ]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question in the list; `text` is the beginning of its prompt in the source language, or in any it has."""

    bank: str
    key: str
    kind: str
    text: str
    language: str
    points: int
    tags: tuple[str, ...]
    languages: tuple[str, ...]
    quizzes: tuple[QuizUse, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty means all."""

    bank: str = ""
    tag: str = ""
    kind: str = ""
    words: str = ""
    quiz: str = ""

    def __bool__(self) -> bool:
        return bool(self.bank or self.tag or self.kind or self.words or self.quiz)


def question_lines(
    banks: Mapping[str, BankValues], quizzes: Sequence[QuizUse], source_language: str, wanted: Wanted
) -> list[QuestionLine]:
    """The questions that were asked for, bank by bank in the order of their files."""
    chosen = (
        (bank, entry)
        for name, bank in sorted(banks.items())
        if not wanted.bank or name == wanted.bank
        for entry in bank.entries
        if not wanted.kind or entry["kind"] == wanted.kind
    )
    by_place = _quizzes_by_place(quizzes)
    lines = (_line(bank, entry, by_place, source_language) for bank, entry in chosen)
    looked_for = wanted.words.casefold().split()
    return [
        line
        for line in lines
        if (not wanted.tag or wanted.tag in line.tags)
        and (not wanted.quiz or any(quiz.key == wanted.quiz for quiz in line.quizzes))
        and all(word in _searched(banks[line.bank], line) for word in looked_for)
    ]


def _quizzes_by_place(quizzes: Sequence[QuizUse]) -> dict[tuple[str, str | None], list[QuizUse]]:
    found: dict[tuple[str, str | None], list[QuizUse]] = {}
    for quiz in quizzes:
        for bank, tag, _draw in quiz.sections:
            found.setdefault((bank, tag or None), []).append(quiz)
    return found


def _line(
    bank: BankValues, entry: dict[str, Any], quizzes: dict[tuple[str, str | None], list[QuizUse]], source: str
) -> QuestionLine:
    key, tags = entry["key"], tuple(map(str, entry.get("tags") or ()))
    words = bank.words_of(key)
    language = source if source in words else next(iter(words), source)
    using = {quiz.key: quiz for place in (None, *tags) for quiz in quizzes.get((bank.name, place), ())}
    points = entry.get("points", 1)
    return QuestionLine(
        bank=bank.name,
        key=key,
        kind=entry["kind"],
        text=first_words(words.get(language, {}).get("prompt")),
        language=language,
        points=points if isinstance(points, int) else 1,
        tags=tags,
        languages=tuple(words),
        quizzes=tuple(using.values()),
    )


def _searched(bank: BankValues, line: QuestionLine) -> str:
    """Key, tags, and every prompt and option in every language."""
    texts = [line.key, *line.tags]
    for words in bank.words_of(line.key).values():
        texts += [str(words.get("prompt", "")), *map(str, dict(words.get("options") or {}).values())]
    return " ".join(texts).casefold()


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """One question of the draft; `seen` goes back with its change."""

    bank: BankValues
    entry: dict[str, Any]
    source_language: str
    seen: str

    @property
    def key(self) -> str:
        return str(self.entry["key"])

    @property
    def title(self) -> str:
        """The beginning of its prompt, by which people know it; its key while it has none."""
        return first_words(self.words.get("prompt"), LONGEST_TITLE) or self.key

    @property
    def words(self) -> dict[str, Any]:
        """In the source language."""
        return self.bank.words_of(self.key).get(self.source_language, {})


def draft_question(banks: Mapping[str, BankValues], bank: str, key: str, source_language: str) -> DraftQuestion | None:
    """The question, or None when there is none (any more)."""
    known = banks.get(bank)
    entry = known.entry(key) if known else None
    if known is None or entry is None:
        return None
    words = known.words_of(key).get(source_language)
    return DraftQuestion(known, entry, source_language, digest_of_question(entry, words))


def last_change(course_id: int, key: str) -> tuple[int | None, datetime] | None:
    """Who changed this question last, and when, as far as the history knows: one statement."""
    row = db.session.execute(
        select(DraftChange.changed_by, DraftChange.changed_at)
        .where(DraftChange.course_id == course_id, DraftChange.subject == key, DraftChange.kind.in_(QUESTION_STEPS))
        .order_by(DraftChange.id.desc())
        .limit(1)
    ).first()
    return (row.changed_by, row.changed_at) if row else None
