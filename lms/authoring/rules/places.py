"""Where in the studio a file is edited, so that a problem leads to what mends it."""

from dataclasses import dataclass

from lms.authoring.rules.facts import BANK, BANK_WORDS, COURSE_WORDS
from lms.authoring.rules.marks import item_of_path


@dataclass(frozen=True, slots=True)
class EditorPlace:
    """`page`: outline | settings | item | questions | media | translations; `key`: of the item or bank, a language."""

    page: str
    key: str = ""


def place_of_file(path: str, wrong: str, source_language: str, items: frozenset[str] = frozenset()) -> EditorPlace:
    """The page that edits this file. `wrong` is what the check said in English; `items` are the keys in the outline.

    The outline edits what course.yaml says of modules and items, the settings page the rest of it.
    """
    if path == "course.yaml":
        return EditorPlace("outline" if any(word in wrong for word in _OF_OUTLINE) else "settings")
    if match := COURSE_WORDS.fullmatch(path):
        return EditorPlace("settings") if match[1] == source_language else EditorPlace("translations", match[1])
    if match := BANK.fullmatch(path) or BANK_WORDS.fullmatch(path):
        return EditorPlace("questions", match[1])
    if path.startswith("media/"):
        return EditorPlace("media")
    key = item_of_path(path)
    return EditorPlace("item", key) if key and (not items or key in items) else EditorPlace("outline")


_OF_OUTLINE = ("module", "waits for", "a second time", "watch_percent")
