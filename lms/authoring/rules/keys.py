"""Keys of modules, items, questions and files, made from what people write."""

import re
from collections.abc import Container

from anyascii import anyascii

# Words that are addresses of pages: no course and no item may be called so.
COURSE_PAGES = ("new", "library", "join")  # /studio/<page>
ITEM_PAGES = (  # /studio/<course>/<page>
    "outline", "preview", "publish", "problems", "questions", "translations", "settings", "staff", "media", "people",
    "grading", "gradebook", "analysis", "revisions", "history", "library", "package", "copy", "archive", "restore",
    "delete",
)  # fmt: skip
LONGEST_KEY = 64
_ROOM_FOR_NUMBER = 4


def key_from(title: str, taken: Container[str], otherwise: str) -> str:
    """A key of lower-case Latin letters, digits and hyphens that says what the title says, and is not taken yet.

    `otherwise` stands in where a title gives nothing to write, such as a line of punctuation.
    """
    words = re.findall(r"[a-z0-9]+", anyascii(title).lower().replace("'", "").replace("`", ""))
    stem = "-".join(words)[: LONGEST_KEY - _ROOM_FOR_NUMBER].strip("-") or otherwise
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key
