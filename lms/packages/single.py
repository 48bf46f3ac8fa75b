"""One question by itself, checked and made ready for a page exactly as in a package."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from lms.assessment.drafts import QuestionDraft
from lms.assessment.rules import check_question
from lms.packages.content import Bank, Content
from lms.packages.media import MediaFile, read_media
from lms.packages.problems import Problem, problem_from
from lms.packages.questions import COMMON, read_banks
from lms.packages.reading import Package, SourceFile
from lms.packages.shapes import check_shape
from lms.packages.shelf import Shelf
from lms.packages.yaml_text import Document


@dataclass(frozen=True, slots=True)
class ExaminedQuestion:
    """`faults` are what no bank can hold; then there is no draft. `problems` are what is to be mended besides."""

    draft: QuestionDraft | None
    faults: list[Problem]
    problems: list[Problem]


def examine_question(
    entry: dict[str, Any],
    words: Mapping[str, dict[str, Any]],
    *,
    source_language: str,
    media_names: Collection[str] = (),
    pictures: Mapping[str, SourceFile] | None = None,
) -> ExaminedQuestion:
    """`words` by language, that of the source among them; `pictures` are those it shows, by their names in media/."""
    faults: list[Problem] = []
    key = str(entry.get("key", ""))
    bank = Bank("bank", _document([entry]), {tag: _document({key: text}, tag) for tag, text in words.items()})
    check_shape(bank.document, "bank", faults)
    for document in bank.words.values():
        check_shape(document, "bank-words", faults)
    if not faults:
        body = {name: value for name, value in entry.items() if name not in COMMON}
        faults += [problem_from("question", 1, told) for told in check_question(entry["kind"], body)]
    if faults:
        return ExaminedQuestion(None, faults, [])
    problems: list[Problem] = []
    media = _media(pictures or {}, problems)
    content = Content(
        package=Package("question", {}),
        course=_document({"languages": list(words), "source_language": source_language}),
        words={},
        items={},
        banks={"bank": bank},
        media=media,
        media_names=frozenset(media_names) | frozenset(media),
        problems=problems,
    )
    draft = read_banks(content, Shelf(content)).drafts[key]
    return ExaminedQuestion(draft if source_language in draft.texts else None, [], content.problems)


def _media(pictures: Mapping[str, SourceFile], problems: list[Problem]) -> dict[str, MediaFile]:
    found = {name: read_media(source, problems) for name, source in pictures.items()}
    return {name: file for name, file in found.items() if file is not None}


def _document(value: Any, language: str = "") -> Document:
    return Document(f"question.{language}.yaml" if language else "question.yaml", value, {}, {})
