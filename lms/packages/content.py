"""A package taken apart: its documents, pages, banks and media, still as their authors wrote them."""

from dataclasses import dataclass, field
from typing import Any

from lms.packages.media import MediaFile
from lms.packages.problems import Problem
from lms.packages.reading import Package
from lms.packages.yaml_text import Document, Path


@dataclass(frozen=True)
class Page:
    """items/KEY.LANGUAGE.md: front matter and Markdown, whose first line is `first_line` of the file."""

    path: str
    title: str
    text: str
    first_line: int


@dataclass
class ItemSource:
    """An item of course.yaml with its files; `place` is where it stands there."""

    key: str
    kind: str
    place: Path
    data: dict[str, Any]
    settings: Document | None = None
    words: dict[str, Document] = field(default_factory=dict)  # of an assignment's rubric, by language
    pages: dict[str, Page] = field(default_factory=dict)


@dataclass
class Bank:
    """questions/NAME.yaml and its words by language."""

    name: str
    document: Document
    words: dict[str, Document] = field(default_factory=dict)

    @property
    def questions(self) -> list[dict[str, Any]]:
        return list(self.document.value)


@dataclass
class Content:
    """Everything in the package that could be read, and what was wrong so far."""

    package: Package
    course: Document
    words: dict[str, Document]
    items: dict[str, ItemSource]
    banks: dict[str, Bank]
    media: dict[str, MediaFile]
    media_names: frozenset[str]
    problems: list[Problem]

    @property
    def mistakes(self) -> list[Problem]:
        """What refuses the package, by file and line."""
        return sorted({problem for problem in self.problems if not problem.is_remark})

    @property
    def remarks(self) -> list[Problem]:
        """What trainees will miss, by file and line."""
        return sorted({problem for problem in self.problems if problem.is_remark})

    @property
    def languages(self) -> list[str]:
        return list(self.course.value["languages"])

    @property
    def source_language(self) -> str:
        return str(self.course.value["source_language"])
