"""Where in the studio a file is edited, so that a problem leads to what mends it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.authoring.rules.facts import BANK, BANK_WORDS, COURSE_WORDS
from lms.authoring.rules.marks import item_of_path
from lms.authoring.rules.units import place_of

SETTINGS_PAGES = {"video": "film", "quiz": "quiz", "assignment": "assignment"}  # of an item, by its kind
_OF_OUTLINE = ("module", "waits for", "a second time", "watch_percent")


@dataclass(frozen=True, slots=True)
class EditorPlace:
    """`page`: outline | settings | item | questions | media | translations; `key`: of the item or bank, a language."""

    page: str
    key: str = ""


def place_of_file(path: str, wrong: str, source_language: str, items: Mapping[str, str]) -> EditorPlace:
    """The page that edits this file. `wrong` is what the check said in English; `items` are the kinds of the items in
    the outline, by key; none where they are not known.

    The outline edits what is said of modules and items, the settings page all else about the course.
    """
    match = COURSE_WORDS.fullmatch(path)
    if match and match[1] != source_language:
        return EditorPlace("translations", match[1])
    if match or path == "course.yaml":
        return EditorPlace("outline" if any(word in wrong for word in _OF_OUTLINE) else "settings")
    if match := BANK.fullmatch(path) or BANK_WORDS.fullmatch(path):
        return EditorPlace("questions", match[1])
    if path.startswith("media/"):
        return EditorPlace("media")
    key = item_of_path(path)
    return EditorPlace("item", key) if key and (not items or key in items) else EditorPlace("outline")


def part_of_item(path: str, kind: str, source_language: str) -> tuple[str, str]:
    """(which page of an item of this kind edits its file, the language of a translation): `item`, `film`, `quiz`,
    `assignment`, or `translation` for words in another language than the source's."""
    language = place[1] if (place := place_of(path)) else ""
    if language and language != source_language:
        return "translation", language
    return ("item" if path.endswith(".md") else SETTINGS_PAGES.get(kind, "item")), ""
