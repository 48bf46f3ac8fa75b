"""Assignments: their settings held against the rules, and the words of their rubrics in each language."""

from dataclasses import dataclass, replace
from typing import Any

from lms.assessment.rules.assignments import check_assignment
from lms.core.messages import Told
from lms.packages.content import Content, ItemSource
from lms.packages.problems import problem_from
from lms.packages.structure import check_keys
from lms.packages.yaml_text import Document


@dataclass(frozen=True)
class AssignmentSource:
    """An assignment ready to keep; `words` of the rubric: language -> criterion -> {"title", "levels"}."""

    settings: dict[str, Any]
    words: dict[str, dict[str, Any]]


def read_assignments(content: Content) -> dict[str, AssignmentSource]:
    """Checks the assignments and gives those whose settings could be read, by the item's key."""
    return {
        item.key: _read_assignment(content, item, item.settings)
        for item in content.items.values()
        if item.kind == "assignment" and item.settings is not None
    }


def _read_assignment(content: Content, item: ItemSource, document: Document) -> AssignmentSource:
    settings: dict[str, Any] = document.value
    for told in check_assignment(settings):
        place = told.split(" ")[0].split(".")
        content.problems.append(problem_from(document.path, document.line(*place), told))
    words = {language: _checked_words(content, settings, language, each) for language, each in item.words.items()}
    return AssignmentSource(settings, {language: known for language, known in words.items() if known is not None})


def _checked_words(content: Content, settings: dict[str, Any], language: str, words: Document) -> dict[str, Any] | None:
    """A level or criterion without words, or words without one, is a mistake: people would be graded by nothing.

    In a translation it is a remark, and None comes back: its readers have the rubric of the source.
    """
    rubric = settings.get("rubric", [])
    before = len(content.problems)
    check_keys(content, words, (), [criterion["key"] for criterion in rubric], Told("criterion"))
    for criterion in rubric:
        if criterion["key"] in words.value:
            levels = [level["key"] for level in criterion["levels"]]
            check_keys(content, words, (criterion["key"], "levels"), levels, Told("level"))
    found = content.problems[before:]
    if language == content.source_language:
        return dict(words.value)
    content.problems[before:] = [replace(problem, is_remark=True) for problem in found]
    return None if found else dict(words.value)
