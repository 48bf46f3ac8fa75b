"""Names of media files, where texts use them, and lengths of films as people write them."""

import hashlib
import json
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.authoring.rules.keys import key_from
from lms.media.rules.kinds import ending_of

_PICTURE = re.compile(r"!\[((?:[^\[\]\\]|\\.){0,1000})\]\(\s*\.\./media/([a-z0-9][A-Za-z0-9.-]{0,99})")
_LONGEST_STEM = 60


@dataclass(frozen=True, slots=True)
class Use:
    """A text that shows a file. `alternative` is what it says instead of a picture, None for a film or captions."""

    path: str
    alternative: str | None


def new_name(words: str, original: str, taken: Container[str]) -> str:
    """A name in media/ that says what the file shows and that no other file has: `parcel-scanner.jpg`."""
    ending = {"jpeg": "jpg", "m4v": "mp4"}.get(ending_of(original), ending_of(original))
    stem = original.rpartition(".")[0]
    short = key_from(words.strip() or stem, (), "file")[:_LONGEST_STEM].strip("-")
    name, number = f"{short}.{ending}", 2
    while name in taken:
        name, number = f"{short}-{number}.{ending}", number + 1
    return name


def caption_name(key: str, language: str, taken: Container[str]) -> str:
    """`customs-film.ru.vtt`, beside the film's own name."""
    name, number = f"{key[:_LONGEST_STEM].strip('-')}.{language}.vtt", 2
    while name in taken:
        name, number = f"{key[:_LONGEST_STEM].strip('-')}-{number}.{language}.vtt", number + 1
    return name


def picture_line(name: str, alternative: str, caption: str) -> str:
    """The Markdown that shows a picture as a figure of its own. Brackets and quotes of the author stay words."""
    words = re.sub(r"([\[\]\\])", r"\\\1", " ".join(alternative.split()))
    title = re.sub(r'(["\\])', r"\\\1", " ".join(caption.split()))
    return f"![{words}](../media/{name}" + (f' "{title}")' if title else ")")


def uses_in_text(path: str, text: str) -> Iterable[tuple[str, Use]]:
    """Each picture of a Markdown or question file, by the name that the text gives it."""
    for words, name in _PICTURE.findall(text):
        yield name, Use(path, re.sub(r"\\(.)", r"\1", words).strip())


def uses_in_settings(path: str, settings: Mapping[str, Any]) -> Iterable[tuple[str, Use]]:
    """The film and the captions of a video."""
    captions = settings.get("captions")
    names = [settings.get("file"), *(captions.values() if isinstance(captions, dict) else ())]
    for name in names:
        if isinstance(name, str):
            yield name, Use(path, None)


def found_by(wanted: str, names: Container[str], languages: Iterable[str]) -> list[str]:
    """The files that a text means by this name: the common one, and its variants by language."""
    stem, _, ending = wanted.rpartition(".")
    return [name for name in (wanted, *(f"{stem}.{tag}.{ending}" for tag in languages)) if name in names]


def meant_by(wanted: str, names: Container[str], path: str) -> str | None:
    """The file that the text at `path` shows by this name."""
    parts = path.rpartition("/")[2].split(".")
    return meant_in(parts[1] if len(parts) == 3 else "", wanted, names)


def meant_in(language: str, wanted: str, names: Container[str]) -> str | None:
    """The file that a text in this language shows by this name: its own variant first, as trainees get it."""
    stem, _, ending = wanted.rpartition(".")
    return next((name for name in (f"{stem}.{language}.{ending}", wanted) if name in names), None)


def digest_of_item(item: Mapping[str, Any]) -> str:
    """SHA-256 of what course.yaml says of one item."""
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()


def seconds_of(text: str) -> int | None:
    """`10:40`, `1:02:03` or `640` as seconds; None for anything else, nothing, and more than six hours."""
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() and len(part) <= 5 for part in parts):
        return None
    if len(parts) > 1 and any(int(part) > 59 for part in parts[1:]):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds if 1 <= seconds <= 21_600 else None


def clock(seconds: int) -> str:
    """`10:40`, `1:02:03`: as `seconds_of` reads it."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
