"""The last check of a question that comes in: exactly the one that a course package has to pass."""

from collections.abc import Iterator
from typing import Any

from lms.packages.content import Bank, Content
from lms.packages.exchange.pictures import source_file
from lms.packages.exchange.report import ExchangedQuestion
from lms.packages.exchange.texts import MEDIA
from lms.packages.media import read_media
from lms.packages.problems import Problem
from lms.packages.questions import read_banks
from lms.packages.reading import Package
from lms.packages.shapes import check_shape
from lms.packages.shelf import Shelf
from lms.packages.yaml_text import Document


def problems_of(question: ExchangedQuestion, language: str, media: dict[str, bytes]) -> list[Problem]:
    """What a package would refuse in this question; remarks are allowed."""
    problems: list[Problem] = []
    bank = Bank(question.category, _document([question.entry]), {language: _document({question.key: question.words})})
    sound = check_shape(bank.document, "bank", problems)
    if not (check_shape(bank.words[language], "bank-words", problems) and sound):
        return problems
    files = {f"media/{name}": source_file(name, data) for name, data in media.items()}
    known = {name: read_media(files[f"media/{name}"], problems) for name in media}
    course = _document({"languages": [language], "source_language": language})
    content = Content(
        package=Package("questions", files),
        course=course,
        words={},
        items={},
        banks={question.category: bank},
        media={name: file for name, file in known.items() if file},
        media_names=frozenset(media) | frozenset(_shown(question.words)),
        problems=problems,
    )
    read_banks(content, Shelf(content))
    return [problem for problem in content.problems if not problem.is_remark]


def _shown(words: Any) -> Iterator[str]:
    """The media that words name: a file may show pictures that the course already has."""
    if isinstance(words, str):
        yield from MEDIA.findall(words)
    for each in words.values() if isinstance(words, dict) else words if isinstance(words, list) else ():
        yield from _shown(each)


def _document(value: Any) -> Document:
    return Document("questions", value, {}, {})
