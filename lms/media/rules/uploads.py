"""Which piece of a file may come next, and what a name is worth."""

import re
import unicodedata

CHUNK_BYTES = 1024**2  # a cut on a slow phone costs no more than this
MOST_OPEN = 20  # files of one person on their way at once
MOST_NAME = 200  # characters of a name that are kept
_DIRECTIONS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

NEXT, KNOWN, WRONG = "next", "known", "wrong"


def judge_chunk(*, received: int, size: int, offset: int, length: int) -> str:
    """`NEXT` when the piece goes on where the last one ended, `KNOWN` when it is there already, else `WRONG`.

    Every piece but the last has `CHUNK_BYTES`, so that each begins at a multiple of it.
    """
    end = offset + length
    is_piece = length > 0 and offset >= 0 and offset % CHUNK_BYTES == 0 and end <= size
    if not is_piece or not (length == CHUNK_BYTES or end == size):
        return WRONG
    if offset == received:
        return NEXT
    return KNOWN if end <= received else WRONG


def count_chunks(size: int) -> int:
    return -(-size // CHUNK_BYTES)


def clean_name(name: str) -> str:
    """A name to show: its last part, without controls and marks that turn the direction of text (B09)."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = _DIRECTIONS.sub("", last)
    shown = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in shown)
    shown = " ".join(shown.split()).lstrip(".")
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) > 10:
        return shown[:MOST_NAME] or "file"
    return f"{stem[: MOST_NAME - len(ending) - 1] or 'file'}.{ending}"


def renamed(name: str, ending: str) -> str:
    """The name with another ending."""
    stem = name.rpartition(".")[0] or name
    return f"{stem}.{ending}"
