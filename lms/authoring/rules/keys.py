"""Keys of modules, items, questions and files, made from what people write."""

import re
from collections.abc import Container

from anyascii import anyascii

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
