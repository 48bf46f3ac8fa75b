"""What items are called: read from what was noted when their pages were saved, without any statement."""

from collections.abc import Mapping

from lms.authoring.queries.files import FileFacts
from lms.authoring.rules.facts import PAGE


def titles_by_item(files: Mapping[str, FileFacts]) -> dict[str, dict[str, str]]:
    """Item key -> language -> title; a page without one is left out."""
    found: dict[str, dict[str, str]] = {}
    for path, file in files.items():
        if (match := PAGE.fullmatch(path)) and file.facts.get("title"):
            found.setdefault(match[1], {})[match[2]] = str(file.facts["title"])
    return found


def titles_in(files: Mapping[str, FileFacts], language: str) -> dict[str, str]:
    """The titles that items have in this language, by their keys."""
    return {key: titles[language] for key, titles in titles_by_item(files).items() if language in titles}
