"""The last check of a question that comes in: exactly the one that a course package has to pass."""

from collections.abc import Iterator
from typing import Any

from lms.packages.exchange.pictures import source_file
from lms.packages.exchange.report import ExchangedQuestion
from lms.packages.exchange.texts import MEDIA
from lms.packages.problems import Problem
from lms.packages.single import examine_question


def problems_of(question: ExchangedQuestion, language: str, media: dict[str, bytes]) -> list[Problem]:
    """What a package would refuse in this question; remarks are allowed."""
    examined = examine_question(
        question.entry,
        {language: question.words},
        source_language=language,
        media_names=frozenset(_shown(question.words)),
        pictures={name: source_file(name, data) for name, data in media.items()},
    )
    return [problem for problem in (*examined.faults, *examined.problems) if not problem.is_remark]


def _shown(words: Any) -> Iterator[str]:
    """The media that words name: a file may show pictures that the course already has."""
    if isinstance(words, str):
        yield from MEDIA.findall(words)
    for each in words.values() if isinstance(words, dict) else words if isinstance(words, list) else ():
        yield from _shown(each)
