"""Texts of GIFT with their escaped marks put aside, so that they can be parted at those that are left."""

import re
from typing import cast

from lms.packages.exchange.texts import Format, Text

# Escaped marks wait as noncharacters of Unicode while the text is parted (decoding.py has removed any real ones).
_HIDDEN = {"~": "\ufdd0", "=": "\ufdd1", "#": "\ufdd2", "{": "\ufdd3", "}": "\ufdd4", ":": "\ufdd5", "\\": "\ufdd6",
           "n": "\ufdd7"}  # fmt: skip
_SHOWN = str.maketrans({hidden: "\n" if mark == "n" else mark for mark, hidden in _HIDDEN.items()})
ESCAPED = re.compile(r"\\([~=#{}:\\n])")
# On one line: what is written on the next belongs to something else.
_TAG = re.compile(r"</?[A-Za-z][^<>{}\n]{0,2000}>")
FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")


def hide(text: str) -> str:
    """Escaped marks, and marks inside HTML tags, so that nothing parts the text at them."""
    text = ESCAPED.sub(lambda found: _HIDDEN[found[1]], text)
    return _TAG.sub(lambda found: "".join(_HIDDEN.get(c, c) if c in "~=#:" else c for c in found[0]), text)


def show(text: str) -> str:
    """The text with its marks as letters."""
    return text.translate(_SHOWN)


def text_of(part: str, default: Format) -> Text:
    """A text with its format, `[html]…`; without one it has that of its question."""
    found = FORMAT.match(part)
    if found:
        return Text(show(part[found.end() :]).strip(), cast(Format, found[1]))
    return Text(show(part).strip(), default)
